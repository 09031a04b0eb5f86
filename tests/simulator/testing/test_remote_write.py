"""Samples as a real Prometheus takes them, bit for bit."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from octoscale.core.errors import EnvironmentMissingError
from simulator.testing import remote_write
from simulator.testing.live import LivePrometheus

if TYPE_CHECKING:
    from pathlib import Path


def test_values_and_markers_arrive(prometheus_binary: Path) -> None:
    with LivePrometheus(binary=prometheus_binary) as live:
        span = live.reserve(before=300.0, lasts=100.0)
        values = [0.1, -math.inf, 1e300, math.nan, None]
        samples = [(number * 1000, value) for number, value in enumerate(values)]
        live.write(span, [({"__name__": "x", "a": "ä" * 200}, samples)])
        answers = live.answers(span)
        found = [answers.rows("x", time) for time, _ in samples]
        assert [rows[0].value for rows in found[:3]] == values[:3]
        assert math.isnan(found[3][0].value)
        assert found[4] == []
        assert dict(found[0][0].labels)["a"] == "ä" * 200


def test_a_large_message_comes_in_several_blocks() -> None:
    data = bytes(range(256)) * 1000
    packed = remote_write.snappy(data)
    assert len(packed) == len(data) + 3 + 3 * 4


def test_nobody_there_is_an_error() -> None:
    with pytest.raises(EnvironmentMissingError, match="took no samples"):
        remote_write.write(9, [({"__name__": "x"}, [(0, 1.0)])])


def test_refused_samples_are_an_error(prometheus_binary: Path) -> None:
    with LivePrometheus(binary=prometheus_binary) as live:
        span = live.reserve(before=300.0, lasts=100.0)
        live.write(span, [({"__name__": "x"}, [(20_000_000, 1.0)])])
        with pytest.raises(EnvironmentMissingError, match="refused"):
            live.write(span, [({"__name__": "x"}, [(0, 1.0)])])
