"""From the metrics' recommendation to the replicas asked for: hold, then limit.

Upstream's ``normalizeDesiredReplicas`` and its sibling with ``behavior``. Pure
composition of ``hpa.algorithm.stabilization`` and ``hpa.algorithm.limits``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hpa.algorithm.instants import micros
from hpa.algorithm.limits import MESSAGES, Limited, within_limits
from hpa.algorithm.stabilization import (
    Windows,
    clamp_reason,
    clamp_to_windows,
    hold_scale_down,
)

if TYPE_CHECKING:
    from hpa.algorithm.conditions import Setting
    from hpa.algorithm.outcome import Recommendation, State
    from hpa.algorithm.stabilization import HoldReason
    from hpa.algorithm.types import Config, Spec

_READY: Setting = (
    "AbleToScale",
    "True",
    "ReadyForNewScale",
    "recommended size matches current size",
)
_HELD: dict[HoldReason, Setting] = {
    "ScaleDownStabilized": (
        "AbleToScale",
        "True",
        "ScaleDownStabilized",
        (
            "recent recommendations were higher than current one, "
            "applying the highest recent recommendation"
        ),
    ),
    "ScaleUpStabilized": (
        "AbleToScale",
        "True",
        "ScaleUpStabilized",
        (
            "recent recommendations were lower than current one, "
            "applying the lowest recent recommendation"
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Normalized:
    """Replicas after stabilization and limits, and what to say about them."""

    replicas: int
    recommendations: tuple[Recommendation, ...]
    """The memory with this recommendation in it."""

    settings: tuple[Setting, Setting]
    """The conditions AbleToScale and ScalingLimited."""


def normalize(
    raw: int, current: int, spec: Spec, state: State, config: Config, now: float
) -> Normalized:
    """Hold *raw* back by the stabilization windows, then limit it.

    ``state.recommendations`` must not be empty any more in a real reconcile:
    the first one remembers *current*.
    """
    now_micros = micros(now)
    switches = config.switches
    able = _READY
    if spec.behavior is None:
        held, recommendations = hold_scale_down(
            raw,
            state.recommendations,
            window_micros=micros(config.downscale_stabilization_seconds),
            now_micros=now_micros,
        )
        if held != raw:
            able = _HELD["ScaleDownStabilized"]
    else:
        held, recommendations = clamp_to_windows(
            raw,
            current,
            state.recommendations,
            windows=Windows.of(spec.behavior, config),
            now_micros=now_micros,
            two_sided=switches.two_sided_stabilization,
        )
        if held != raw:
            able = _HELD[clamp_reason(raw, current)]
    limited = within_limits(
        held, current, spec, state, switches=switches, now_micros=now_micros
    )
    return Normalized(
        limited.replicas, recommendations, (able, _limited_setting(held, limited))
    )


def _limited_setting(held: int, limited: Limited) -> Setting:
    """Say whether a limit changed anything; at a limit and unchanged is no."""
    return (
        "ScalingLimited",
        "False" if limited.replicas == held else "True",
        limited.reason,
        MESSAGES[limited.reason],
    )
