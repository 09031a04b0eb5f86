"""One real Prometheus for many tests: spans that do not meet, errors in its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hpa.errors import PortError
from simulator.testing.live import CHUNK_SECONDS, LivePrometheus

if TYPE_CHECKING:
    from pathlib import Path


def test_spans_lie_in_chunks_of_their_own(prometheus_binary: Path) -> None:
    live = LivePrometheus(binary=prometheus_binary)
    ends = 0.0
    for before, lasts in ((300.0, 60.0), (10_000.0, 7200.0), (1.0, 20_000.0)):
        span = live.reserve(before=before, lasts=lasts)
        assert span.start % CHUNK_SECONDS == 0
        assert span.start - before >= ends
        ends = span.start + lasts


def test_times_are_those_of_the_test(prometheus_binary: Path) -> None:
    with LivePrometheus(binary=prometheus_binary) as live:
        spans = [live.reserve(before=300.0, lasts=600.0) for _ in range(2)]
        for number, span in enumerate(spans):
            samples = [(0, float(number)), (60_000, 10.0 + number)]
            live.write(span, [({"__name__": "x", "pod": f"p{number}"}, samples)])
        for number, span in enumerate(spans):
            answers = live.answers(span)
            assert [r.value for r in answers.rows("x", 59_999)] == [float(number)]
            assert [r.value for r in answers.rows("x", 60_000)] == [10.0 + number]
            (series,) = answers.series("x", -600_000, 60_000)
            assert dict(series.labels) == {"pod": f"p{number}"}
            assert answers.ages("x", 60_000) == []


def test_what_prometheus_refuses_is_an_error_in_its_words(
    prometheus_binary: Path,
) -> None:
    with LivePrometheus(binary=prometheus_binary) as live:
        answers = live.answers(live.reserve(before=1.0, lasts=1.0))
        with pytest.raises(PortError, match="parse error"):
            answers.rows("rate(", 0)
        with pytest.raises(PortError, match="no vector"):
            answers.rows("1", 0)
