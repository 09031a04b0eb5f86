"""How single values are written in the page: the template's filters.

Words only; escaping is the template engine's.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from bench.floor import decision_steps
from bench.milestones import between
from bench.observation import NotObserved
from bench.reporting.table import UNKNOWN, interval
from bench.units import rate, seconds, size

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.floor import MaybeFloor
    from bench.milestones import Interval
    from bench.parameter import Parameter
    from bench.results import RepeatResult
    from bench.statistics import Summary


def mean(summary: Summary | None) -> str:
    """Write a summary's mean."""
    return UNKNOWN if summary is None else seconds(summary.mean)


def deviation(summary: Summary | None) -> str:
    """Write a summary's standard deviation."""
    if summary is None or summary.deviation is None:
        return UNKNOWN
    return seconds(summary.deviation)


def maybe(value: Interval | None) -> str:
    """Write seconds, or that and why there are none.

    >>> maybe(12.34), maybe(None), maybe(NotObserved("no watch"))
    ('12.3 s', '-', 'not observed (no watch)')
    """
    if value is None:
        return UNKNOWN
    return str(value) if isinstance(value, NotObserved) else seconds(value)


def floor(value: MaybeFloor) -> str:
    """Write a floor with its figures."""
    return str(value) if isinstance(value, NotObserved) else value.shown


def total(value: MaybeFloor) -> str:
    """Write a floor's seconds."""
    return UNKNOWN if isinstance(value, NotObserved) else seconds(value.total_seconds)


def trail(repeat: RepeatResult) -> str:
    """Write the replica counts that were asked for: ``1 → 4 → 8``."""
    start = repeat.observation.start_replicas
    steps = [step.after for step in decision_steps(repeat.observation)]
    return " → ".join(str(replicas) for replicas in (start, *steps))


def crosses(repeat: RepeatResult) -> str:
    """Write when the metric crossed its target, after the load was raised."""
    found = repeat.milestones
    return maybe(between(found.load_raised, found.metric_crosses))


def value(parameter: Parameter) -> str:
    """Write a parameter for people: bytes and rates with a prefix.

    >>> from bench.parameter import Parameter, Source
    >>> link = Parameter(
    ...     name="link", value="125000000", unit="bytes/s", source=Source.GIVEN
    ... )
    >>> value(link)
    '125 MB/s'
    """
    number = _number(parameter.value)
    if number is not None and parameter.unit == "bytes/s":
        return rate(number)
    if number is not None and parameter.unit == "bytes":
        return size(number)
    unit = "" if parameter.unit == "ratio" else f" {parameter.unit}"
    return f"{parameter.value}{unit}".rstrip()


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


FILTERS: dict[str, Callable[..., str]] = {
    "mean": mean,
    "deviation": deviation,
    "interval": interval,
    "maybe": maybe,
    "floor": floor,
    "total": total,
    "trail": trail,
    "crosses": crosses,
    "value": value,
    "size": size,
}
"""By the names that the template uses."""
