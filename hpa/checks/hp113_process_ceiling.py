"""HP113: a metric target above what one process can reach.

Only with evidence: a ceiling that the user names, an exposition of the process,
or a ``ulimit`` in the container's command. Utilization is HP112's business.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hpa.checks.reach import can_exceed
from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpa.checks.context import Context
    from hpa.checks.subject import Metric, Subject
    from octoscale.core.finding import Place
    from octoscale.core.quantity import Quantity

_ULIMIT = re.compile(r"\bulimit\s+(?:-[SH]{1,2}\s+)?-[SH]*n\s+(\d+)")
_OPEN_FDS = "open_fds"
_OF_ONE_PROCESS = ("avg", "max", "min")


def check(context: Context) -> Iterator[Finding]:
    """Find targets that a busy process reaches its own limit before.

    A process may hold so many file descriptors, an Apache so many busy workers.
    An average over pods never exceeds the limit of one, so a target above it
    (less the tolerance) never scales up. The limits come from ``--ceiling
    NAME=VALUE``, from ``--exposition FILE`` (``…_max_fds`` beside
    ``…_open_fds``, the scoreboard beside Apache's busy workers) or from
    ``ulimit -n`` in the container's command. An Object metric with a Value is
    looked at only when its rule takes an average, a maximum or a minimum.
    """
    for subject in context.hpas:
        for metric in subject.metrics:
            target = _target_of_one_pod(context, metric)
            known = _ceiling(context, subject, metric)
            if target is None or target.milli_value <= 0 or known is None:
                continue
            ceiling, evidence = known
            tolerance = subject.tolerance("scaleUp")
            if not can_exceed(ceiling * 1000, target.milli_value, tolerance):
                yield Finding(
                    code="HP113",
                    severity=Severity.ERROR,
                    place=_place(subject, metric),
                    message=f"{metric.name} never scales up at a target of "
                    f"{target.milli_value / 1000:.15g}: "
                    f"one process reaches {ceiling:g} at most ({evidence}), and the "
                    f"tolerance of {tolerance:g} comes on top of the target",
                    hint=f"set a target well below {ceiling / (1 + tolerance):.0f}, "
                    "or raise the process' own limit",
                )


def _place(subject: Subject, metric: Metric) -> Place:
    field = "value" if metric.target.average_value is None else "averageValue"
    return subject.place(*metric.path, "target", field)


def _target_of_one_pod(context: Context, metric: Metric) -> Quantity | None:
    """Give the target as far as one process' value is compared with it."""
    if metric.type not in ("Pods", "Object", "External"):
        return None
    if metric.target.average_value is not None:
        return metric.target.average_value
    rule = context.rule_of(metric)
    shape = None if rule is None else rule.query
    of_one = shape is not None and shape.aggregation in _OF_ONE_PROCESS
    return metric.target.value if of_one else None


def _ceiling(
    context: Context, subject: Subject, metric: Metric
) -> tuple[float, str] | None:
    rule = context.rule_of(metric)
    names = [metric.name]
    if rule is not None and rule.series_name:
        names.append(rule.series_name)
    for name in names:
        if name in context.ceilings:
            ceiling = context.ceilings[name]
            return ceiling.value, ceiling.evidence
    if any(name.endswith(_OPEN_FDS) for name in names):
        return _ulimit(context, subject)
    return None


def _ulimit(context: Context, subject: Subject) -> tuple[float, str] | None:
    workload = context.target(subject)
    for container in workload.containers if workload is not None else ():
        for word in container.command_line:
            found = _ULIMIT.search(word)
            if found is not None:
                return float(found.group(1)), f"ulimit -n {found.group(1)}"
    return None
