"""Bounds and limits of speed: ``hpa.algorithm.limits`` for one row.

What single policies allow is ``hpa.algorithm.batch.policies``' business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpa.algorithm.batch.codes import Limited
from hpa.algorithm.batch.compiling import compiled, inlined
from hpa.algorithm.batch.policies import scale_down_limit, scale_up_limit

if TYPE_CHECKING:
    from hpa.algorithm.batch.layout import Memory, Specs


@compiled
def capped(desired: int, limit: int, maximum: int) -> tuple[int, Limited]:
    """Apply a limit of speed and the maximum to a rise; name what applied."""
    if desired <= min(limit, maximum):
        return desired, Limited.DESIRED_WITHIN_RANGE
    if maximum > limit:
        return limit, Limited.SCALE_UP_LIMIT
    return maximum, Limited.TOO_MANY_REPLICAS


@compiled
def floored(desired: int, limit: int, minimum: int) -> tuple[int, Limited]:
    """Apply a limit of speed and the minimum to a fall; name what applied."""
    if desired >= max(limit, minimum):
        return desired, Limited.DESIRED_WITHIN_RANGE
    if minimum < limit:
        return limit, Limited.SCALE_DOWN_LIMIT
    return minimum, Limited.TOO_FEW_REPLICAS


@inlined
def within_limits(
    specs: Specs, memory: Memory, row: int, desired: int, current: int, now_micros: int
) -> tuple[int, Limited]:
    """Apply the bounds and limits that the HPA has; name the one that applied."""
    hpa = specs.hpas[row]
    minimum, maximum = int(hpa["min_replicas"]), int(hpa["max_replicas"])
    if not hpa["has_behavior"]:
        if desired < minimum:
            return minimum, Limited.TOO_FEW_REPLICAS
        return capped(desired, max(2 * current, 4), maximum)
    if desired > current:
        limit = scale_up_limit(specs, memory, row, current, now_micros)
        return capped(desired, max(limit, current), maximum)
    if desired < current:
        limit = scale_down_limit(specs, memory, row, current, now_micros)
        return floored(desired, min(limit, current), minimum)
    return desired, Limited.DESIRED_WITHIN_RANGE
