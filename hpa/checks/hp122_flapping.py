"""HP122: nothing keeps the replicas from following every wiggle of a metric.

Windows that are long enough and still shorter than the metric's own are HP123's
business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpa.algorithm.types import Config
from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpa.checks.context import Context
    from hpa.checks.subject import Subject
    from hpa.model.v2 import HPAScalingRules
    from hpa.model.v2beta2 import HPAScalingPolicy

SYNC_PERIOD_SECONDS = Config().sync_period_seconds
"""How often the controller looks, unless its flag says otherwise."""


def check(context: Context) -> Iterator[Finding]:
    """Find behavior that scales up and down without any memory.

    A stabilization window shorter than one sync (15 s) forgets each
    recommendation before the next one: with such a window in both directions,
    and scale-down policies that allow more than one pod or 10 % a minute, pods
    are stopped in every dip and started again after it. The API's own default
    is 300 s for scaling down.
    """
    for subject in context.hpas:
        behavior = subject.spec.behavior
        if behavior is None or subject.min_replicas >= subject.spec.max_replicas:
            continue
        up, down = behavior.scale_up, behavior.scale_down
        if up is None or down is None or not (_forgets(up) and _forgets(down)):
            continue
        if not _is_careful(down):
            yield _finding(subject, down)


def _forgets(rules: HPAScalingRules) -> bool:
    window = rules.stabilization_window_seconds
    if rules.select_policy == "Disabled" or window is None:
        return False
    return window < SYNC_PERIOD_SECONDS


def _is_careful(rules: HPAScalingRules) -> bool:
    """Tell whether the policies that count remove at most little a minute."""
    slow = [_is_slow(policy) for policy in rules.policies or ()]
    return any(slow) if rules.select_policy == "Min" else all(slow)


def _is_slow(policy: HPAScalingPolicy) -> bool:
    most_a_minute = 10 if policy.type == "Percent" else 1
    return 60 * policy.value <= most_a_minute * policy.period_seconds


def _finding(subject: Subject, down: HPAScalingRules) -> Finding:
    window = down.stabilization_window_seconds
    return Finding(
        code="HP122",
        severity=Severity.WARNING,
        place=subject.place(
            "spec", "behavior", "scaleDown", "stabilizationWindowSeconds"
        ),
        message=f"a scale-down window of {window} s remembers nothing from one sync "
        f"to the next ({SYNC_PERIOD_SECONDS:g} s), and scaling up does not wait "
        "either: the replicas flap with the metric",
        hint="leave the window out (300 s), or allow one pod a minute",
    )
