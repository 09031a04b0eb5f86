"""Tests of pushing: what a real registry holds afterwards."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from bench.images import layout
from bench.images.push import push
from octoscale.core.errors import FileAccessError, UsageError
from tests.bench.images.making import tiny_image

if TYPE_CHECKING:
    from pathlib import Path

    from bench.images.built import BuiltImage
    from tests.images_plugin import LiveRegistry

MANIFEST = "application/vnd.oci.image.manifest.v1+json"


def pushed(image: BuiltImage, reference: str, said: list[str] | None = None) -> str:
    say = (said if said is not None else []).append
    return push(image.layout, reference, plain_http=True, progress=say)


@pytest.mark.parametrize("compression", ["gzip", "zstd"])
def test_a_real_registry_takes_it(
    compression: str, registry: LiveRegistry, tmp_path: Path
) -> None:
    image = tiny_image(tmp_path / "image", compression=compression)
    reference = f"{registry.address}/tiny/{compression}:v1"
    assert pushed(image, reference) == (
        f"{registry.address}/tiny/{compression}@{image.reference_digest}"
    )
    base = f"/v2/tiny/{compression}"
    for name in ("v1", image.reference_digest):
        raw = registry.get(f"{base}/manifests/{name}", Accept=MANIFEST)
        assert "sha256:" + hashlib.sha256(raw).hexdigest() == image.reference_digest
    for layer in json.loads(raw)["layers"]:
        blob = registry.get(f"{base}/blobs/{layer['digest']}")
        assert blob == layout.blob_path(image.layout, layer["digest"]).read_bytes()


def test_what_the_registry_has_is_not_sent_again(
    registry: LiveRegistry, tmp_path: Path
) -> None:
    image = tiny_image(tmp_path / "image", salt="again")
    reference = f"{registry.address}/tiny/again"
    first: list[str] = []
    second: list[str] = []
    assert pushed(image, reference, first) == pushed(image, reference, second)
    assert first == [f"pushing blob {n} of 5: 0 B of {s}" for n, s in _sizes(image)]
    assert second == [f"blob {n} of 5: the registry has it" for n in range(1, 6)]


def test_a_salted_image_shares_nothing(registry: LiveRegistry, tmp_path: Path) -> None:
    said: list[str] = []
    for salt in ("one", "two"):
        image = tiny_image(tmp_path / salt, salt=salt)
        pushed(image, f"{registry.address}/tiny/salted:{salt}", said)
    assert not [line for line in said if "has it" in line]


def test_no_reference_and_no_image_are_told_before_anything_is_sent(
    tmp_path: Path,
) -> None:
    image = tiny_image(tmp_path / "image")
    with pytest.raises(UsageError, match="HOST"):
        pushed(image, "nowhere")
    with pytest.raises(FileAccessError, match="holds no image"):
        push(tmp_path / "none", "127.0.0.1:1/a", progress=lambda _: None)


def _sizes(image: BuiltImage) -> list[tuple[int, str]]:
    from bench import units

    manifest = json.loads(
        layout.blob_path(image.layout, image.reference_digest).read_bytes()
    )
    blobs = [*manifest["layers"], manifest["config"]]
    return [(n, units.size(blob["size"])) for n, blob in enumerate(blobs, start=1)]
