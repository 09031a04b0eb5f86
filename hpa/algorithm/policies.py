"""Scaling policies: how far one direction may go, given what was done lately.

Upstream's ``calculateScaleUpLimitWithScalingRules``,
``calculateScaleDownLimitWithBehaviors`` and ``storeScaleEvent``. Bounds and the
limits without ``behavior`` are ``hpa.algorithm.limits``' business.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hpa.algorithm.outcome import ScaleEvent
from hpa.algorithm.ratios import ceiling, int32, int32_of

if TYPE_CHECKING:
    from hpa.algorithm.outcome import State
    from hpa.algorithm.types import ScalingRules
    from hpa.algorithm.versions import Switches

_MICROS = 1_000_000


def change_in_period(
    events: tuple[ScaleEvent, ...], period_seconds: int, now_micros: int
) -> int:
    """Sum the changes of the events younger than a policy period.

    One that is exactly a period old is over.

    >>> events = (ScaleEvent(4, 0), ScaleEvent(2, 5_000_000))
    >>> change_in_period(events, 15, 15_000_000)
    2
    """
    cutoff = now_micros - period_seconds * _MICROS
    return sum(event.change for event in events if event.at_micros > cutoff)


def scale_up_limit(
    rules: ScalingRules,
    current: int,
    state: State,
    *,
    switches: Switches,
    now_micros: int,
) -> int:
    """Compute the most replicas that the policies allow, before any bound.

    It may be below *current*; the caller clamps.
    """
    if rules.select_policy == "Disabled":
        return current
    limits = []
    for policy in rules.policies:
        start = current - change_in_period(
            state.scale_up_events, policy.period_seconds, now_micros
        )
        if switches.period_start_counts_both_directions:
            start += change_in_period(
                state.scale_down_events, policy.period_seconds, now_micros
            )
        if policy.type == "Pods":
            limits.append(int32(start + policy.value))
        else:
            # In this order, in doubles: 100 replicas + 10 % are 111, not 110.
            limits.append(ceiling(start * (1 + policy.value / 100)))
    select = min if rules.select_policy == "Min" else max
    return select(limits, default=current)


def scale_down_limit(
    rules: ScalingRules,
    current: int,
    state: State,
    *,
    switches: Switches,
    now_micros: int,
) -> int:
    """Compute the fewest replicas that the policies allow, before any bound.

    ``Max`` selects the largest *change*, so the smallest number. It may be
    negative or above *current*; the caller clamps.
    """
    if rules.select_policy == "Disabled":
        return current
    limits = []
    for policy in rules.policies:
        start = current + change_in_period(
            state.scale_down_events, policy.period_seconds, now_micros
        )
        if switches.period_start_counts_both_directions:
            start -= change_in_period(
                state.scale_up_events, policy.period_seconds, now_micros
            )
        if policy.type == "Pods":
            limits.append(int32(start - policy.value))
        else:
            limits.append(int32_of(start * (1 - policy.value / 100)))
    select = max if rules.select_policy == "Min" else min
    return select(limits, default=current)


def with_event(
    events: tuple[ScaleEvent, ...],
    change: int,
    rules: ScalingRules,
    now_micros: int,
) -> tuple[ScaleEvent, ...]:
    """Remember a rescale by *change* (positive) in its direction's *events*.

    Every event older than the longest policy period is marked for good, and
    the last marked one gives its slot to the new one.
    """
    longest = max((policy.period_seconds for policy in rules.policies), default=0)
    cutoff = now_micros - longest * _MICROS
    kept = [
        event
        if event.outdated or event.at_micros >= cutoff
        else replace(event, outdated=True)
        for event in events
    ]
    new = ScaleEvent(change, now_micros)
    for index in range(len(kept) - 1, -1, -1):
        if kept[index].outdated:
            kept[index] = new
            return tuple(kept)
    return (*kept, new)
