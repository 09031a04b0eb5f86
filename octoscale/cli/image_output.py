"""What the commands about images share: telling how far they are, showing one.

No command of its own; building and pushing are ``bench.images``.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from bench import units
from bench.interrupts import held_off
from octoscale.cli import output as out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.images import BuiltImage
    from bench.progress import Say

TELLING_SECONDS = 2.0
"""So far apart, at least, are lines of the same kind."""


@contextmanager
def interruptible() -> Iterator[Say]:
    """Let Ctrl-C and SIGTERM end this block, and give what tells how far it is.

    The first line of a kind (its first word) comes at once, others now and then.
    """
    told: dict[str, float] = {}

    def say(text: str) -> None:
        kind, now = text.partition(" ")[0], time.monotonic()
        if now - told.get(kind, -TELLING_SECONDS) >= TELLING_SECONDS:
            told[kind] = now
            out.say(text)

    with held_off() as signals, signals.allowed():
        yield say


def show(image: BuiltImage, output: str, **more: str) -> None:
    """Print an image: its layers and both sizes; *more* are further facts."""
    if output != "table":
        out.emit_data({**more, **_data(image)}, output)
        return
    rows = [
        [
            one.name,
            units.size(one.on_disk_bytes),
            units.size(one.pulled_bytes),
            one.digest,
        ]
        for one in image.layers
    ]
    total = [units.size(image.on_disk_bytes), units.size(image.pulled_bytes)]
    rows.append([image.name, *total, image.reference_digest])
    out.emit_table(["layer", "on disk", "pulled", "digest"], rows)
    for name, value in more.items():
        out.emit(f"{name}: {value}")


def _data(image: BuiltImage) -> dict[str, Any]:
    return {
        "image": image.name,
        "digest": image.reference_digest,
        "platform": image.platform,
        "layout": str(image.layout),
        "onDiskBytes": image.on_disk_bytes,
        "pulledBytes": image.pulled_bytes,
        "layers": [
            {
                "name": one.name,
                "mediaType": one.media_type,
                "digest": one.digest,
                "diffId": one.diff_id,
                "onDiskBytes": one.on_disk_bytes,
                "pulledBytes": one.pulled_bytes,
            }
            for one in image.layers
        ],
    }
