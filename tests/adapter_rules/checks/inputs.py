"""Inputs for the checks' tests: one rule with parts replaced, and one run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from adapter_rules import sources
from adapter_rules.checks.run import Surroundings, lint
from adapter_rules.model import (
    AdapterConfig,
    DiscoveryRule,
    NameMapping,
    ResourceMapping,
    ResourceOverride,
    dump,
)

if TYPE_CHECKING:
    from octoscale.core.finding import Finding

SERIES = 'shop_requests_total{namespace!="",pod!=""}'
RATE = "sum(rate(S{L}[2m])) by (G)"
PLAIN = "sum(S{L}) by (G)"
NOTHING = Surroundings()


_SHORT = {"S": "<<.Series>>", "L": "<<.LabelMatchers>>", "G": "<<.GroupBy>>"}


def query(short: str) -> str:
    """Write the template's parts for the words S, L and G."""
    return re.sub(r"\b[SLG]\b", lambda found: _SHORT[found.group()], short)


def overrides(**labels: str) -> ResourceMapping:
    """Map labels to resources; ``group/resource`` names a group."""
    mapped = {}
    for label, text in labels.items():
        group, _, resource = text.rpartition("/")
        mapped[label] = ResourceOverride(group=group, resource=resource)
    return ResourceMapping(overrides=mapped)


PODS = overrides(namespace="namespace", pod="pod")


def rule(
    metrics_query: str = RATE,
    *,
    series: str = SERIES,
    matches: str = "",
    as_: str = "shop_requests_per_second",
    resources: ResourceMapping = PODS,
) -> DiscoveryRule:
    """Build a rule that no check minds, with parts replaced.

    In the metrics query S, L and G stand for series, matchers and group-by.
    """
    return DiscoveryRule(
        series_query=series,
        resources=resources,
        name=NameMapping(matches=matches, as_=as_),
        metrics_query=query(metrics_query),
    )


def found(
    code: str,
    *rules: DiscoveryRule,
    external: bool = False,
    around: Surroundings = NOTHING,
) -> list[Finding]:
    """Run all checks over a config and give the findings of one code."""
    custom, others = ((), rules) if external else (rules, ())
    config = AdapterConfig(rules=custom, external_rules=others)
    configs = sources.find(dump(config), file="rules.yaml")
    return [one for one in lint(configs, around) if one.code == code]
