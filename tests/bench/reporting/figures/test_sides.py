"""Three bars an image: the report's, and the simulator's with and without."""

from __future__ import annotations

import pytest
from matplotlib.patches import Rectangle

from bench.reporting.figures.sides import Group, draw
from bench.statistics import Summary, summarise
from tests.bench.reporting.figures.canvas import drawn, texts


def summary(*values: float) -> Summary:
    made = summarise(values, simulated=False)
    assert made is not None
    return made


def test_the_bars_stand_at_the_means() -> None:
    group = Group(
        name="big", measured=summary(8, 10), simulated=summary(9.5), before=None
    )
    axes = drawn(lambda axes: draw(axes, [group], ours="measured"))
    bars = [p for p in axes.patches if isinstance(p, Rectangle)]
    assert [bar.get_height() for bar in bars] == pytest.approx([9, 9.5])
    assert {"9.00 s", "9.50 s", "-"} <= set(texts(axes))
    legend = axes.get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == [
        "measured", "simulated, calibrated", "simulated, as it comes"
    ]  # fmt: skip


def test_nothing_to_show_is_said() -> None:
    axes = drawn(lambda axes: draw(axes, [], ours="measured"))
    assert "no repeat counts" in texts(axes)
