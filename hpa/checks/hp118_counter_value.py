"""HP118: a counter compared with a target as it stands.

Whether a rule keeps what its API name promises is also asked by the checks of
``adapter_rules``; here it is about what the HPA then does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpa.checks.context import Context
    from hpa.checks.rules import RuleView
    from hpa.checks.subject import Metric

_COUNTER_ENDINGS = ("_total", "_bucket")
_RATE_ENDINGS = ("_per_second", "_per_minute", "_rate")


def check(context: Context) -> Iterator[Finding]:
    """Find targets for a number that only grows.

    A counter passes every target some day and stays above it: the workload
    climbs to ``maxReplicas`` and never comes back, until a restart sets the
    counter to 0. With the rules at hand: a series that is a counter, or an API
    name that promises a rate, and a query that computes none. Without them: an
    API name that still ends in ``_total``.
    """
    for subject in context.hpas:
        for metric in subject.metrics:
            if metric.type not in ("Pods", "Object", "External"):
                continue
            rule = context.rule_of(metric)
            if context.rules is None:
                message = _by_name(metric)
                severity = Severity.WARNING
            else:
                message = "" if rule is None else _by_rule(metric, rule)
                severity = Severity.ERROR
            if message:
                yield Finding(
                    code="HP118",
                    severity=severity,
                    place=subject.place(*metric.name_path),
                    message=message,
                    hint="let the rule compute rate(<<.Series>>{<<.LabelMatchers>>}"
                    "[2m]) and name the metric _per_second",
                )


def _by_name(metric: Metric) -> str:
    if not metric.name.endswith("_total"):
        return ""
    return (
        f"{metric.name} is named like a counter: compared with a target it only "
        "ever grows (the rules were not given)"
    )


def _by_rule(metric: Metric, rule: RuleView) -> str:
    shape = rule.query
    series = rule.series_name or ""
    # A quotient of two counters is no counter: only plain queries are judged.
    if shape is None or shape.is_rate or not shape.is_plain:
        return ""
    if series.endswith(_COUNTER_ENDINGS):
        return (
            f"{metric.name} is the counter {series} as it stands ({rule.place}): it "
            "only ever grows"
        )
    if metric.name.endswith(_RATE_ENDINGS):
        return (
            f"{metric.name} promises a rate, and its query computes none "
            f"({rule.query_place}): a total is compared with the target"
        )
    return ""
