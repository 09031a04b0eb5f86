"""Images for repeats in a real registry: built once, no layer twice."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bench.drivers.kubernetes.publishing import Publisher

if TYPE_CHECKING:
    from pathlib import Path

    from bench.images import BuiltImage
    from tests.images_plugin import LiveRegistry

MANIFEST = "application/vnd.oci.image.manifest.v1+json"


def layers(registry: LiveRegistry, name: str, tag: str) -> dict[str, int]:
    content = registry.get(f"/v2/{name}/manifests/{tag}", Accept=MANIFEST)
    return {one["digest"]: one["size"] for one in json.loads(content)["layers"]}


@pytest.mark.soak
def test_two_repeats_of_one_image_share_no_layer(
    registry: LiveRegistry, small_image: BuiltImage, image_cache: Path
) -> None:
    publisher, said = Publisher(cache=image_cache), list[str]()
    sizes = [
        publisher(
            "19170000",
            f"{registry.address}/bench/httpgo-small:{salt}",
            salt=salt,
            plain_http=True,
            say=said.append,
        )
        for salt in ("run-1", "run-2")
    ]
    publisher.close()
    publisher.close()
    first, second = (
        layers(registry, "bench/httpgo-small", salt) for salt in ("run-1", "run-2")
    )
    assert not set(first) & set(second)
    assert sizes == [sum(first.values()), sum(second.values())]
    assert abs(sizes[0] - small_image.pulled_bytes) < 10_000
    assert sum("unpacking" in line for line in said) == 1


def test_closing_without_any_image_is_harmless() -> None:
    publisher = Publisher()
    publisher.close()
    publisher.close()
