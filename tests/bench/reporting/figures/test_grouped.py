"""Bars in groups: as high as the means, each with its name."""

from __future__ import annotations

import itertools

import pytest
from matplotlib.patches import Rectangle

from bench.reporting.figures.grouped import COLOURS, Grouped, draw, handles
from bench.statistics import Summary, summarise
from tests.bench.reporting.figures.canvas import drawn, texts


def summary(*values: float) -> Summary:
    made = summarise(values, simulated=False)
    assert made is not None
    return made


def shown(**changes: object) -> Grouped:
    parts: dict[str, object] = {
        "title": "t",
        "groups": ("a", "b"),
        "series": ("x", "y"),
        "values": {
            ("a", "x"): summary(1, 3),
            ("a", "y"): summary(4),
            ("b", "x"): summary(8),
        },
    }
    return Grouped(**{**parts, **changes})  # type: ignore[arg-type]  # any field


def test_a_bar_is_as_high_as_its_mean_and_a_missing_one_says_so() -> None:
    axes = drawn(lambda axes: draw(axes, shown(), top=8))
    bars = [p for p in axes.patches if isinstance(p, Rectangle)]
    assert [bar.get_height() for bar in bars] == pytest.approx([2, 8, 4])
    assert "-" in texts(axes)
    assert {"2", "4", "8"} <= set(texts(axes))
    assert axes.get_ylim()[0] == 0
    assert axes.get_ylabel() == "served requests/s"


def test_bars_of_one_group_stand_beside_each_other() -> None:
    axes = drawn(lambda axes: draw(axes, shown(), top=8))
    edges = sorted(
        (p.get_x(), p.get_x() + p.get_width())
        for p in axes.patches
        if isinstance(p, Rectangle)
    )
    for (_, right), (left, _) in itertools.pairwise(edges):
        assert right <= left + 1e-9


def test_nothing_measured_is_said() -> None:
    axes = drawn(lambda axes: draw(axes, shown(values={}), top=0))
    assert "nothing was measured" in texts(axes)


def test_many_long_names_stand_at_an_angle() -> None:
    names = tuple(f"a long service {n}" for n in range(9))
    axes = drawn(lambda axes: draw(axes, shown(groups=names), top=1))
    assert {label.get_rotation() for label in axes.get_xticklabels()} == {35.0}


def test_the_legend_names_every_series_in_its_colour() -> None:
    names = tuple(f"s{n}" for n in range(len(COLOURS) + 1))
    assert len(handles(shown(series=names))) == len(names)
