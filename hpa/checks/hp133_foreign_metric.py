"""HP133: an HPA that scales on another workload's metric: copied and pasted.

Judged by names only. Metrics that no rule exposes are HP131's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpa.checks.lookup import squash
from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hpa.checks.context import Context
    from hpa.checks.subject import Metric

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
    shared = _by_metric(context)
    owners: dict[tuple[str, str], str] = {}
    for subject in context.hpas:
        for metric in subject.metrics:
            if metric.type not in ("Pods", "Object"):
                continue
            key = metric.type, metric.name
            users = shared[key]
            target = subject.spec.scale_target_ref.name
            own = squash(target)
            alone = len(users) < 2
            if alone or not own or squash(metric.name).startswith(own):
                continue
            better = _own_metric(context, own, metric)
            if not better and _asks_of_its_own(own, metric):
                if key not in owners:
                    owners[key] = _owner(users, metric)
                better = owners[key]
            if better:
                yield Finding(
                    code="HP133",
                    severity=Severity.WARNING,
                    place=subject.place(*metric.name_path),
                    message=f"{metric.name} scales {subject.target_title}, and also "
                    f"{_others(users, target)}: it looks copied",
                    hint=better,
                )


def _by_metric(context: Context) -> dict[tuple[str, str], list[str]]:
    """List, for each metric, the workloads that are scaled by it."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for subject in context.hpas:
        target = subject.spec.scale_target_ref.name
        for metric in subject.metrics:
            found.setdefault((metric.type, metric.name), {})[target] = None
    return {key: list(users) for key, users in found.items()}


def _own_metric(context: Context, own: str, metric: Metric) -> str:
    """Find the rule for the same thing of this workload."""
    for rule in context.rules or ():
        name = rule.api_name or ""
        alike = squash(name).startswith(own) and _same_end(name, metric.name)
        if not rule.external and alike:
            return f"did you mean {name!r}?"
    return ""


def _asks_of_its_own(own: str, metric: Metric) -> bool:
    """Tell a metric of the scaled workload itself from one that it looks at."""
    described = squash(metric.described_object.name)
    return metric.type == "Pods" or described.startswith(own)


def _owner(users: Sequence[str], metric: Metric) -> str:
    """Find the one workload whose whole name the metric begins with."""
    for name in users:
        if len(name) > 2 and squash(metric.name).startswith(squash(name)):
            return f"it is named after {name}: use this workload's own metric"
    return ""


def _same_end(one: str, other: str) -> bool:
    first, second = one.split("_"), other.split("_")
    return first[-_LEAST_COMMON:] == second[-_LEAST_COMMON:]


def _others(users: Sequence[str], target: str) -> str:
    """Name two of the other workloads, and count the rest."""
    shown = [name for name in users[:3] if name != target][:2]
    more = len(users) - 1 - len(shown)
    return f"{', '.join(shown)} and {more} more" if more > 0 else ", ".join(shown)
