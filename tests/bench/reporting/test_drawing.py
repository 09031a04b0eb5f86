"""Drawings become the same bytes every time, with nothing of the day in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.reporting.drawing import drawn, inlined, parts
from bench.reporting.figures.style import new_figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def _draw() -> Figure:
    figure = new_figure(2, 1)
    figure.add_subplot().plot([1, 2])
    return figure


def test_the_same_drawing_gives_the_same_bytes() -> None:
    for kind in ("png", "svg"):
        assert drawn(_draw, kind) == drawn(_draw, kind)
    assert b"dc:date" not in drawn(_draw, "svg")


def test_a_page_s_pictures_have_ids_of_their_own() -> None:
    first, second = inlined(_draw, "first"), inlined(_draw, "second")
    assert first.replace("first-", "second-") == second
    assert 'id="first-' in first


def test_a_figure_is_divided_by_shares() -> None:
    figure = new_figure(4, 4)
    assert len(parts(figure, rows=[1, 2, 1])) == 3
    assert len(parts(figure, rows=[1, 2], columns=[1, 1])) == 4
