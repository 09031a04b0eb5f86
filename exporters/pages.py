"""The documentation page of a collector, from what its module says itself.

Text in, text out; writing the files is the documentation script's business.
"""

from __future__ import annotations

import importlib
import inspect
from typing import TYPE_CHECKING

from exporters.catalogue import SERVICES

if TYPE_CHECKING:
    from exporters.collectors import CollectorRow
    from exporters.workloads import Service, Workload
    from octoscale.core.descriptor import MetricDescriptor

_TABLE_HEAD = """\
| series | type | labels | meaning | in the metrics API |
|---|---|---|---|---|
"""

_CATALOGUE_HEAD = """\
# The services of the paper's cluster

What they ran in May 2021, by their own manifests, and what we recommend. Each
workload has its service's port, its exporter's (plus 10000, as their convention
has it), our collector, and the metric that we would scale it on. A process is found
by a pattern of its command line: theirs where we know it, otherwise *assumed* from
the service's name: compare it with the command lines of your pods.

```
octoscale export --service couchdb         # the exporter beside it
octoscale init --service dbs-global-r      # a complete service file
```

| service | implementation | they ran | we recommend | workloads |
|---|---|---|---|---|
"""

_OWN = """\
Beside these stand `{prefix}_up` and the collector's metrics about itself
([all collectors](README.md)).
"""


def page(row: CollectorRow) -> str:
    """Write the page of one collector: its module's docstring and its series.

    >>> from exporters.collectors import COLLECTORS
    >>> page(COLLECTORS[0]).splitlines()[0]
    '# apache'
    """
    module = importlib.import_module(f"exporters.collectors.{row.name}")
    about = inspect.cleandoc(module.__doc__ or "").replace("``", "`")
    lines = "".join(_line(descriptor) for descriptor in row.descriptors())
    return (
        f"# {row.name}\n\nReads {row.reads}.\n\n{about}\n\n## Series\n\n"
        f"{_TABLE_HEAD}{lines}\n{_OWN.format(prefix=row.prefix)}"
    )


def catalogue_page() -> str:
    """Write the page of the paper's services, from the catalogue."""
    rows = "".join(
        f"| {service.title} | {service.implementation} | {service.ran} "
        f"| {service.recommend} | {_workloads(service)} |\n"
        for service in SERVICES
    )
    return _CATALOGUE_HEAD + rows


def _workloads(service: Service) -> str:
    return "<br>".join(
        f"`{w.name}` {w.port} → {w.exporter_port}, `{w.request.kind}`{_pattern(w)}, "
        f"`{w.metric.series}`"
        for w in service.workloads
    )


def _pattern(workload: Workload) -> str:
    if not workload.pattern_from:
        return ""
    return f" by `{workload.request.pattern}` ({workload.pattern_from})"


def _line(descriptor: MetricDescriptor) -> str:
    labels = ", ".join(f"`{label}`" for label in descriptor.labels)
    text = descriptor.help.replace("|", "\\|")
    return (
        f"| `{descriptor.series_name}` | {descriptor.kind} | {labels} | {text} "
        f"| `{descriptor.api_name}` |\n"
    )
