"""The tables of the adapter's own unit tests, restated as facts."""

from __future__ import annotations

import json
import lzma
from pathlib import Path
from typing import TYPE_CHECKING, Any

from adapter_rules import model
from adapter_rules.listing import list_custom
from adapter_rules.model import RegexFilter
from adapter_rules.request import MetricRequest
from adapter_rules.selector import Operator, Requirement, Selector
from adapter_rules.series import Series
from adapter_rules.stages.discovery import Discovery
from adapter_rules.stages.querying import Querying
from octoscale.kube.restmapper import GroupResource
from tests.conformance.adapter import clusters, server_facts, serving
from tests.conformance.adapter.outcome import Data, Outcome, compared

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from adapter_rules.rule import CompiledConfig

_IN_WORDS = "told in words; held by the tests of the server's upkeep"


def recognises(document: Any) -> bool:
    """Tell whether *document* is one of those tables."""
    return isinstance(document, dict) and _runner(document) is not None


def outcomes(document: Data, name: str) -> Iterator[Outcome]:
    """Run every row of a table."""
    runner = _runner(document)
    assert runner is not None
    yield from runner(document, name)


def _runner(document: Data) -> Callable[[Data, str], Iterator[Outcome]] | None:
    for key, runner in _RUNNERS:
        if key in document and "source" in document:
            return runner
    return None


def _queries(document: Data, name: str) -> Iterator[Outcome]:
    for table in ("build_custom", "build_external"):
        for row in document[table]:
            querying = Querying(row["template"], namespaced=row.get("namespaced"))
            group_by = row.get("extra_group_by") or row.get("group_by_slice") or ()
            if "group_by" in row:
                group_by = (row["group_by"],)
            query = querying.build(
                _request(row, external=table == "build_external"),
                row.get("series", ""),
                label_for=lambda resource: resource.resource,
                group_by=group_by,
            )
            yield compared(
                f"{name} {table} {row['name']}", row["expected_query"], query
            )


def _request(row: Data, *, external: bool = False) -> MetricRequest:
    given = row.get("resource", {"group": "group", "resource": "resource"})
    resource = GroupResource(given["group"], given["resource"])
    return MetricRequest(
        metric="m",
        group_resource=None if external else resource,
        namespace=row.get("namespace", ""),
        names=tuple(row.get("names", ())),
        selector=_selector(row),
    )


def _selector(row: Data) -> Selector:
    return Selector(
        tuple(
            Requirement(r["key"], Operator(r["op"]), tuple(sorted(r["values"])))
            for r in row.get("metric_selector", ())
        )
    )


def _filters(document: Data, name: str) -> Iterator[Outcome]:
    for row in document["cases"]:
        label = f"{name} {row['filter']}"
        try:
            part = RegexFilter.model_validate(row["filter"])
        except ValueError:
            yield compared(label, row.get("error", None), actual=True)
            continue
        rule = model.DiscoveryRule(series_filters=(part,))
        kept = Discovery(rule).rejects(row["value"]) is None
        yield compared(label, row["match"], kept)


def _registry(document: Data, name: str) -> Iterator[Outcome]:
    mapper = clusters.unit_tests(
        document["rest_mapper"]["namespaced"], document["rest_mapper"]["root"]
    )
    rules = _default_rules(Path(name), "rate_interval_1m_label_prefix_kube_")
    if rules is None:
        yield Outcome(name, skipped="legacy_default_rules is not beside it")
        return
    custom = serving.compiled(rules, mapper).custom
    # Each rule has series of its own here, though some share a series query.
    listings = [
        list_custom([rule], {rule.source.series_query: _series(series)})
        for rule, series in zip(custom, document["series_per_rule"], strict=True)
    ]
    metrics = [metric for listing in listings for metric in listing.metrics]
    yield compared(
        f"{name} listing",
        _sorted(document["listed_unordered"]),
        sorted((str(m.key), m.key.namespaced) for m in metrics),
    )
    for row in document["queries"]:
        wanted = GroupResource(row["group"], row["resource"])
        resource = mapper.resource_for(wanted).group_resource
        found = next(
            m
            for m in metrics
            if (m.key.resource, m.key.metric) == (resource, row["metric"])
        )
        given = {"group": resource.group, "resource": resource.resource}
        request = _request({**row, "resource": given})
        query = found.rule.query_for(request, found.series_name)
        yield compared(f"{name} {row['name']}", row["expected_query"], query)


def _provider(document: Data, name: str) -> Iterator[Outcome]:
    mapper = clusters.unit_tests(
        ["pods", "services", "ingresses.extensions", "deployments.extensions"],
        ["nodes", "persistentvolumes", "namespaces"],
    )
    rules = _default_rules(Path(name), "defaults_5m_no_prefix")
    if rules is None:
        yield Outcome(name, skipped="legacy_default_rules is not beside it")
        return
    config: CompiledConfig = serving.compiled(rules, mapper)
    found = {q: _series(s) for q, s in document["series_by_query"].items()}
    ours = [tuple(row) for row in serving.listed(config, found)]
    yield compared(f"{name} listing", _sorted(document["listed_unordered"]), ours)


def _legacy(document: Data, name: str) -> Iterator[Outcome]:
    for key, config in document.items():
        if key != "source":
            loaded = model.load(json.dumps(config))
            again = model.load(model.dump(loaded))
            yield compared(f"{name} {key} read and written", loaded, again)
            count = (len(config["rules"]), len(loaded.rules))
            yield compared(f"{name} {key} rules", count[0], count[1])


def _later(document: Data, name: str) -> Iterator[Outcome]:
    for index, _ in enumerate(document["facts"]):
        yield Outcome(f"{name} [{index}]", skipped=_IN_WORDS)


def _series(rows: list[Data]) -> list[Series]:
    return [Series(row["name"], row["labels"]) for row in rows]


def _sorted(rows: list[Data]) -> list[tuple[str, bool]]:
    return sorted((f"{r['resource']}/{r['metric']}", r["namespaced"]) for r in rows)


def _default_rules(path: Path, key: str) -> Data | None:
    """Read the rules that the table speaks of, from the file beside it."""
    for name in ("legacy_default_rules.json.xz", "legacy_default_rules.json"):
        beside = path.parent / name
        if beside.exists():
            opener = lzma.open if beside.suffix == ".xz" else open
            with opener(beside, "rt", encoding="utf-8") as stream:
                rules: Data = json.load(stream)[key]
                return rules
    return None


def _cases(document: Data, name: str) -> Iterator[Outcome]:
    """Tell the tables of cases apart by what their rows hold."""
    rows = document["cases"]
    if rows and "filter" in rows[0]:
        yield from _filters(document, name)
        return
    for row in rows:
        if "args" in row:
            yield from server_facts.headers(row, name)
        else:
            yield from server_facts.usage(document, row, name)


_RUNNERS: tuple[tuple[str, Callable[[Data, str], Iterator[Outcome]]], ...] = (
    ("build_custom", _queries),
    ("rest_mapper", _registry),
    ("series_by_query", _provider),
    ("defaults_5m_no_prefix", _legacy),
    ("cases", _cases),
    ("facts", _later),
)
"""By a key that only this table has."""
