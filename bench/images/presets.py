"""Which image is meant by a word: one of the paper's sizes, one of ours, or a size.

The paper's sizes are read from the paper's plan, which states them. What goes into
an image is ``recipes``.
"""

from __future__ import annotations

from dataclasses import dataclass

from bench import units
from bench.images.recipes import DEMO, OCTOSCALE, PROMETHEUS, WHOLE_DEMO, Recipe
from bench.plan import PAPER, load_plan
from octoscale.core.errors import UsageError
from octoscale.core.quantity import Quantity, QuantityError

WHOLE_FROM_BYTES = 250_000_000
"""From this size on there is room for a whole Debian below the demo service."""

SMALLEST_BYTES = 15_000_000
"""Less than any image with a Python needs: refused before anything is fetched."""

LARGEST_BYTES = 100_000_000_000
"""More than any image has: probably a slip."""

OWN = {
    "octoscale": OCTOSCALE,
    "prometheus": PROMETHEUS,
}
"""Images with a purpose of their own, as small as they get."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """An image that can be built."""

    name: str
    recipe: Recipe
    on_disk_bytes: int | None
    """What it is filled up to; ``None`` for as small as it gets."""


def preset_names() -> tuple[str, ...]:
    """Name all presets: the paper's sizes, then ours."""
    return (*_paper(), *OWN)


def preset_named(word: str) -> Preset:
    """Find a preset, or make one of a size like ``50M`` or ``1.5G``.

    Raises ``UsageError`` when *word* is neither.

    >>> preset_named("big").on_disk_bytes
    2730000000
    >>> preset_named("50M").name
    'demo'
    """
    if word in OWN:
        return Preset(name=word, recipe=OWN[word], on_disk_bytes=None)
    paper = _paper()
    if word in paper:
        return _demo(word, paper[word])
    try:
        size = Quantity.parse(word.removesuffix("B")).value
    except QuantityError as error:
        names = ", ".join(preset_names())
        raise UsageError(
            f"no image {word!r}: {names}, or a size on disk like 50M or 1.5G"
        ) from error
    if size < SMALLEST_BYTES:
        raise UsageError(
            f"an image of {word} is too small: at least {units.size(SMALLEST_BYTES)}"
        )
    if size > LARGEST_BYTES:
        raise UsageError(f"an image of {word}? At most 100G")
    return _demo("demo", size)


def _demo(name: str, size: int) -> Preset:
    recipe = WHOLE_DEMO if size >= WHOLE_FROM_BYTES else DEMO
    return Preset(name=name, recipe=recipe, on_disk_bytes=size)


def _paper() -> dict[str, int]:
    return {image.name: image.on_disk_bytes for image in load_plan(PAPER).images}
