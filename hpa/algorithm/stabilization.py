"""The stabilization windows: remembered recommendations hold back a rescale.

Upstream's ``stabilizeRecommendation`` and ``stabilizeRecommendationWithBehaviors``.
Limits of speed are ``hpa.algorithm.policies``' business.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from hpa.algorithm.instants import micros
from hpa.algorithm.outcome import Recommendation

if TYPE_CHECKING:
    from hpa.algorithm.types import Behavior, Config

HoldReason = Literal["ScaleUpStabilized", "ScaleDownStabilized"]
"""Why the condition AbleToScale says that a rescale is held back."""


def hold_scale_down(
    raw: int,
    memory: tuple[Recommendation, ...],
    *,
    window_micros: int,
    now_micros: int,
) -> tuple[int, tuple[Recommendation, ...]]:
    """Apply the highest recommendation within the window (no ``behavior``).

    One that is exactly a window old still counts. The new one goes into the
    slot of the last expired one, or to the end.

    >>> memory = (Recommendation(8, 0),)
    >>> hold_scale_down(3, memory, window_micros=300, now_micros=300)[0]
    8
    >>> hold_scale_down(3, memory, window_micros=300, now_micros=301)
    (3, (Recommendation(replicas=3, at_micros=301),))
    """
    cutoff = now_micros - window_micros
    highest = raw
    slot = -1
    for index, past in enumerate(memory):
        if past.at_micros < cutoff:
            slot = index
        elif past.replicas > highest:
            highest = past.replicas
    return highest, _stored(memory, slot, Recommendation(raw, now_micros))


@dataclass(frozen=True, slots=True)
class Windows:
    """The two stabilization windows of a ``behavior``."""

    up_micros: int
    down_micros: int

    @classmethod
    def of(cls, behavior: Behavior, config: Config) -> Windows:
        """Read both; a missing down window is the controller's whole seconds."""
        down = behavior.scale_down.stabilization_window_seconds
        if down is None:
            down = int(config.downscale_stabilization_seconds)
        up = behavior.scale_up.stabilization_window_seconds or 0
        return cls(micros(up), micros(down))


def clamp_to_windows(
    raw: int,
    current: int,
    memory: tuple[Recommendation, ...],
    *,
    windows: Windows,
    now_micros: int,
    two_sided: bool = True,
) -> tuple[int, tuple[Recommendation, ...]]:
    """Move *current* no further than both windows allow (``behavior`` given).

    Up to the lowest recommendation within the up window, down to the highest
    within the down window; between the two it stays. One that is exactly a
    window old does not count, and its slot is not yet reused either. Without
    *two_sided* (1.20) the window of *raw*'s direction decides alone.

    >>> memory = (Recommendation(2, 0), Recommendation(9, 10))
    >>> clamp_to_windows(5, 7, memory, windows=Windows(60, 60), now_micros=20)[0]
    7
    """
    up_cutoff = now_micros - windows.up_micros
    down_cutoff = now_micros - windows.down_micros
    lowest = highest = raw
    slot = -1
    for index, past in enumerate(memory):
        at = past.at_micros
        if at > up_cutoff and past.replicas < lowest:
            lowest = past.replicas
        if at > down_cutoff and past.replicas > highest:
            highest = past.replicas
        if at < up_cutoff and at < down_cutoff:
            slot = index
    if two_sided:
        result = min(max(current, lowest), highest)
    else:
        result = lowest if raw >= current else highest
    return result, _stored(memory, slot, Recommendation(raw, now_micros))


def clamp_reason(raw: int, current: int) -> HoldReason:
    """Name the window that ``clamp_to_windows`` held *raw* back by, if it did.

    By the recommendation's direction, whichever window decided.
    """
    return "ScaleUpStabilized" if raw >= current else "ScaleDownStabilized"


def _stored(
    memory: tuple[Recommendation, ...], slot: int, new: Recommendation
) -> tuple[Recommendation, ...]:
    if slot < 0:
        return (*memory, new)
    return (*memory[:slot], new, *memory[slot + 1 :])
