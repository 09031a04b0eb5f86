"""Give a built image another salt, without compressing it again.

Only the last member of each layer changes, the stamp; the rest is copied, and read
once for its digest. The result is what ``build`` with this salt would write.
"""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

from bench.images import documents
from bench.images import layout as layouts
from bench.images.built import BuiltImage, BuiltLayer
from bench.images.compression import Compression, compression_of
from bench.images.layers import new_blob
from bench.images.writing import Job, describe, write_layers

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bench.progress import Say

_CHUNK = 1 << 18


def resalt(layout: Path, *, salt: str | None, to: Path, progress: Say) -> BuiltImage:
    """Write the image in *layout* with another *salt* into the directory *to*.

    Raises ``FileAccessError`` and ``InputError`` as ``read`` and ``build`` do.
    """
    image = layouts.read(layout)
    manifest = json.loads(
        layouts.blob_path(layout, image.reference_digest).read_bytes()
    )
    config = json.loads(
        layouts.blob_path(layout, manifest["config"]["digest"]).read_bytes()
    )
    with layouts.replaced(to) as draft:
        jobs = [
            Job(
                name=layer.name,
                size=layer.on_disk_bytes,
                write=partial(_copy, layer, layout, draft, salt),
            )
            for layer in image.layers
        ]
        layers = write_layers(jobs, progress)
        describe(
            draft,
            name=image.name,
            config={**config, "rootfs": documents.root_of(layers)},
            layers=layers,
            platform=layouts.platform_in(layout),
        )
    return layouts.read(to)


def _copy(
    layer: BuiltLayer,
    layout: Path,
    draft: Path,
    salt: str | None,
    tell: Callable[[int], None],
) -> BuiltLayer:
    """Copy a layer, but for its stamp."""
    compression: Compression = compression_of(layer.media_type)
    reader = compression.read()
    left = layer.body_bytes
    with (
        layouts.blob_path(layout, layer.digest).open("rb") as file,
        new_blob(draft / layouts.BLOBS) as sink,
    ):
        while left:
            chunk = file.read(min(left, _CHUNK))
            if not chunk:
                raise OSError(f"{layer.name} is cut short")
            left -= len(chunk)
            sink.copy(reader.decompress(chunk), chunk)
            tell(sink.taken)
        sink.finish(layer.name, salt, compression)
    return BuiltLayer(
        name=layer.name,
        media_type=layer.media_type,
        digest=f"sha256:{sink.blob.hexdigest()}",
        diff_id=f"sha256:{sink.diff.hexdigest()}",
        on_disk_bytes=layer.on_disk_bytes,
        pulled_bytes=sink.written,
        body_bytes=layer.body_bytes,
    )
