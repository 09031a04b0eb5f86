"""HP123: scaling down before the metric has forgotten the old load.

Needs the rules. Windows that remember nothing at all are HP122's business.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from hpa.algorithm.types import Config
from octoscale.core.duration import format_prometheus
from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpa.checks.context import Context
    from hpa.checks.subject import Subject
    from hpa.model.v2 import HPAScalingRules

DEFAULT_WINDOW_SECONDS = Config().downscale_stabilization_seconds
"""The controller's flag when nobody set it."""


def check(context: Context) -> Iterator[Finding]:
    """Find scale-down windows shorter than the metric's rate window.

    A rate over 5 minutes still holds pods that are gone and load that is over.
    Scaling down after one minute acts on such a mixture, once and again, before
    the metric shows what the first step did. The stabilization window should be
    at least as long as the rate window, unless the policies let go one pod in
    that time at most.
    """
    for subject in context.hpas:
        behavior = subject.spec.behavior
        down = None if behavior is None else behavior.scale_down
        if down is None or down.select_policy == "Disabled":
            continue
        window = down.stabilization_window_seconds
        seconds = DEFAULT_WINDOW_SECONDS if window is None else window
        longest, name = _longest(context, subject)
        if seconds < longest and _removable(down, longest) > 1:
            yield Finding(
                code="HP123",
                severity=Severity.WARNING,
                place=subject.place(
                    "spec", "behavior", "scaleDown", "stabilizationWindowSeconds"
                ),
                message=f"scaling down waits {seconds:g} s, and {name} looks back over "
                f"{format_prometheus(longest)}: it acts on load that is over",
                hint=f"wait at least {longest:g} s, or shorten the rate window",
            )


def _longest(context: Context, subject: Subject) -> tuple[float, str]:
    """Give the longest rate window behind the HPA's metrics, and whose it is."""
    windows = [(0.0, "")]
    for metric in subject.metrics:
        rule = context.rule_of(metric)
        if rule is not None and rule.query is not None:
            windows.append((rule.query.window_seconds, metric.name))
    return max(windows)


def _removable(rules: HPAScalingRules, seconds: float) -> float:
    """Bound the pods that the policies let go within some seconds."""
    allowed = [
        math.inf
        if policy.type == "Percent"
        else policy.value * math.ceil(seconds / max(policy.period_seconds, 1))
        for policy in rules.policies or ()
    ]
    choose = min if rules.select_policy == "Min" else max
    return choose(allowed, default=math.inf)
