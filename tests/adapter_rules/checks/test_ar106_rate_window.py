"""AR106: the rate window against the scrape interval."""

from __future__ import annotations

import pytest

from adapter_rules.checks.run import Surroundings
from adapter_rules.prometheus.base import ScrapeTarget
from adapter_rules.prometheus.memory import MemoryPrometheus
from adapter_rules.series import Series
from tests.adapter_rules.checks.inputs import found, rule


def findings(window: str, interval: float | None) -> list[tuple[str, str]]:
    query = f"sum(rate(<<.Series>>{{L}}[{window}])) by (G)"
    around = Surroundings(scrape_interval_seconds=interval)
    return [
        (str(one.severity), one.message)
        for one in found("AR106", rule(query), around=around)
    ]


@pytest.mark.parametrize(
    ("window", "interval", "severity"),
    [
        pytest.param("30s", 30.0, "error", id="one scrape"),
        pytest.param("59s", 30.0, "error", id="hardly two"),
        pytest.param("1m", 30.0, "warning", id="two"),
        pytest.param("119s", 30.0, "warning", id="hardly four"),
        pytest.param("5s", None, "warning", id="no usual interval fits"),
    ],
)
def test_too_short(window: str, interval: float | None, severity: str) -> None:
    ((told, _),) = findings(window, interval)
    assert told == severity


@pytest.mark.parametrize(
    ("window", "interval"), [("2m", 30.0), ("4m", 60.0), ("1m", None), ("20s", None)]
)
def test_long_enough(window: str, interval: float | None) -> None:
    assert findings(window, interval) == []


def test_a_gauge_over_time_needs_one_sample() -> None:
    around = Surroundings(scrape_interval_seconds=30.0)
    query = "max(max_over_time(<<.Series>>{L}[1m])) by (G)"
    assert found("AR106", rule(query), around=around) == []


def test_a_live_prometheus_knows_the_interval_of_the_job() -> None:
    memory = MemoryPrometheus(
        known=[Series("shop_requests_total", {"job": "slow"})],
        targets=tuple(
            ScrapeTarget(job, "", {}, up=True, scrape_interval_seconds=seconds)
            for job, seconds in (("slow", 60.0), ("fast", 1.0), ("slower", 300.0))
        ),
    )
    around = Surroundings(prometheus=memory)
    (finding,) = found("AR106", rule(series="shop_requests_total"), around=around)
    assert "one every 1m" in finding.message
