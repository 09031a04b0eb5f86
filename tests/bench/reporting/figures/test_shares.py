"""The stacked rows are as long as the phases' means."""

from __future__ import annotations

import pytest
from matplotlib.patches import Rectangle

from bench.reporting.figures import shares
from bench.results import results
from tests.bench.fakes import missed, observation, report
from tests.bench.reporting.figures.canvas import drawn, texts


def test_the_parts_of_a_row_follow_each_other_and_sum_up() -> None:
    images = results(report(observation(pull=10.0)))
    axes = drawn(lambda axes: shares.draw(axes, images))
    parts = [p for p in axes.patches if isinstance(p, Rectangle)]
    means = [value for value in images[0].phases.values() if value]
    assert [p.get_width() for p in parts] == pytest.approx(means)
    ends = [p.get_x() + p.get_width() for p in parts]
    assert [p.get_x() for p in parts[1:]] == pytest.approx(ends[:-1])
    assert ends[-1] == pytest.approx(sum(means))


def test_long_phases_carry_their_seconds() -> None:
    images = results(report(observation(pull=10.0)))
    assert "10.0 s" in texts(drawn(lambda axes: shares.draw(axes, images)))


def test_nothing_observed_is_said() -> None:
    axes = drawn(lambda axes: shares.draw(axes, results(report(missed()))))
    assert "no phase was observed" in texts(axes)
