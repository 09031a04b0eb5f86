"""The bars stand at the means, and the floor at the floor."""

from __future__ import annotations

import pytest
from matplotlib.patches import Rectangle

from bench.reporting.figures import bars
from bench.reporting.figures.style import FLOOR
from bench.results import results
from tests.bench.fakes import missed, observation, report
from tests.bench.reporting.figures.canvas import drawn, points, texts


def test_a_bar_is_as_high_as_the_mean() -> None:
    images = results(report())
    axes = drawn(lambda axes: bars.draw(axes, images))
    heights = [p.get_height() for p in axes.patches if isinstance(p, Rectangle)]
    assert heights == pytest.approx([i.scale_up.mean for i in images if i.scale_up])
    assert axes.get_ylabel() == "scale-up time (s)"
    assert axes.get_ylim()[0] == 0


def test_each_repeat_is_a_point_at_its_own_height() -> None:
    made = report(observation(pull=10.0), observation(repeat=2, pull=14.0))
    axes = drawn(lambda axes: bars.draw(axes, results(made)))
    dots = [points(line) for line in axes.lines if line.get_marker() == "o"]
    assert [y for ((_, y),) in dots] == [29.5, 33.5]
    left, right = (x for ((x, _),) in dots)
    assert left < right


def test_the_floor_lies_across_its_bar() -> None:
    made = report(observation(pull=10.0))
    axes = drawn(lambda axes: bars.draw(axes, results(made)))
    (line,) = [line for line in axes.lines if line.get_color() == FLOOR]
    assert [y for _, y in points(line)] == [31.0, 31.0]


def test_an_image_without_a_counted_repeat_has_no_bar_and_says_so() -> None:
    axes = drawn(lambda axes: bars.draw(axes, results(report(missed()))))
    assert list(axes.patches) == []
    assert "no repeat\ncounts" in texts(axes)
    assert "no repeat reached the goal" in texts(axes)
