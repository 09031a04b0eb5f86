"""Charts: what they draw, and strangers' names in them."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from simulator.reporting.chart import Line, chart, standalone


def test_a_stepped_line_holds_its_value_until_the_next_point() -> None:
    line = Line(name="n", points=[(0, 1), (10, 2)], colour="#000", steps=True)
    drawn = chart("t", "u", [line], end=20).find("polyline")
    assert drawn is not None
    assert len(drawn.get("points", "").split()) == 4


def test_strangers_names_stay_text_and_no_style_is_needed() -> None:
    name = "<script>alert(1)</script>\x1b[31m"
    line = Line(name=name, points=[(0, 1)], colour="#000")
    text = standalone([chart(name, "u", [line], end=1)])
    assert "<script" not in text
    assert "\x1b" not in text
    assert "style=" not in text
    ET.fromstring(text)  # noqa: S314 - our own text


def test_a_long_line_is_thinned_out_and_keeps_its_end() -> None:
    points = [(float(time), 1.0) for time in range(100_000)]
    line = Line(name="n", points=points, colour="#000")
    drawn = chart("t", "u", [line], end=99_999).find("polyline")
    assert drawn is not None
    assert len(drawn.get("points", "").split()) < 5000
