"""A load's areas in constant time, held to the exact ones of the polyline."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.loads.polyline import Polyline
from simulator.sweep.course import above_at, area_at, course_of, load_at, piece_at

DURATION = 1000.0
CAPACITY = 10.0

lines = st.lists(
    st.tuples(st.integers(-50, 1200).map(float), st.integers(0, 60).map(float)),
    min_size=1,
    max_size=8,
).map(lambda knots: Polyline(tuple(sorted(knots, key=lambda knot: knot[0]))))


@given(line=lines, time=st.floats(0, DURATION - 1e-3), endpoints=st.integers(1, 4))
def test_what_endpoints_have_served_is_the_area_below_their_capacity(
    line: Polyline, time: float, endpoints: int
) -> None:
    course = course_of(line, capacity=CAPACITY, endpoints=4, duration=DURATION)
    exact = line.integral(0.0, time, ceiling=CAPACITY * endpoints)
    assert area_at(course, endpoints, time) == pytest.approx(exact, abs=1e-6)
    assert area_at(course, 0, time) == pytest.approx(line.integral(0, time), abs=1e-6)


@given(line=lines, time=st.floats(0, DURATION - 1e-3), endpoints=st.integers(1, 4))
def test_time_above_is_the_lines(line: Polyline, time: float, endpoints: int) -> None:
    course = course_of(line, capacity=CAPACITY, endpoints=4, duration=DURATION)
    level = CAPACITY * endpoints * (1 + 1e-9)
    exact = line.seconds_above(level, 0.0, time)
    assert above_at(course, endpoints, time) == pytest.approx(exact, abs=1e-5)


@given(line=lines, time=st.floats(0, DURATION - 1e-3))
def test_the_load_is_the_lines_but_for_rounding(line: Polyline, time: float) -> None:
    course = course_of(line, capacity=None, endpoints=4, duration=DURATION)
    assert load_at(course, time) == pytest.approx(line.at(time), rel=1e-6, abs=1e-6)


def test_a_piece_begins_at_its_start() -> None:
    line = Polyline(((0.0, 1.0), (100.0, 1.0), (100.0, 5.0), (300.0, 0.0)))
    course = course_of(line, capacity=None, endpoints=1, duration=DURATION)
    assert [piece_at(course, time) for time in (0.0, 99.9, 100.0, 299.0, 300.0)] == [
        *(0, 0, 1, 1, 2)
    ]
    assert math.isinf(course.capacity)
