"""Series queries are asked once each, a few at a time, and judged one by one."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import pytest

from adapter_rules.discovering import discover
from adapter_rules.errors import PrometheusAnswerError, PrometheusUnreachableError
from adapter_rules.prometheus.base import MAX_QUERIES_AT_ONCE, SeriesAnswer
from adapter_rules.prometheus.memory import MemoryPrometheus
from adapter_rules.series import Series


@dataclass
class Counting(MemoryPrometheus):
    """Counts how many are asked at once; each waits for the others."""

    barrier: threading.Barrier = field(
        default_factory=lambda: threading.Barrier(MAX_QUERIES_AT_ONCE)
    )
    lock: threading.Lock = field(default_factory=threading.Lock)
    now: int = 0
    most: int = 0

    def series(
        self, selector: str, *, limit: int, start: float, end: float | None = None
    ) -> SeriesAnswer:
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        self.barrier.wait(timeout=10)
        with self.lock:
            self.now -= 1
        return super().series(selector, limit=limit, start=start, end=end)


def test_at_most_four_are_asked_at_once() -> None:
    prometheus = Counting()
    queries = [f"m{number}" for number in range(4 * MAX_QUERIES_AT_ONCE)]
    discover(queries, prometheus, start=0, limit=1, progress=lambda _: None)
    assert prometheus.most == MAX_QUERIES_AT_ONCE


def test_equal_queries_are_asked_once() -> None:
    said: list[str] = []
    memory = MemoryPrometheus(known=[Series("a", {})])
    found = discover(["a", "a", "b"], memory, start=0, limit=9, progress=said.append)
    assert said == ["looked for series: a", "looked for series: b"]
    assert found.found == {"a": (Series("a", {}),), "b": ()}


def test_one_bad_query_leaves_the_others() -> None:
    memory = MemoryPrometheus(known=[Series("a", {})])
    found = discover(["a", "a{"], memory, start=0, limit=9, progress=lambda _: None)
    assert list(found.found) == ["a"]
    assert "not PromQL" in found.failed["a{"]


def test_more_series_than_the_limit_are_told() -> None:
    memory = MemoryPrometheus(known=[Series("a", {"x": str(i)}) for i in range(5)])
    found = discover(["a"], memory, start=0, limit=3, progress=lambda _: None)
    assert found.truncated == {"a"}
    assert len(found.found["a"]) == 3


@dataclass
class Failing(MemoryPrometheus):
    """Always fails."""

    error: Exception = field(default_factory=lambda: PrometheusUnreachableError("x"))

    def series(
        self, selector: str, *, limit: int, start: float, end: float | None = None
    ) -> SeriesAnswer:
        del selector, limit, start, end
        raise self.error


@pytest.mark.parametrize(
    "error",
    [
        PrometheusUnreachableError("gone"),
        PrometheusAnswerError("busy", status=503, kind="timeout"),
    ],
)
def test_trouble_with_prometheus_itself_ends_it(error: Exception) -> None:
    with pytest.raises(type(error)):
        discover(["a"], Failing(error=error), start=0, limit=1, progress=lambda _: None)
