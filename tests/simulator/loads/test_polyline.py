"""Polylines: values at jumps, exact areas, and when an area is reached."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.loads.polyline import Polyline

STEP = Polyline(((10.0, 2.0), (10.0, 6.0)))
RAMP = Polyline(((10.0, 0.0), (20.0, 10.0)))

knots = st.lists(
    st.tuples(st.integers(0, 100), st.integers(0, 50)), min_size=1, max_size=8
).map(lambda found: tuple((float(t), float(v)) for t, v in sorted(found)))
moments = st.integers(0, 1200).map(lambda tenth: tenth / 10)


@pytest.mark.parametrize(
    ("line", "time", "value"),
    [
        pytest.param(STEP, 0.0, 2.0, id="before the first knot"),
        pytest.param(STEP, 9.999, 2.0, id="just before a jump"),
        pytest.param(STEP, 10.0, 6.0, id="at a jump the value behind it"),
        pytest.param(STEP, 99.0, 6.0, id="after the last knot"),
        pytest.param(RAMP, 15.0, 5.0, id="halfway up a ramp"),
        pytest.param(RAMP, 20.0, 10.0, id="at the end of a ramp"),
    ],
)
def test_the_value_at_a_moment(line: Polyline, time: float, value: float) -> None:
    assert line.at(time) == value


@pytest.mark.parametrize(
    ("line", "start", "end", "ceiling", "area"),
    [
        pytest.param(STEP, 5.0, 15.0, None, 40.0, id="over a jump"),
        pytest.param(STEP, 5.0, 10.0, None, 10.0, id="up to a jump"),
        pytest.param(STEP, 10.0, 12.0, None, 12.0, id="from a jump on"),
        pytest.param(STEP, 5.0, 15.0, 4.0, 30.0, id="a jump through the ceiling"),
        pytest.param(RAMP, 0.0, 30.0, None, 150.0, id="before, over and after a ramp"),
        pytest.param(RAMP, 10.0, 20.0, 5.0, 37.5, id="a ramp through the ceiling"),
        pytest.param(RAMP, 12.0, 12.0, None, 0.0, id="no time"),
        pytest.param(RAMP, 15.0, 12.0, None, 0.0, id="backwards"),
    ],
)
def test_the_area_below(
    line: Polyline, start: float, end: float, ceiling: float | None, area: float
) -> None:
    assert line.integral(start, end, ceiling=ceiling) == pytest.approx(area)


@given(knots, moments, moments, moments, st.integers(0, 60))
def test_areas_of_neighbouring_spans_add_up(
    points: tuple[tuple[float, float], ...],
    a: float,
    b: float,
    c: float,
    ceiling: int,
) -> None:
    line = Polyline(points)
    start, middle, end = sorted((a, b, c))
    whole = line.integral(start, end, ceiling=ceiling)
    parts = line.integral(start, middle, ceiling=ceiling)
    parts += line.integral(middle, end, ceiling=ceiling)
    assert whole == pytest.approx(parts, abs=1e-6)
    assert whole <= ceiling * (end - start) + 1e-6
    assert whole <= line.integral(start, end) + 1e-6


@given(knots, moments, st.floats(0.01, 5000))
def test_the_moment_of_an_area_is_when_it_has_grown_so_large(
    points: tuple[tuple[float, float], ...], start: float, area: float
) -> None:
    line = Polyline(points)
    when = line.when(area, start=start)
    if when is None:
        assert line.integral(start, 1e6) < area
    else:
        assert line.integral(start, when) == pytest.approx(area, abs=1e-3)


@pytest.mark.parametrize(
    ("line", "raised"),
    [
        pytest.param(STEP, 10.0, id="a jump up"),
        pytest.param(Polyline(((10.0, 6.0), (10.0, 2.0))), None, id="a jump down"),
        pytest.param(RAMP, 10.0, id="the foot of a ramp"),
        pytest.param(Polyline(((0.0, 3.0),)), None, id="never"),
    ],
)
def test_when_the_load_is_raised(line: Polyline, raised: float | None) -> None:
    assert line.raised_at == raised


@pytest.mark.parametrize(
    ("points", "message"),
    [
        pytest.param((), "at least one knot", id="no knot"),
        pytest.param(((2.0, 0.0), (1.0, 0.0)), "must not fall", id="out of order"),
    ],
)
def test_what_is_no_function_of_time_is_refused(
    points: tuple[tuple[float, float], ...], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        Polyline(points)
