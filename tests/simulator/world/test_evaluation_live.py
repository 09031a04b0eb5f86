"""The evaluated subset against a real Prometheus, on the same samples.

Random counters with resets, gaps, jitter and staleness markers, at millisecond
times, written by remote write.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.testing.live import LivePrometheus
from simulator.world.answers import SimulatedAnswers
from simulator.world.evaluation import Evaluator
from simulator.world.series import Store, labels_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOOKBACK_MS = 300_000
QUERIES = (
    "rate(hits_total[{window}])",
    "increase(hits_total[{window}])",
    "irate(hits_total[{window}])",
    "sum(rate(hits_total[{window}])) by (job)",
    "avg(hits_total) by (job)",
    "max(increase(hits_total[{window}])) by (pod)",
    "count(hits_total) by (job)",
    "sum(rate(hits_total[{window}])) by (job) / count(hits_total) by (job)",
    "hits_total",
)


@pytest.fixture(scope="module")
def live(prometheus_binary: Path) -> Iterator[LivePrometheus]:
    with LivePrometheus(binary=prometheus_binary) as started:
        yield started


@st.composite
def counters(draw: st.DrawFn) -> list[tuple[int, float | None]]:
    """Draw one counter's samples, in the order of their times."""
    interval = draw(st.sampled_from([1_000, 5_000, 10_000, 15_000, 30_000]))
    value = draw(st.floats(0, 1e6))
    samples: list[tuple[int, float | None]] = []
    for number in range(draw(st.integers(0, 30))):
        jitter = draw(st.integers(0, interval // 2))
        time_ms = number * interval + jitter
        kind = draw(st.sampled_from(["more"] * 12 + ["reset", "gap", "gap", "stale"]))
        if kind == "gap":
            continue
        if kind == "stale":
            samples.append((time_ms, None))
            continue
        growth = draw(st.floats(0, 1e4))
        value = growth if kind == "reset" else value + growth
        samples.append((time_ms, value))
    return samples


def shown(answers: Any, query: str, now_ms: int) -> dict[Any, float]:
    return {row.labels: row.value for row in answers.rows(query, now_ms)}


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    pods=st.lists(counters(), min_size=1, max_size=3),
    window=st.sampled_from(["10s", "45s", "1m", "5m", "90s500ms"]),
    moments=st.lists(st.integers(0, 500_000), min_size=1, max_size=4),
)
def test_the_subset_agrees_with_a_real_prometheus(
    live: LivePrometheus,
    pods: list[list[tuple[int, float | None]]],
    window: str,
    moments: list[int],
) -> None:
    store, written = Store(), []
    for number, samples in enumerate(pods):
        labels = labels_of("hits_total", {"pod": f"p{number}", "job": "web"})
        written.append((dict(labels), samples))
        for time_ms, value in samples:
            store.append(labels, time_ms, value)
    span = live.reserve(before=1000.0, lasts=1000.0)
    live.write(span, written)
    real = live.answers(span)
    ours = SimulatedAnswers(Evaluator(store, LOOKBACK_MS))
    # Also just at samples, and at a window's length after them.
    edges = [samples[-1][0] for samples in pods if samples]
    edges += [samples[0][0] + 60_000 for samples in pods if samples]
    for query in (text.format(window=window) for text in QUERIES):
        for now_ms in (*moments, *edges):
            expected, found = shown(real, query, now_ms), shown(ours, query, now_ms)
            assert found.keys() == expected.keys(), (query, now_ms)
            for labels, value in expected.items():
                close = math.isclose(found[labels], value, rel_tol=1e-9, abs_tol=1e-12)
                both_nan = math.isnan(value) and math.isnan(found[labels])
                assert close or both_nan, (query, now_ms, value, found[labels])


@pytest.mark.parametrize(("left_open", "count"), [(False, 1), (True, 0)])
def test_from_prometheus_3_on_a_range_leaves_out_its_first_moment(
    left_open: bool, count: int
) -> None:
    store = Store()
    for time_ms in (0, 60_000):
        store.append(labels_of("hits_total"), time_ms, float(time_ms))
    answers = SimulatedAnswers(Evaluator(store, LOOKBACK_MS, left_open))
    assert len(answers.rows("rate(hits_total[1m])", 60_000)) == count
    assert len(answers.rows("hits_total", 360_000)) == count
    assert len(answers.rows("hits_total", 359_999)) == 1
