"""HP131: an HPA's metric that no rule exposes.

Needs the rules. Rules that nobody uses are HP132's business.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpa.checks.context import Context
    from hpa.checks.rules import RuleView
    from hpa.checks.subject import Metric

_CUSTOM = ("Pods", "Object")


def check(context: Context) -> Iterator[Finding]:
    """Find metric names that none of the given rules can produce.

    The HPA shows ``<unknown>`` and does not scale by it. Pods and Object metrics
    come from ``rules``, External ones from ``externalRules``. A rule whose series
    are found by a pattern is taken to serve every name that its naming could
    give.
    """
    if context.rules is None:
        return
    for subject in context.hpas:
        for metric in subject.metrics:
            external = metric.type == "External"
            if not metric.name or not (external or metric.type in _CUSTOM):
                continue
            rules = [rule for rule in context.rules if rule.external == external]
            if not any(rule.may_serve(metric.name) for rule in rules):
                yield Finding(
                    code="HP131",
                    severity=Severity.ERROR,
                    place=subject.place(*metric.name_path),
                    message=f"no rule exposes the {_words(metric)} metric "
                    f"{metric.name!r}: the HPA will never see it",
                    hint=_hint(metric, rules, context.rules),
                )


def _words(metric: Metric) -> str:
    return "external" if metric.type == "External" else "custom"


def _hint(
    metric: Metric, rules: list[RuleView], everything: tuple[RuleView, ...]
) -> str:
    if any(rule.api_name == metric.name for rule in everything):
        return "a rule of the other metrics API has it: change the metric's type"
    names = [rule.api_name for rule in rules if rule.api_name]
    close = difflib.get_close_matches(metric.name, names, n=1, cutoff=0.8)
    return f"did you mean {close[0]!r}?" if close else "add a discovery rule for it"
