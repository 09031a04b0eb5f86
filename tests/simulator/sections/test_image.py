"""The image's section."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from simulator.parameter import assumed
from simulator.sections.image import ImageSection


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
