"""Scaling rules in words: how fast a direction may go, and what holds it back.

Reads the limits out, decides nothing; what they add up to over time is
``hpa.trail``'s business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpa.algorithm.limits import default_scale_up_limit
from octoscale.core.duration import format_prometheus

if TYPE_CHECKING:
    from hpa.algorithm.types import Config, ScalingPolicy, ScalingRules

_SELECTED = {"Max": "whichever is more", "Min": "whichever is less"}


def limit_words(rules: ScalingRules | None, *, up: bool) -> str:
    """Say how fast one direction may go; ``None`` is an HPA without ``behavior``.

    >>> limit_words(None, up=True)
    'at most a doubling in one sync, or to 4 (no behavior)'
    """
    if rules is None:
        if not up:
            return "at once, as far as the metrics ask (no behavior)"
        least = default_scale_up_limit(1)
        return f"at most a doubling in one sync, or to {least} (no behavior)"
    if rules.select_policy == "Disabled":
        return "never (selectPolicy: Disabled)"
    parts = [_policy(policy) for policy in rules.policies]
    line = f"at most {' or '.join(parts)}"
    if len(parts) > 1:
        line += f", {_SELECTED[rules.select_policy]}"
    return line


def held_words(rules: ScalingRules | None, config: Config, *, up: bool) -> str:
    """Say what the stabilization window does; empty for none.

    >>> from hpa.algorithm.types import Config
    >>> held_words(None, Config(), up=True)
    ''
    """
    given = None if rules is None else rules.stabilization_window_seconds
    seconds = float(given or 0) if up or given is not None else _flag(config)
    if not seconds:
        return ""
    length = format_prometheus(seconds)
    by_flag = " (the controller's flag)" if given is None else ""
    if up:
        return f"only to the lowest recommendation of the last {length}"
    return f"only to the highest recommendation of the last {length}{by_flag}"


def _flag(config: Config) -> float:
    return config.downscale_stabilization_seconds


def _policy(policy: ScalingPolicy) -> str:
    amount = f"{policy.value} %" if policy.type == "Percent" else _pods(policy.value)
    return f"{amount} per {format_prometheus(policy.period_seconds)}"


def _pods(count: int) -> str:
    return "1 pod" if count == 1 else f"{count} pods"
