"""The lines of replicas over time hold the trail, from the first decision on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.reporting.figures import trail
from bench.reporting.figures.style import FAINT, FLOOR
from bench.results import results
from tests.bench.fakes import observation, report
from tests.bench.reporting.figures.canvas import drawn, points, texts

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from bench.report import Report


def _draw(made: Report) -> Axes:
    small, *_ = results(made)
    until = trail.end_of(small) or 1.0
    return drawn(lambda axes: trail.draw(axes, small, colour="#452c80", until=until))


def test_the_steps_are_the_trails_own() -> None:
    axes = _draw(report(observation(pull=10.0)))
    (line,) = [line for line in axes.lines if line.get_color() == "#452c80"]
    assert (14.5, 4) in points(line)
    assert (29.5, 8) in points(line)
    asked = next(line for line in axes.lines if line.get_color() == FAINT)
    assert (0, 4) in points(asked)


def test_the_floor_stands_at_its_seconds() -> None:
    axes = _draw(report(observation()))
    (line,) = [line for line in axes.lines if line.get_color() == FLOOR]
    assert {x for x, _ in points(line)} == {31.0}


def test_an_image_that_was_not_run_says_so() -> None:
    _, medium, _ = results(report(observation()))
    axes = drawn(lambda axes: trail.draw(axes, medium, colour="#000000", until=9.0))
    assert "not run" in texts(axes)


def test_a_repeat_without_a_decision_has_no_lines() -> None:
    assert "no decision" in texts(_draw(report(observation(decisions=()))))
