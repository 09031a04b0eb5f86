"""How many replicas of which size: from a load, and from what was observed.

The paper's rule (section 3.3): a node that takes 500 requests a second and a
load of 2000 need four replicas. Requests and limits come from percentiles.
"""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from octoscale.core.errors import InputError, UsageError
from octoscale.core.finding import Place
from octoscale.core.quantity import Quantity

if TYPE_CHECKING:
    from collections.abc import Sequence

REQUEST_PERCENTILE = 95.0
LIMIT_PERCENTILE = 99.5
MOST_REPLICAS = 2**31 - 1
"""What an HPA's fields hold: 32 bits."""

LIMIT_HEADROOM = 1.2
"""Limits lie so much above the highest percentile: a limit is no plan."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """One resource's request and limit, as quantities."""

    resource: str
    request: str
    limit: str


def replicas_for(load: float, *, capacity: float, headroom: float = 0.0) -> int:
    """Tell how many replicas a load needs, each with so much *headroom* (a ratio).

    Raises ``UsageError`` for what makes no sense, like a load that is no number.

    >>> replicas_for(2000, capacity=500), replicas_for(2000, capacity=500, headroom=0.3)
    (4, 6)
    """
    if not (capacity > 0 and load >= 0 and headroom >= 0):  # NaN is refused, too
        raise UsageError("load and headroom should be 0 or more, capacity more than 0")
    needed = load * (1 + headroom) / capacity
    if not needed <= MOST_REPLICAS or math.isinf(capacity):
        raise UsageError(
            f"a load of {load:g} at {capacity:g} a replica is no number of replicas "
            f"that an HPA can hold (at most {MOST_REPLICAS})"
        )
    return max(1, math.ceil(needed - 1e-9))


def percentile(values: Sequence[float], percent: float) -> float:
    """Give a percentile by the nearest rank: a value that was observed.

    >>> percentile([1, 2, 3, 4], 50), percentile([1, 2, 3, 4], 95)
    (2, 4)
    """
    ordered = sorted(values)
    return ordered[max(0, math.ceil(percent / 100 * len(ordered)) - 1)]


def sizes_of(text: str, *, file: str | None = None) -> tuple[Sizes, ...]:
    r"""Read observed use (columns ``cpu`` in cores, ``memory`` in bytes).

    >>> sizes_of("cpu,memory\n0.1,100000000\n0.2,120000000\n")
    (Sizes(resource='cpu', request='200m', limit='240m'), Sizes(resource='memory', request='115Mi', limit='138Mi'))
    """  # noqa: E501 - one result, one line
    rows = list(csv.DictReader(text.splitlines()))
    sizes = []
    for name in ("cpu", "memory"):
        values = [
            _number(row[name], file, number)
            for number, row in enumerate(rows, start=2)
            if row.get(name)
        ]
        if values:
            low = percentile(values, REQUEST_PERCENTILE)
            high = percentile(values, LIMIT_PERCENTILE) * LIMIT_HEADROOM
            sizes.append(Sizes(name, _quantity(name, low), _quantity(name, high)))
    if not sizes:
        raise InputError.at(
            Place(file=file, line=1), "SI006", "has neither a column cpu nor memory"
        )
    return tuple(sizes)


def _number(text: str, file: str | None, line: int) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not value >= 0 or math.isinf(value):
        place = Place(file=file, line=line)
        raise InputError.at(place, "SI006", f"{text!r} is no use of a resource")
    return value


def _quantity(resource: str, value: float) -> str:
    if resource == "cpu":
        return Quantity.of_milli(max(1, math.ceil(value * 1000 - 1e-9))).canonical
    return f"{max(1, math.ceil(value / 2**20 - 1e-9))}Mi"
