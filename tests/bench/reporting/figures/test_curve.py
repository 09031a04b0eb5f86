"""The capacity curve goes through its means, beside its goal."""

from __future__ import annotations

from bench.reporting.figures.curve import Line, draw
from bench.reporting.figures.style import FLOOR
from bench.statistics import Summary, summarise
from tests.bench.reporting.figures.canvas import drawn, points, texts


def summary(*values: float) -> Summary:
    made = summarise(values, simulated=False)
    assert made is not None
    return made


LINE = Line(
    name="k8s",
    points=((1, summary(90, 110)), (4, summary(300)), (8, summary(500, 540))),
    smallest=4,
)


def test_it_goes_through_the_means_and_shows_the_fewest_times_replicas() -> None:
    axes = drawn(lambda axes: draw(axes, [LINE], goal=None))
    (curve,) = [line for line in axes.lines if line.get_marker() == "o"]
    assert points(curve) == [(1.0, 100.0), (4.0, 300.0), (8.0, 520.0)]
    assert [(0.0, 0.0), (8.0, 800.0)] in [points(line) for line in axes.lines]
    assert {"100", "300", "520"} <= set(texts(axes))


def test_the_goal_is_a_line_and_what_is_enough_another() -> None:
    axes = drawn(lambda axes: draw(axes, [LINE], goal=250.0))
    (goal,) = [line for line in axes.lines if line.get_color() == FLOOR]
    assert {y for _, y in points(goal)} == {250.0}
    assert "goal 250/s" in texts(axes)
    assert [4.0, 4.0] in [[x for x, _ in points(line)] for line in axes.lines]


def test_several_curves_are_told_apart() -> None:
    other = Line(name="VM", points=LINE.points, smallest=None)
    axes = drawn(lambda axes: draw(axes, [LINE, other], goal=None))
    labels = [str(line.get_label()) for line in axes.lines if line.get_marker() == "o"]
    assert labels == ["k8s", "VM"]


def test_no_curve_is_said() -> None:
    axes = drawn(lambda axes: draw(axes, [], goal=None))
    assert "one number of replicas makes no curve" in texts(axes)
