"""From a query that works in Prometheus to the rule that serves it.

The reverse of ``stages.querying``: what the request will say (its namespace, its
objects) is taken out of the query and left to the template, the series in it
becomes the series query, and whatever could be NaN is guarded. Rules without a
query are written by ``generate``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapter_rules import promqltree as tree
from adapter_rules.checks.unguarded import sources
from adapter_rules.model import (
    DiscoveryRule,
    NameMapping,
    ResourceMapping,
    ResourceOverride,
)
from adapter_rules.promql import Matcher, SeriesSelector
from adapter_rules.promqlwrite import write
from adapter_rules.requery import NoRuleError, Rewriting, Wanted
from adapter_rules.template import Struct, Template

if TYPE_CHECKING:
    from adapter_rules.promqltree import Node


@dataclass(frozen=True, slots=True)
class Derived:
    """The rule and what was changed on the way."""

    rule: DiscoveryRule
    notes: tuple[str, ...]
    """What is not as in the query."""


def derive(query: str, wanted: Wanted) -> Derived:
    """Write the rule that serves *query*; raises ``PromQLError``, ``NoRuleError``.

    >>> from octoscale.kube.restmapper import PODS
    >>> pods = Wanted(resource=PODS)
    >>> derive('sum(rate(hits_total{namespace="shop"}[5m])) by (pod)', pods).rule.name
    NameMapping(matches='^hits_total$', as_='hits_per_second')
    """
    original = tree.read(query)
    work = Rewriting(wanted, _main_series(original))
    body = original
    if any(True for _ in sources(body)):
        body = work.guarded(body)
    grouped = work.grouped(body)
    template = write(work.templated(grouped))
    _verify(template, grouped, work)
    rule = _rule(template, work, wanted.api_name or name_for(original, work.main))
    return Derived(rule, tuple(dict.fromkeys(work.notes)))


def _main_series(query: Node) -> SeriesSelector:
    """Choose the series that the rule is about: one with a name."""
    named = [one for one in tree.selectors(query) if one.name]
    if not named:
        raise NoRuleError("the query names no series")
    buckets = [one for one in named if (one.name or "").endswith("_bucket")]
    counts = [one for one in named if (one.name or "").endswith("_count")]
    return (buckets or counts or named)[0]


def _rule(template: str, work: Rewriting, api_name: str) -> DiscoveryRule:
    """Put the four parts together."""
    wanted, name = work.wanted, work.main.name or ""
    overrides = {wanted.namespace_label: ResourceOverride(resource="namespace")}
    if wanted.resource is not None:
        overrides[wanted.object_label] = ResourceOverride(
            group=wanted.resource.group, resource=wanted.resource.resource
        )
    present = [Matcher(label, "!=", "") for label in work.own]
    others = [one for one in work.others(work.main) if one.label != "le"]
    pattern = f"^{re.escape(name)}$"
    return DiscoveryRule(
        series_query=str(SeriesSelector(name, (*present, *others))),
        resources=ResourceMapping(overrides=overrides),
        name=NameMapping(matches=pattern, as_=api_name.replace("$", "$$")),
        metrics_query=template,
    )


def name_for(query: Node, series: SeriesSelector) -> str:
    """Name what a query makes of a series.

    >>> quantile = tree.read("histogram_quantile(0.95, s_bucket)")
    >>> name_for(quantile, SeriesSelector("s_bucket"))
    's_p95'
    >>> name_for(tree.read("rate(hits_total[5m])"), SeriesSelector("hits_total"))
    'hits_per_second'
    """
    name = series.name or ""
    calls = [one for one in tree.walk(query) if isinstance(one, tree.Call)]
    for call in calls:
        if call.function == "histogram_quantile":
            share = call.arguments[0]
            words = f"{share.value * 100:g}" if isinstance(share, tree.Number) else ""
            return f"{name.removesuffix('_bucket')}_p{words.replace('.', '_')}"
    binaries = [one for one in tree.walk(query) if isinstance(one, tree.Binary)]
    if any(one.operator == "/" for one in binaries):
        kind = "average" if name.endswith("_count") else "ratio"
        return f"{name.removesuffix('_count').removesuffix('_total')}_{kind}"
    if any(call.function in ("rate", "irate") for call in calls):
        return f"{name.removesuffix('_total')}_per_second"
    return name


def _verify(template: str, grouped: Node, work: Rewriting) -> None:
    """Fill the template in again; it must be the query, but for the request's words.

    Raises ``NoRuleError``: that would be a mistake of ours.
    """
    fields = {
        "Series": work.main.name or "",
        "LabelMatchers": f'{work.wanted.namespace_label}="x"',
        "GroupBy": work.wanted.object_label,
    }
    filled = tree.read(Template(template).run(Struct("args", {**fields})))
    if write(work.plain(filled)) != write(work.plain(grouped)):
        raise NoRuleError(f"the rule does not give the query back: {template}")
