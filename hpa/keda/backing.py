"""Which discovery rule stands behind an HPA's metric, and over which series.

Found without a Prometheus: the rule is applied to the series name that it asks
for, or, where it asks by a pattern, to names that could have become the metric's.
What a request to it asks is ``hpa.keda.queries``' business.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapter_rules.errors import RuleError
from adapter_rules.promql import Matcher, parse_selector
from adapter_rules.regex import Regex
from adapter_rules.rule import compile_rule
from adapter_rules.series import NAME_LABEL
from octoscale.kube.restmapper import MapperError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from adapter_rules.model import DiscoveryRule
    from adapter_rules.rule import Rule
    from octoscale.kube.restmapper import RESTMapper

_RATE_SUFFIXES = ("_per_second", "_rate", "_per_minute")
_SERIES_SUFFIXES = ("", "_total", "_count", "_sum", "_bucket")


@dataclass(frozen=True, slots=True)
class Backing:
    """A rule and the series that it serves a metric from."""

    rule: Rule
    series_name: str
    is_assumed: bool
    """Whether the rule asks by a pattern, so that only Prometheus knows."""


def backing(
    metric: str, rules: Sequence[DiscoveryRule], mapper: RESTMapper, *, field: str
) -> Backing | None:
    """Find the rule that serves *metric*; later ones win, as in the adapter.

    *field* is where the rules stand: ``rules`` or ``externalRules``. A rule that
    cannot be used is passed over.
    """
    for index in range(len(rules) - 1, -1, -1):
        try:
            rule = compile_rule(rules[index], mapper, (field, index))
            found = _series(metric, rule)
        except (RuleError, MapperError):
            continue
        if found is not None:
            return Backing(rule, *found)
    return None


def _series(metric: str, rule: Rule) -> tuple[str, bool] | None:
    """Give the series that the rule names so, and whether that is assumed."""
    selector = parse_selector(rule.source.series_query)
    by_name = [m for m in selector.matchers if m.label == NAME_LABEL]
    exact = [m.value for m in by_name if m.operator == "="]
    known = selector.name or next(iter(exact), None)
    candidates = [known] if known else list(_candidates(metric))
    for name in candidates:
        if all(_accepts(matcher, name) for matcher in by_name) and (
            _names(rule, name) == metric
        ):
            return name, known is None
    return None


def _candidates(metric: str) -> Iterator[str]:
    """Give the series names that people turn into such a metric's name."""
    stems = [metric]
    stems += [metric.removesuffix(s) for s in _RATE_SUFFIXES if metric.endswith(s)]
    for suffix in _SERIES_SUFFIXES:
        for stem in stems:
            yield f"{stem}{suffix}"


def _accepts(matcher: Matcher, name: str) -> bool:
    if matcher.operator in ("=", "!="):
        return (matcher.value == name) is (matcher.operator == "=")
    matches = Regex(f"^(?:{matcher.value})$").matches(name)
    return matches is (matcher.operator == "=~")


def _names(rule: Rule, series_name: str) -> str | None:
    if rule.discovery.rejects(series_name) is not None:
        return None
    try:
        return rule.naming.name_of(series_name)
    except RuleError:
        return None
