"""The image's section."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from simulator.parameter import assumed
from simulator.sections.image import ImageSection, Layer


def test_a_node_pulls_the_compressed_bytes_in_whole() -> None:
    image = ImageSection(
        on_disk_bytes=assumed(1001.0, "bytes", "a test"),
        compressed_ratio=assumed(0.5, "ratio", "a test"),
    )
    assert image.pulled_bytes == 500


def test_an_image_cannot_grow_by_compression() -> None:
    with pytest.raises(ValidationError, match="at most 1"):
        ImageSection(
            on_disk_bytes=assumed(1.0, "bytes", "a test"),
            compressed_ratio=assumed(1.2, "ratio", "a test"),
        )


def layered(*layers: Layer) -> ImageSection:
    return ImageSection(
        on_disk_bytes=assumed(1000.0, "bytes", "a test"),
        compressed_ratio=assumed(0.5, "ratio", "a test"),
        layers=layers,
    )


def test_without_layers_an_image_is_one() -> None:
    assert layered().parts == ((500, 1000.0),)


def test_what_every_node_has_is_not_pulled() -> None:
    image = layered(Layer(share=0.75, present=True), Layer(share=0.25))
    assert image.parts == ((125, 250.0),)
    assert image.pulled_bytes == 125
    assert layered(Layer(share=1.0, present=True)).pulled_bytes == 0


def test_layers_are_the_whole_image() -> None:
    with pytest.raises(ValidationError, match=r"add up to 1, not 0\.75"):
        layered(Layer(share=0.5), Layer(share=0.25))
