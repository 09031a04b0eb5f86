"""What a query of the subset yields at one moment, from the stored samples.

Follows Prometheus 2.42: which samples count, the order of additions, what
becomes of names and of missing sides. Only reads; no PromQL text here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from adapter_rules import regex
from simulator.world import rate
from simulator.world.promql import (
    Aggregate,
    Matcher,
    Ratio,
    Selector,
    Windowed,
    selectors_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from simulator.world.promql import Aggregator, Query
    from simulator.world.series import Labels, Series, Store


_REMEMBERED = 256
"""For so many selectors it is remembered which series they find."""


@dataclass(frozen=True, slots=True)
class Row:
    """One element of a query's answer."""

    labels: Labels
    value: float


@dataclass(frozen=True, slots=True)
class Evaluator:
    """Answers instant queries from a store."""

    store: Store
    lookback_ms: int
    """How old a sample may be for a selector without a window."""

    left_open: bool = False
    """Whether a range leaves out its first moment, as from Prometheus 3 on."""

    _known: dict[Selector, tuple[int, list[Series]]] = field(
        default_factory=dict, repr=False, compare=False
    )
    """What a selector found, and how many series there were then."""

    def rows(self, query: Query, now_ms: int) -> list[Row]:
        """Answer *query* at *now_ms*, in the order of the rows' labels."""
        if isinstance(query, Selector):
            return self._newest(query, now_ms)
        if isinstance(query, Windowed):
            return self._windowed(query, now_ms)
        if isinstance(query, Aggregate):
            return _aggregated(query, self.rows(query.inner, now_ms))
        return self._ratio(query, now_ms)

    def found(self, selector: Selector) -> list[Series]:
        """Give all stored series that *selector* finds, whatever their age."""
        known = self._known.get(selector)
        if known is None or known[0] != self.store.size:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            known = (self.store.size, self._search(selector))
            self._known[selector] = known
        return known[1]

    def _search(self, selector: Selector) -> list[Series]:
        name = next((m.value for m in selector.matchers if m == _named(m.value)), None)
        candidates: Iterable[Series] = self.store
        if name is not None:
            candidates = self.store.named(name)
        tests = [_test(matcher) for matcher in selector.matchers]
        return [one for one in candidates if _fits(one.labels, tests)]

    def ages(self, query: Query, now_ms: int) -> list[int]:
        """Give the ages (ms) of the newest samples of what *query* selects first."""
        first = selectors_of(query)[0]
        found = [
            one.latest(now_ms, self.lookback_ms, left_open=self.left_open)
            for one in self.found(first)
        ]
        return [now_ms - sample[0] for sample in found if sample is not None]

    def _newest(self, selector: Selector, now_ms: int) -> list[Row]:
        rows = []
        for series in self.found(selector):
            sample = series.latest(now_ms, self.lookback_ms, left_open=self.left_open)
            if sample is not None:
                rows.append(Row(series.labels, sample[1]))
        return rows

    def _windowed(self, query: Windowed, now_ms: int) -> list[Row]:
        start_ms, rows = now_ms - query.window_ms, []
        for series in self.found(query.selector):
            times, values = series.window(start_ms + self.left_open, now_ms)
            if query.function == "irate":
                value = rate.irate(times, values)
            else:
                compute = rate.rate if query.function == "rate" else rate.increase
                value = compute(times, values, start_ms=start_ms, end_ms=now_ms)
            if value is not None:
                rows.append(Row(_unnamed(series.labels), value))
        return sorted(rows, key=lambda row: row.labels)

    def _ratio(self, query: Ratio, now_ms: int) -> list[Row]:
        below = {
            _unnamed(row.labels): row.value
            for row in self.rows(query.denominator, now_ms)
        }
        return [
            Row(_unnamed(row.labels), _divided(row.value, below[_unnamed(row.labels)]))
            for row in self.rows(query.numerator, now_ms)
            if _unnamed(row.labels) in below
        ]


def _aggregated(query: Aggregate, rows: Iterable[Row]) -> list[Row]:
    groups: dict[Labels, list[float]] = {}
    for row in rows:
        key = tuple(pair for pair in row.labels if pair[0] in query.by)
        groups.setdefault(key, []).append(row.value)
    return [
        Row(key, _combined(query.operator, values))
        for key, values in sorted(groups.items())
    ]


def _combined(operator: Aggregator, values: list[float]) -> float:
    """Combine a group's values in their order, as Prometheus does."""
    if operator == "count":
        return float(len(values))
    result = values[0]
    for count, value in enumerate(values[1:], start=2):
        if operator == "sum":
            result += value
        elif operator == "avg":
            result += value / count - result / count
        elif operator == "max":
            result = value if result < value or math.isnan(result) else result
        else:
            result = value if result > value or math.isnan(result) else result
    return result


def _divided(numerator: float, denominator: float) -> float:
    """Divide as IEEE 754 says, where Python would raise."""
    if denominator != 0:
        return numerator / denominator
    if numerator == 0 or math.isnan(numerator):
        return math.nan
    sign = math.copysign(1.0, numerator) * math.copysign(1.0, denominator)
    return math.inf * sign


def _unnamed(labels: Labels) -> Labels:
    return tuple(pair for pair in labels if pair[0] != "__name__")


def _named(series_name: str) -> Matcher:
    return Matcher("__name__", "=", series_name)


def _test(matcher: Matcher) -> tuple[str, Callable[[str], bool]]:
    """Give the label that a matcher looks at, and what it asks of its value."""
    value = matcher.value
    if matcher.operator == "=":
        return matcher.label, lambda found: found == value
    if matcher.operator == "!=":
        return matcher.label, lambda found: found != value
    pattern, wanted = regex.full(value), matcher.operator == "=~"
    return matcher.label, lambda found: pattern.matches(found) is wanted


def _fits(labels: Labels, tests: list[tuple[str, Callable[[str], bool]]]) -> bool:
    values = dict(labels)
    return all(test(values.get(label, "")) for label, test in tests)
