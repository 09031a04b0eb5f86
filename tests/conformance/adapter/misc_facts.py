"""Single facts about association that were measured beside the recordings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from adapter_rules.series import Series
from tests.conformance.adapter import clusters, serving
from tests.conformance.adapter.outcome import Data, Outcome, compared

if TYPE_CHECKING:
    from collections.abc import Iterator

_QUERY = "<<.Series>>{<<.LabelMatchers>>} by (<<.GroupBy>>)"
_OVERRIDES = {"namespace": {"resource": "namespace"}, "pod": {"resource": "pod"}}

_RANDOM = "random by nature: one of several labels is taken anew at each start"
_TIMING = "a timing: printed by benchmarks, never compared"
_SKIPPED = {
    "two_labels_one_resource_runs": _RANDOM,
    "template_plus_override_runs": _RANDOM,
    "official_sample_config": "names a file that is not recorded",
    "throughput_by_name_8_clients_rps": _TIMING,
    "latency_direct_real_prometheus_keepalive_client_qps_1000": _TIMING,
}


def recognises(document: Any) -> bool:
    """Tell whether *document* is that collection."""
    return isinstance(document, dict) and "template_label_to_resource" in document


def outcomes(document: Data, name: str) -> Iterator[Outcome]:
    """Compare what each set of labels is listed under."""
    for row in document["template_label_to_resource"]:
        labels = dict.fromkeys(row["labels"], "x")
        listed = _listed({"template": "<<.Resource>>"}, [labels])
        yield compared(f"{name} {row['labels']}", sorted(row["listed"]), listed)
    for row in document.get("template_group_label_to_resource", ()):
        template = {"template": "k_<<.Group>>_<<.Resource>>"}
        listed = _listed(template, [{row["label"]: "x"}])
        yield compared(f"{name} {row['label']}", sorted(row["listed"]), listed)
    for row in document.get("association_by_label_presence", ()):
        listed = _listed({"overrides": _OVERRIDES}, row["series"])
        yield compared(f"{name} {row['series']}", sorted(row["listed"]), listed)
    for key, reason in _SKIPPED.items():
        yield Outcome(f"{name} {key}", skipped=reason)


def _listed(resources: Data, series: list[dict[str, str]]) -> list[list[Any]]:
    rule = {"seriesQuery": "m", "resources": resources, "metricsQuery": _QUERY}
    config = serving.compiled({"rules": [rule]}, clusters.live())
    return serving.listed(config, {"m": [Series("m", labels) for labels in series]})
