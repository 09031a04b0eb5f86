"""Requests are counted by template, capped, and never fail for being counted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry

from exporters.request_metrics import OVERFLOW, RequestMetrics, queued_seconds
from octoscale.core.errors import UsageError


def value(registry: CollectorRegistry, name: str, **labels: str) -> float | None:
    return registry.get_sample_value(f"web_{name}", labels)


def test_in_flight_and_busy_follow_begin_and_end() -> None:
    registry = CollectorRegistry()
    metrics = RequestMetrics(registry, prefix="web", workers=4)
    for _ in range(3):
        metrics.begin()
    assert value(registry, "requests_in_flight") == 3
    assert value(registry, "workers_busy_ratio") == 0.75
    for _ in range(3):
        metrics.end("GET", "/", 200, 0.1)
    assert value(registry, "requests_in_flight") == 0
    assert value(registry, "workers_busy_ratio") == 0
    assert value(registry, "request_duration_seconds_count", route="/") == 3


def test_combinations_beyond_the_cap_overflow_and_are_counted() -> None:
    registry = CollectorRegistry()
    metrics = RequestMetrics(registry, prefix="web", maximum_series=3)
    for number in range(10):
        metrics.end("GET", f"/{number}", 200, 0.1)
    labels = {"method": "OTHER", "route": OVERFLOW, "code": "0"}
    assert value(registry, "requests_total", **labels) == 7
    assert value(registry, "series_overflow_total") == 7


@given(st.lists(st.text(), max_size=50))
def test_a_clients_method_never_becomes_a_label(methods: list[str]) -> None:
    registry = CollectorRegistry()
    metrics = RequestMetrics(registry, prefix="web", maximum_series=20)
    for method in methods:
        metrics.end(method, "/", 200, 0.1)
    found = {
        sample.labels["method"]
        for family in registry.collect()
        for sample in family.samples
        if sample.name == "web_requests_total"
    }
    assert found <= {"OTHER", "GET", "PUT", "HEAD", "POST", "TRACE", "PATCH", "DELETE"}
    assert len(metrics._children) <= 9


def test_a_broken_metric_fails_no_request() -> None:
    metrics = RequestMetrics(CollectorRegistry(), prefix="web")
    metrics.begin(queued_seconds=object())  # type: ignore[arg-type]  # broken on purpose
    metrics.end("GET", "/", 200, object())  # type: ignore[arg-type]  # as above


@pytest.mark.parametrize(
    ("header", "waited"),
    [
        pytest.param("t=1700000000.0", 1.0, id="nginx-seconds"),
        pytest.param("t=1700000000000", 1.0, id="milliseconds"),
        pytest.param("1700000000000000", 1.0, id="microseconds"),
        pytest.param("t=1700000001.5", 0.0, id="clocks-differ"),
        pytest.param("t=1600000000.0", None, id="long-ago"),
        pytest.param("t=1800000000.0", None, id="future"),
        pytest.param("t=", None, id="empty"),
        pytest.param("soon", None, id="word"),
        pytest.param("-1", None, id="negative"),
        pytest.param("1" * 400, None, id="endless"),
        pytest.param("٣", None, id="other-digits"),
    ],
)
def test_start_headers_are_believed_only_when_believable(
    header: str, waited: float | None
) -> None:
    found = queued_seconds(header, now=1700000001.0)
    assert found == (None if waited is None else pytest.approx(waited))


@given(st.text())
def test_any_header_is_read_or_not(header: str) -> None:
    waited = queued_seconds(header, now=1e9)
    assert waited is None or 0 <= waited <= 3600


def test_arguments_that_make_no_sense_are_refused() -> None:
    with pytest.raises(UsageError):
        RequestMetrics(CollectorRegistry(), prefix="web", workers=0)
    with pytest.raises(UsageError):
        RequestMetrics(CollectorRegistry(), prefix="web", maximum_series=0)
