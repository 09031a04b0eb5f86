"""Tests of presets."""

from __future__ import annotations

import pytest

from bench.images.presets import OWN, preset_named, preset_names
from bench.images.recipes import DEMO, WHOLE_DEMO
from bench.plan import load_plan
from octoscale.core.errors import UsageError


def test_the_papers_sizes_are_presets() -> None:
    sizes = {name: preset_named(name).on_disk_bytes for name in preset_names()}
    for image in load_plan().images:
        assert sizes[image.name] == image.on_disk_bytes
    assert sizes["small"] == 19_170_000
    assert sizes["medium"] == 325_960_000
    assert sizes["big"] == 2_730_000_000


@pytest.mark.parametrize("name", OWN)
def test_images_with_a_purpose_are_as_small_as_they_get(name: str) -> None:
    assert preset_named(name).on_disk_bytes is None


@pytest.mark.parametrize(
    ("word", "size", "recipe"),
    [
        ("50M", 50_000_000, DEMO),
        ("50MB", 50_000_000, DEMO),
        ("64Mi", 67_108_864, DEMO),
        ("20000000", 20_000_000, DEMO),
        ("1.5G", 1_500_000_000, WHOLE_DEMO),
        ("small", 19_170_000, DEMO),
        ("medium", 325_960_000, WHOLE_DEMO),
    ],
)
def test_there_is_a_whole_debian_where_there_is_room(
    word: str, size: int, recipe: object
) -> None:
    preset = preset_named(word)
    assert preset.on_disk_bytes == size
    assert preset.recipe is recipe


@pytest.mark.parametrize("word", ["", "huge", "0", "-5M", "1T", "5 M", "1e99"])
def test_what_is_neither_is_refused(word: str) -> None:
    with pytest.raises(UsageError):
        preset_named(word)


@pytest.mark.parametrize("word", ["0", "0M", "-5M", "1", "1M", "14.9M"])
def test_too_small_a_size_is_told_the_least(word: str) -> None:
    with pytest.raises(UsageError, match="too small: at least 15 MB"):
        preset_named(word)
