"""Live recordings that are tables: config errors, naming, values, selectors, order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from adapter_rules.errors import RuleError
from adapter_rules.listing import list_custom, list_external
from adapter_rules.selector import Selector
from adapter_rules.series import Series
from octoscale.core.errors import InputError
from octoscale.kube.restmapper import PODS
from tests.conformance.adapter import clusters, server_rows, serving
from tests.conformance.adapter.outcome import Data, Outcome, compared

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SHOP = {"namespace": "shop", "pod": "web-0"}
_OLD = "v0.8.4"


def recognises(document: Any) -> bool:
    """Tell whether *document* is such a table."""
    return isinstance(document, dict) and "scenario" in document and "rows" in document


def outcomes(document: Data, name: str) -> Iterator[Outcome]:
    """Run every row."""
    run = _RUNNERS.get(document["scenario"])
    for number, row in enumerate(document["rows"], start=1):
        label = f"{name}:{number}"
        if run is None:
            yield Outcome(label, skipped=f"no table we know: {document['scenario']}")
        else:
            yield from run(document, row, label)


def _config_error(document: Data, row: Data, name: str) -> Iterator[Outcome]:
    label = f"{name} {row['case']}"
    if "config_yaml" not in row or row.get("flags") or row.get("extra_flags"):
        yield from server_rows.flags(row, name)
        return
    if _OLD in document.get("adapter", ""):
        yield Outcome(label, skipped=f"{_OLD} knows other fields than we")
        return
    try:
        config = serving.compiled(row["config_yaml"], clusters.live())
    except InputError as error:
        yield compared(label, row["starts"], actual=False)
        places = [f for f in error.findings if f.place.line is None]
        yield compared(f"{label}: every finding has a place", [], places)
        return
    yield compared(label, row["starts"], actual=True)
    if row["starts"]:
        apis = [
            *(["custom.metrics.k8s.io"] if config.custom else []),
            *(["external.metrics.k8s.io"] if config.external else []),
        ]
        recorded = [api for api in row["apis"] if api != "metrics.k8s.io"]
        yield compared(f"{label}: APIs", recorded, apis)


def _naming(document: Data, row: Data, name: str) -> Iterator[Outcome]:
    del document
    rule = {
        "seriesQuery": "q",
        "resources": {
            "overrides": {
                "namespace": {"resource": "namespace"},
                "pod": {"resource": "pod"},
            }
        },
        "name": {"matches": row["matches"], "as": row["as"]},
        "metricsQuery": "x",
    }
    label = f"{name} {row['matches']!r} as {row['as']!r}"
    try:
        config = serving.compiled({"rules": [rule]}, clusters.live())
    except InputError:
        yield compared(label, row.get("listed") is not None, actual=False)
        return
    listed = serving.listed(config, {"q": [Series(row["series"], _SHOP)]})
    yield compared(label, row.get("listed"), [listed_name for listed_name, _ in listed])


def _selector(document: Data, row: Data, name: str) -> Iterator[Outcome]:
    yield from server_rows.selector(document, row, name)
    config = serving.compiled(document["config_yaml"], clusters.live())
    found = {"m": [Series("m", _SHOP)]}
    custom = list_custom(config.custom, found)
    external = list_external(config.external, found)
    for key, listing, resource, names in (
        ("custom_metricLabelSelector", custom, PODS, ["web-0"]),
        ("external_labelSelector", external, None, []),
    ):
        answer, label = row[key], f"{name} {key} {row['selector']!r}"
        message = (answer.get("body") or {}).get("message", "")
        try:
            selector = Selector.parse(row["selector"])
        except RuleError as error:
            yield compared(label, message, str(error))
            continue
        try:
            query = serving.query(
                listing,
                resource,
                "m",
                namespace="shop",
                names=names,
                selector=selector,
            )
        except RuleError:
            yield compared(label, answer["queries"], [])
        else:
            yield compared(label, answer["queries"], [query])


def _order(document: Data, row: Data, name: str) -> Iterator[Outcome]:
    config = serving.compiled(document["config_yaml"], clusters.live())
    labels = {**_SHOP, "fixed": "1"}
    series = [Series(one, labels) for one in row["series_order"]]
    listing = list_custom(
        config.custom, {'{fixed="1"}': series, "other": [Series("other", _SHOP)]}
    )
    for metric in ("same", "same2"):
        query = serving.query(listing, PODS, metric, namespace="shop", names=["web-0"])
        yield compared(f"{name} {metric}", row[metric], query)


_RUNNERS: dict[str, Callable[[Data, Data, str], Iterator[Outcome]]] = {
    "config_errors": _config_error,
    "naming_live": _naming,
    "values": server_rows.value,
    "selectors": _selector,
    "discovery_order": _order,
    "relist_failures": server_rows.relist,
}
"""By the recording's name for itself."""
