"""Bring an image from its layout to a registry: layers, config, then the manifest.

Blobs that the registry has are not sent again. The protocol is in ``registry``.
"""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING

from bench import units
from bench.images import layout as layouts
from bench.images.documents import MANIFEST
from bench.images.references import parse_reference
from bench.images.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bench.progress import Say

TELL_BYTES = 64_000_000
"""So many bytes apart are the lines that tell how far a blob is."""

_CHUNK = 1 << 18


def push(
    layout: Path, reference: str, *, progress: Say, plain_http: bool = False
) -> str:
    """Push the image in *layout* as *reference*; give ``HOST/NAME@sha256:…``.

    *reference* is ``HOST[:PORT]/NAME[:TAG]``; with *plain_http* the registry is asked
    without TLS. Raises ``UsageError`` for no such reference, ``FileAccessError`` and
    ``InputError`` for no image, ``RegistryError`` when the registry cannot be reached
    or refuses.
    """
    where = parse_reference(reference)
    image = layouts.read(layout)
    registry = Registry(where, plain_http=plain_http)
    content = layouts.blob_path(layout, image.reference_digest).read_bytes()
    manifest = json.loads(content)
    blobs = [*manifest["layers"], manifest["config"]]
    for number, blob in enumerate(blobs, start=1):
        name = f"blob {number} of {len(blobs)}"
        digest, size = blob["digest"], blob["size"]
        if registry.has_blob(digest):
            progress(f"{name}: the registry has it")
            continue
        path = layouts.blob_path(layout, digest)
        registry.put_blob(digest, (_opener(path, name, size, progress), size))
    registry.put_manifest(image.reference_digest, content, MANIFEST)
    return where.at(image.reference_digest)


def _opener(
    path: Path, name: str, size: int, say: Say
) -> Callable[[], Iterator[bytes]]:
    """Give what reads a blob from its start, telling how far it is."""

    def chunks() -> Iterator[bytes]:
        with path.open("rb") as file:
            yield from _told(file, name, size, say)

    return chunks


def _told(file: IO[bytes], name: str, size: int, say: Say) -> Iterator[bytes]:
    done = following = 0
    while chunk := file.read(_CHUNK):
        if done >= following:
            say(f"pushing {name}: {units.size(done)} of {units.size(size)}")
            following = done + TELL_BYTES
        yield chunk
        done += len(chunk)
