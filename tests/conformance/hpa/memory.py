"""The controller's memory, between the recordings' ages and our times.

Lists are in slot order and stay so. Ages count back from ``NOW_MICROS``.
"""

from __future__ import annotations

from typing import Any

from hpa.algorithm.types import Recommendation, ScaleEvent

Case = dict[str, Any]


def recommendations_of(
    recorded: list[Case] | None, now_micros: int
) -> tuple[Recommendation, ...]:
    """Translate recorded recommendations; no list is an empty one."""
    return tuple(
        Recommendation(each["replicas"], now_micros - each["agoMs"] * 1000)
        for each in recorded or ()
    )


def events_of(recorded: list[Case] | None, now_micros: int) -> tuple[ScaleEvent, ...]:
    """Translate recorded scale events; no list is an empty one."""
    return tuple(
        ScaleEvent(
            each["change"],
            now_micros - each["agoMs"] * 1000,
            outdated=each.get("outdated", False),
        )
        for each in recorded or ()
    )
