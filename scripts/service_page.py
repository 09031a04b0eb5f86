"""The service file's reference page, from the fields' own docstrings.

Called by ``docs.py``; the schema beside it comes from the same models.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from octoscale.service.example import example
from octoscale.service.schemas import schema_of

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = """\
# The service file

`octoscale.yaml` declares one service: its metrics, what is scaled on them, and how
far. `octoscale init` writes this example, `octoscale render` turns it into adapter
rules, the HPA and the scrape configuration. Its JSON Schema is
[service.schema.json](schemas/service.schema.json); `octoscale schema service` prints
it.

```yaml
{example}```

## Expose what it declares

A Python service exposes the same metrics from the same file, so that no name is
written twice (with the `cli` extra, which brings PyYAML and pydantic):

```python
from prometheus_client import CollectorRegistry

from exporters.instruments import build
from exporters.serving import serve
from octoscale.core.yamlio import read_text
from octoscale.service.file import load

registry = CollectorRegistry()
service = load(read_text("octoscale.yaml"), file="octoscale.yaml")
metrics = {{d.series_name: build(d, registry) for d in service.descriptors}}
server = serve(registry, host="0.0.0.0", port=service.spec.scrape.port)
metrics["myapphttp_process_open_fds"].set(9)
```

A service in another language exposes them itself; for a process, an Apache and the
other sources there is `octoscale export`.

## Beside the chain

`octoscale render octoscale.yaml --with dashboard --with alerts --to deploy/` adds
more from the same file; `--with` takes `sidecar`, `helm-values`, `dashboard` and
`alerts`. What they write:

* `sidecar-patch.yaml`: the exporter's container for the workload's pods, and what it
  needs to see processes; from `scrape.sidecar`.
* `helm-values.yaml`: values for the adapter's Helm chart, with these rules and no
  others.
* `dashboard.json`: a Grafana dashboard of the chain: value against metric target;
  desired, current and ready replicas; age of the newest sample; scrape targets; the
  HPA's conditions. `dashboard-configmap.yaml` is the same for Grafana's sidecar.
* `alerts.yaml`: alert rules: exporter down, metric stale or gone, autoscaler without
  metrics, at its maximum, held back by its policies. `prometheus-rule.yaml` is the
  same for the Prometheus operator, `alerts-tests.yaml` their tests: `promtool test
  rules alerts-tests.yaml`.

What concerns the HPA and its pods is asked of kube-state-metrics, whose labels
`namespace`, `horizontalpodautoscaler` and `pod` have to survive the scrape
(`honor_labels: true`).

## Fields
"""


def page() -> str:
    """Write the page."""
    schema = schema_of("service")
    parts = [HEAD.format(example=example())]
    parts += _table("", schema)
    for name, definition in schema["$defs"].items():
        parts += _table(name, definition)
    return "\n".join(parts) + "\n"


def _table(name: str, definition: dict[str, Any]) -> Iterator[str]:
    """Give one object's fields as a table."""
    if "properties" not in definition:
        return
    if name:
        yield f"### {name}\n"
        yield f"{_words(definition.get('description', ''))}\n"
    yield "| field | form | default | meaning |\n|---|---|---|---|"
    required = definition.get("required", [])
    for field, form in definition["properties"].items():
        default = "required" if field in required else _default(form)
        meaning = _words(form.get("description", ""))
        yield f"| `{field}` | {_form(form)} | {default} | {meaning} |"
    yield ""


def _form(form: dict[str, Any]) -> str:
    """Say what a field takes, in a few words."""
    if "$ref" in form:
        name = form["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in form:
        arms = [_form(arm) for arm in form["anyOf"] if arm.get("type") != "null"]
        return " or ".join(dict.fromkeys(arms))
    if "enum" in form:
        return ", ".join(f"`{value}`" for value in form["enum"])
    if form.get("type") == "array":
        return f"list of {_form(form.get('items', {}))}"
    if form.get("type") == "object":
        return "mapping of texts"
    return _TYPES.get(str(form.get("type")), "text")


_TYPES = {"string": "text", "integer": "whole number", "number": "number"}


def _default(form: dict[str, Any]) -> str:
    value = form.get("default")
    simple = isinstance(value, str | int | float) and value != ""
    return f"`{value}`" if simple else ""


def _words(text: str) -> str:
    """Put a docstring onto one line of a table."""
    return " ".join(text.replace("``", "`").replace("|", "\\|").split())
