"""Tests of ``hpa.algorithm.instants``."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hpa.algorithm.instants import micros


@given(start_ms=st.integers(0, 4_000_000_000_000), window_ms=st.integers(0, 3_600_000))
def test_exactly_one_window_later_is_exact_to_the_millisecond(
    start_ms: int, window_ms: int
) -> None:
    start, end = start_ms / 1000, (start_ms + window_ms) / 1000
    assert micros(end) - micros(start) == window_ms * 1000


def test_a_millisecond_less_or_more_is_told_apart() -> None:
    assert micros(1_700_000_300.001) - micros(1_700_000_000.0) == 300_001_000
    assert micros(1_700_000_299.999) - micros(1_700_000_000.0) == 299_999_000
