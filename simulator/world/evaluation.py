"""What a query of the subset yields at one moment, from the stored samples.

Follows Prometheus 2.42: which samples count, the order of additions, what
becomes of names and of missing sides. Only reads; no PromQL text here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, cast

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


class Row(NamedTuple):
    """One element of a query's answer."""

    labels: Labels
    value: float


@dataclass(slots=True, eq=False)
class _Found:
    """The series that a selector finds, and what stays the same of them."""

    size: int
    """How many series there were in the store."""

    series: list[Series]
    in_order: list[Series]
    """By their labels without the name, as the results of functions come."""

    keys: dict[tuple[str, ...], tuple[dict[Series, Labels], list[Labels]]] = field(
        default_factory=dict
    )
    """For each aggregation's labels: each series' group, and all groups in order."""

    def grouped(self, by: tuple[str, ...]) -> tuple[dict[Series, Labels], list[Labels]]:
        """Tell which group each series is in, and the groups' order."""
        if by not in self.keys:
            keys = {
                one: tuple(pair for pair in one.labels if pair[0] in by)
                for one in self.series
            }
            self.keys[by] = (keys, sorted(set(keys.values())))
        return self.keys[by]


@dataclass(frozen=True, slots=True)
class Evaluator:
    """Answers instant queries from a store."""

    store: Store
    lookback_ms: int
    """How old a sample may be for a selector without a window."""

    left_open: bool = False
    """Whether a range leaves out its first moment, as from Prometheus 3 on."""

    _known: dict[Selector, _Found] = field(
        default_factory=dict, repr=False, compare=False
    )
    """What each selector found last."""

    def rows(self, query: Query, now_ms: int) -> list[Row]:
        """Answer *query* at *now_ms*, in the order of the rows' labels."""
        if isinstance(query, Selector):
            newest = self._newest(query, now_ms)
            return [Row(series.labels, value) for series, value in newest]
        if isinstance(query, Windowed):
            grown = self._windowed(query, now_ms)
            return [Row(series.unnamed, value) for series, value in grown]
        if isinstance(query, Aggregate):
            return self._aggregated(query, now_ms)
        return self._ratio(query, now_ms)

    def found(self, selector: Selector) -> list[Series]:
        """Give all stored series that *selector* finds, whatever their age."""
        return self._look_up(selector).series

    def _look_up(self, selector: Selector) -> _Found:
        known = self._known.get(selector)
        if known is None or known.size != self.store.size:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            series = self._search(selector)
            in_order = sorted(series, key=lambda one: one.unnamed)
            known = self._known[selector] = _Found(self.store.size, series, in_order)
        return known

    def _search(self, selector: Selector) -> list[Series]:
        name = next((m.value for m in selector.matchers if m == _named(m.value)), None)
        candidates: Iterable[Series] = self.store
        if name is not None:
            candidates = self.store.named(name)
        tests = [_test(matcher) for matcher in selector.matchers]
        return [one for one in candidates if _fits(one.labels, tests)]

    def ages(self, query: Query, now_ms: int) -> list[int]:
        """Give the ages (ms) of the newest samples of what *query* selects first."""
        first, ages = selectors_of(query)[0], []
        for series in self.found(first):
            sample = series.latest(now_ms, self.lookback_ms, left_open=self.left_open)
            if sample is not None:
                ages.append(now_ms - sample[0])
        return ages

    def _newest(self, selector: Selector, now_ms: int) -> list[tuple[Series, float]]:
        """Give each series' newest value, in the order of their labels."""
        pairs = []
        for series in self.found(selector):
            sample = series.latest(now_ms, self.lookback_ms, left_open=self.left_open)
            if sample is not None:
                pairs.append((series, sample[1]))
        return pairs

    def _windowed(self, query: Windowed, now_ms: int) -> list[tuple[Series, float]]:
        """Give what the function makes of each series that has enough samples."""
        start_ms, pairs = now_ms - query.window_ms, []
        rises, per = query.function != "irate", 1.0
        if query.function == "rate":
            per = query.window_ms / 1000
        for series in self._look_up(query.selector).in_order:
            span = series.span(start_ms + self.left_open, now_ms) if rises else None
            value = (
                self._computed(query, series, now_ms)
                if span is None
                else _rise(series, span, start_ms, now_ms, per)
            )
            if value is not None:
                pairs.append((series, value))
        return pairs

    def _computed(self, query: Windowed, series: Series, now_ms: int) -> float | None:
        """Work a function out from all samples in its window."""
        start_ms = now_ms - query.window_ms
        times, values = series.window(start_ms + self.left_open, now_ms)
        if query.function == "irate":
            return rate.irate(times, values)
        compute = rate.rate if query.function == "rate" else rate.increase
        return compute(times, values, start_ms=start_ms, end_ms=now_ms)

    def _aggregated(self, query: Aggregate, now_ms: int) -> list[Row]:
        inner = query.inner
        if isinstance(inner, Selector):
            found, pairs = self._look_up(inner), self._newest(inner, now_ms)
        else:
            found = self._look_up(inner.selector)
            pairs = self._windowed(inner, now_ms)
        keys, order = found.grouped(query.by)
        groups: dict[Labels, list[float]] = {}
        for series, value in pairs:
            groups.setdefault(keys[series], []).append(value)
        return [
            Row(key, _combined(query.operator, groups[key]))
            for key in order
            if key in groups
        ]

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


def _rise(
    series: Series, span: tuple[int, int], start_ms: int, end_ms: int, per: float
) -> float:
    """Do as ``rate.increase`` does, or ``rate.rate``, where nothing falls."""
    times, values = series.times_ms, cast("list[float]", series.values)
    first, last = span
    before = values[first]
    growth = values[last] - before
    count = last - first + 1
    factor = rate.stretch(
        times[first], times[last], count, before, growth, start_ms, end_ms
    )
    return growth * (factor / per)


def _combined(operator: Aggregator, values: list[float]) -> float:
    """Combine a group's values in their order, as Prometheus does."""
    if operator == "count":
        return float(len(values))
    result = values[0]
    if len(values) == 1:
        return result
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
