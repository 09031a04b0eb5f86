"""What reading will cost, counted before it is done."""

from __future__ import annotations

import pytest

from adapter_rules.cost import Cost, estimate
from adapter_rules.errors import PrometheusUnreachableError
from adapter_rules.prometheus.base import QueryResult, Sample
from adapter_rules.prometheus.memory import MemoryPrometheus
from octoscale.core.errors import UsageError


def counted(value: float) -> QueryResult:
    return QueryResult("vector", (Sample({}, value, 0.0),))


def test_each_query_is_counted_once_and_no_series_is_read() -> None:
    memory = MemoryPrometheus(
        results={"count(up)": counted(12), "count(none)": QueryResult("vector")}
    )
    cost = estimate(["up", "none", "up", ""], memory, now=0.0)
    assert cost.series == {"up": 12, "none": 0}
    assert sorted(memory.asked) == ["count(none)", "count(up)"]


def test_what_prometheus_refuses_is_not_counted() -> None:
    cost = estimate(["up{"], MemoryPrometheus(), now=0.0, further=2)
    assert cost.series == {"up{": None}
    assert str(cost) == (
        "about 0 series by 1 series query (1 not counted), then up to 2 questions"
    )


def test_a_prometheus_that_is_away_is_an_error() -> None:
    class Away(MemoryPrometheus):
        def query(self, promql: str, now: float | None = None) -> QueryResult:
            raise PrometheusUnreachableError(f"gone: {promql} {now}")

    with pytest.raises(PrometheusUnreachableError):
        estimate(["up"], Away(), now=0.0)


@pytest.mark.parametrize("most", [1512, 100_000])
def test_what_is_allowed_passes(most: int) -> None:
    Cost({"a": 1500, "b": 12, "c": None}, further=0).check(most)


def test_more_than_is_allowed_is_refused_with_the_worst_and_a_way() -> None:
    cost = Cost({"a": 12, "b": 1500, "c": None}, further=0)
    with pytest.raises(UsageError, match=r"1,512 series .* b alone finds 1,500") as e:
        cost.check(1511)
    assert "--max-series 1512" in e.value.hint
