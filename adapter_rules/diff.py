"""What one config serves and another does not, or serves by another query.

By rules alone, or by what both list on a live Prometheus. Merging configs is
``fragments``' business.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from adapter_rules.checks.look import exact_name
from adapter_rules.discovering import discover
from adapter_rules.errors import RuleError
from adapter_rules.listing import list_custom, list_external
from adapter_rules.model import to_dict
from adapter_rules.promql import parse_selector
from adapter_rules.request import MetricRequest
from adapter_rules.rule import compile_config
from adapter_rules.stages.discovery import LOOK_BACK_SECONDS
from octoscale.core import yamlio
from octoscale.kube.restmapper import NAMESPACES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_rules.model import AdapterConfig
    from adapter_rules.prometheus.base import PrometheusPort
    from adapter_rules.rule import CompiledConfig, Rule
    from octoscale.kube.restmapper import GroupResource, RESTMapper

Kind = Literal["appears", "disappears", "changes"]

NAMESPACE = "NAMESPACE"
OBJECT = "OBJECT"
"""What the compared requests ask for."""

SERIES_LIMIT = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference."""

    kind: Kind
    name: str
    """What is served: ``pods/http_requests``, or a rule by its series query."""

    old: str = ""
    """The query before, for a request for OBJECT in NAMESPACE."""

    new: str = ""


def diff(
    old: AdapterConfig,
    new: AdapterConfig,
    *,
    mapper: RESTMapper,
    prometheus: PrometheusPort | None = None,
    now: float = 0.0,
) -> list[Change]:
    """Compare two configs; equal ones give nothing.

    With *prometheus*, what both list on it at *now* is compared, else what the
    rules say alone. Raises ``InputError`` for a config that the adapter would
    not start with, ``PrometheusError``.

    >>> from adapter_rules.model import load
    >>> from octoscale.kube.restmapper import RESTMapper
    >>> new = load("externalRules: [{seriesQuery: up, metricsQuery: up}]")
    >>> [c.name for c in diff(load(""), new, mapper=RESTMapper.builtin())]
    ['external up']
    """
    before = _served(old, mapper, prometheus, now)
    after = _served(new, mapper, prometheus, now)
    changes = []
    for name in dict.fromkeys((*before, *after)):
        was, becomes = before.get(name), after.get(name)
        if was == becomes:
            continue
        kind: Kind = "changes"
        if was is None or becomes is None:
            kind = "appears" if was is None else "disappears"
        changes.append(Change(kind=kind, name=name, old=was or "", new=becomes or ""))
    return changes


def _served(
    config: AdapterConfig,
    mapper: RESTMapper,
    prometheus: PrometheusPort | None,
    now: float,
) -> dict[str, str]:
    """Give the query behind everything that a config serves, by name."""
    compiled = compile_config(config, mapper)
    served: dict[str, str] = {}
    if prometheus is None:
        for rule in (*compiled.custom, *compiled.external):
            # A later rule wins, as in the adapter.
            served.update(_by_rule(rule))
    else:
        served.update(_by_listing(compiled, prometheus, now))
    resources = to_dict(config).get("resourceRules")
    if resources is not None:
        served["resourceRules"] = yamlio.dump(resources)
    return served


def _by_rule(rule: Rule) -> Iterator[tuple[str, str]]:
    series = _series_of(rule)
    if series is None or rule.discovery.rejects(series) is not None:
        yield f"{_api(rule)}series {rule.source.series_query}", _written(rule)
        return
    try:
        name = rule.naming.name_of(series)
    except RuleError:
        return
    if rule.path[0] == "externalRules":
        yield f"external {name}", _query(rule, None, series)
        return
    for resource in dict.fromkeys(rule.association.overrides.values()):
        yield f"{resource}/{name}", _query(rule, resource, series)
    if rule.source.resources.template:
        mapping = rule.source.resources.template
        yield f"{mapping}/{name}", _written(rule)


def _by_listing(
    compiled: CompiledConfig, prometheus: PrometheusPort, now: float
) -> Iterator[tuple[str, str]]:
    for rules, lists, prefix in (
        (compiled.custom, list_custom, ""),
        (compiled.external, list_external, "external "),
    ):
        discovered = discover(
            [rule.source.series_query for rule in rules],
            prometheus,
            start=now - LOOK_BACK_SECONDS,
            limit=SERIES_LIMIT,
            progress=lambda _: None,
        )
        for one in lists(rules, discovered.found).metrics:
            query = _query(one.rule, one.key.resource, one.series_name)
            yield f"{prefix}{one.key}", query


def _series_of(rule: Rule) -> str | None:
    try:
        return exact_name(parse_selector(rule.source.series_query))
    except RuleError:
        return None


def _query(rule: Rule, resource: GroupResource | None, series: str) -> str:
    """Fill in the query for one request; why there is none, in its place."""
    request = MetricRequest(
        metric=series,
        group_resource=resource,
        namespace="" if resource == NAMESPACES else NAMESPACE,
        names=() if resource is None else (OBJECT,),
    )
    try:
        return rule.query_for(request, series)
    except RuleError as error:
        return f"none: {error}"


def _written(rule: Rule) -> str:
    """Give a rule as it is written, but for what finds its series."""
    source = rule.source.model_copy(update={"series_query": ""})
    written = source.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return yamlio.dump(written).strip()


def _api(rule: Rule) -> str:
    return "external " if rule.path[0] == "externalRules" else ""
