"""Prometheus' notation of series, as its rule tests have it.

``1 2 3``; ``0+10x5`` (0 and five steps of 10 more); ``5x3`` (5, and three times
more); ``_`` and ``_x3`` for no sample; ``stale``; ``NaN``, ``Inf`` and ``-Inf``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import promql_parser as pp

from adapter_rules import promql

if TYPE_CHECKING:
    from collections.abc import Iterator

_NUMBER = r"[+-]?(?:\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|Inf|NaN)"
_ITEM = re.compile(
    rf"(?P<first>{_NUMBER})(?:(?P<step>[+-](?:\d+\.?\d*|\.\d+))?x(?P<times>\d+))?\Z"
)
_GAP = re.compile(r"_(?:x(?P<times>\d+))?\Z")
MOST_SAMPLES = 100_000
"""More samples than that in one series are refused."""


class NotationError(ValueError):
    """The text is no series notation."""


@dataclass(frozen=True, slots=True)
class Gap:
    """No sample at this step."""


@dataclass(frozen=True, slots=True)
class Stale:
    """A staleness marker at this step."""


Step = float | Gap | Stale
"""What happens at one step of a series."""


def parse_values(text: str) -> tuple[Step, ...]:
    """Read the values of one series; raises ``NotationError``.

    >>> parse_values("1 0+5x2 _ stale")
    (1.0, 0.0, 5.0, 10.0, Gap(), Stale())
    """
    steps = [step for word in text.split() for step in _steps(word)]
    if not steps:
        raise NotationError("should hold at least one value")
    if len(steps) > MOST_SAMPLES:
        raise NotationError(f"should hold at most {MOST_SAMPLES} values")
    return tuple(steps)


def parse_series(text: str) -> dict[str, str]:
    """Read a series as labels, its name as ``__name__``.

    Raises ``NotationError``.

    >>> parse_series('hits_total{pod="web-1"}')
    {'__name__': 'hits_total', 'pod': 'web-1'}
    """
    try:
        found = promql.parse(text)
    except promql.PromQLError as error:
        raise NotationError(str(error)) from error
    if not isinstance(found, pp.VectorSelector) or found.offset or found.at:
        raise NotationError('should be one series: name{label="value"}')
    labels = {"__name__": found.name} if found.name else {}
    for matcher in found.matchers.matchers:
        if matcher.op != pp.MatchOp.Equal:
            raise NotationError(f"label {matcher.name!r} should be set with '='")
        labels[matcher.name] = matcher.value
    if not labels.get("__name__"):
        raise NotationError("should name a series")
    return labels


def _steps(word: str) -> Iterator[Step]:
    if word == "stale":
        yield Stale()
        return
    gap = _GAP.match(word)
    if gap is not None:
        yield from [Gap()] * _times(gap.group("times"), word, alone=1)
        return
    item = _ITEM.match(word)
    if item is None:
        raise NotationError(
            f"{word!r} is no value: write 5, 5x3, 0+10x5, _, stale or NaN"
        )
    first, step = float(item.group("first")), float(item.group("step") or 0)
    times = _times(item.group("times"), word, alone=0)
    for number in range(times + 1):
        yield first + step * number


def _times(text: str | None, word: str, *, alone: int) -> int:
    times = alone if text is None else int(text)
    if times > MOST_SAMPLES:
        raise NotationError(f"{word!r} holds more than {MOST_SAMPLES} values")
    return times
