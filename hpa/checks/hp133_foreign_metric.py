"""HP133: an HPA that scales on another workload's metric: copied and pasted.

Judged by names only. Metrics that no rule exposes are HP131's business.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpa.checks.context import Context
    from hpa.checks.subject import Metric, Subject

_SEPARATORS = re.compile(r"[^a-z0-9]")
_LEAST_COMMON = 2
"""Words that two metrics of one kind share at their end: ``open_fds``."""


def check(context: Context) -> Iterator[Finding]:
    """Find metrics that carry the name of a workload that is not the scaled one.

    Services with exporters of their own have metrics of their own:
    ``cart_open_fds``, ``shop_open_fds``. An HPA for ``cart`` that asks for
    ``shop_open_fds`` gets nothing, or scales with the wrong service. Reported
    are metrics that several HPAs share, when the rules have one that begins with
    this workload's name and ends alike, or when the shared one begins with
    another workload's and is asked of this workload's own pods or object.
    """
    for subject in context.hpas:
        for metric in subject.metrics:
            if metric.type not in ("Pods", "Object"):
                continue
            others = _sharing(context, subject, metric)
            own = _squash(subject.spec.scale_target_ref.name)
            if not others or not own or _squash(metric.name).startswith(own):
                continue
            better = _own_metric(context, own, metric)
            if not better and _asks_of_its_own(own, metric):
                better = _owner(others, metric)
            if better:
                yield Finding(
                    code="HP133",
                    severity=Severity.WARNING,
                    place=subject.place(*metric.name_path),
                    message=f"{metric.name} scales {subject.target_title}, and also "
                    f"{_list(others)}: it looks copied",
                    hint=better,
                )


def _sharing(context: Context, subject: Subject, metric: Metric) -> list[Subject]:
    """Give the HPAs of other workloads that use the same metric."""
    target = subject.spec.scale_target_ref.name
    return [
        other
        for other in context.hpas
        if other.spec.scale_target_ref.name != target
        and any((m.type, m.name) == (metric.type, metric.name) for m in other.metrics)
    ]


def _own_metric(context: Context, own: str, metric: Metric) -> str:
    """Find the rule for the same thing of this workload."""
    for rule in context.rules or ():
        name = rule.api_name or ""
        alike = _squash(name).startswith(own) and _same_end(name, metric.name)
        if not rule.external and alike:
            return f"did you mean {name!r}?"
    return ""


def _asks_of_its_own(own: str, metric: Metric) -> bool:
    """Tell a metric of the scaled workload itself from one that it looks at."""
    described = _squash(metric.described_object.name)
    return metric.type == "Pods" or described.startswith(own)


def _owner(others: list[Subject], metric: Metric) -> str:
    """Find the one workload whose whole name the metric begins with."""
    for other in others:
        name = other.spec.scale_target_ref.name
        if len(name) > 2 and _squash(metric.name).startswith(_squash(name)):
            return f"it is named after {name}: use this workload's own metric"
    return ""


def _same_end(one: str, other: str) -> bool:
    first, second = one.split("_"), other.split("_")
    return first[-_LEAST_COMMON:] == second[-_LEAST_COMMON:]


def _list(others: list[Subject]) -> str:
    names = [other.spec.scale_target_ref.name for other in others]
    shown = ", ".join(names[:2])
    more = len(names) - 2
    return f"{shown} and {more} more" if more > 0 else shown


def _squash(name: str) -> str:
    return _SEPARATORS.sub("", name.lower())
