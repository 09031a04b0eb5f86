"""Colours stay apart, and no text can leave its place."""

from __future__ import annotations

from itertools import combinations

import pytest

from bench.reporting.figures.style import (
    FAINT,
    FLOOR,
    INK,
    PHASES,
    drawable,
    image_colours,
)
from octoscale.core.phases import Phase


def _channels(colour: str) -> list[float]:
    values = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values]


def _contrast_on_white(colour: str) -> float:
    red, green, blue = _channels(colour)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


@pytest.mark.parametrize("colour", [INK, FAINT])
def test_text_can_be_read_on_white(colour: str) -> None:
    assert _contrast_on_white(colour) >= 4.5


def test_every_phase_has_a_colour_of_its_own() -> None:
    assert set(PHASES) == set(Phase)
    assert len({*PHASES.values(), FLOOR}) == len(Phase) + 1


@pytest.mark.parametrize("count", [1, 2, 3, 8])
def test_images_go_from_light_to_dark(count: int) -> None:
    colours = image_colours(count)
    contrasts = [_contrast_on_white(colour) for colour in colours]
    assert len(set(colours)) == count
    assert contrasts == sorted(contrasts)
    assert all(a != b for a, b in combinations(colours, 2))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("pod 1 → 8", "pod 1 → 8"),
        ("\x1b[31m", "\\x1b[31m"),
        ("a\nb", "a\\nb"),
        ("\u65e5", "□"),
    ],
)
def test_only_what_the_font_has_is_drawn(text: str, shown: str) -> None:
    assert drawable(text) == shown
