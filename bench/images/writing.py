"""Write an image's layers and documents into a directory that becomes its layout.

Layers are written side by side, each in a stream, so that memory stays small
however big the image.
"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from bench import units
from bench.images import documents, layout
from bench.images.assembly import APP, BASE, PYTHON
from bench.images.filling import fillers
from bench.images.layers import STAMP_BYTES, LayerPlan, write_layer
from octoscale.core.errors import FileAccessError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from bench.images.built import BuiltLayer
    from bench.images.compression import Compression
    from bench.images.presets import Preset
    from bench.images.trees import Tree
    from bench.progress import Say

WRITERS = 2
"""Layers that are written at once: compressing keeps a core busy."""

TELL_BYTES = 64_000_000
"""So many bytes apart are the lines that tell how far a layer is."""


class _StoppedError(Exception):
    """Another layer failed, or the user has had enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A layer to be written."""

    name: str
    size: int
    """About how many bytes it is, uncompressed."""

    write: Callable[[Callable[[int], None]], BuiltLayer]
    """Writes it, given whom to tell how far it is."""


def write_image(  # noqa: PLR0913 - one keyword for each part
    preset: Preset,
    tree: Tree,
    *,
    architecture: str,
    draft: Path,
    salt: str | None,
    compression: Compression,
    say: Say,
) -> None:
    """Write the files of *tree*, filled up to the preset's size, into *draft*.

    Raises ``UsageError`` when they are more than that.
    """
    jobs = [
        Job(
            name=plan.name,
            size=plan.size,
            write=partial(
                _write_plan,
                plan,
                salt=salt,
                compression=compression,
                blobs=draft / layout.BLOBS,
            ),
        )
        for plan in plans(preset, tree)
    ]
    layers = write_layers(jobs, say)
    config = documents.config(preset, layers, architecture)
    describe(
        draft,
        name=preset.name,
        config=config,
        layers=layers,
        platform=documents.platform_of(architecture),
    )


def describe(
    draft: Path,
    *,
    name: str,
    config: dict[str, Any],
    layers: Sequence[BuiltLayer],
    platform: dict[str, str],
) -> None:
    """Write the config, the manifest and the index beside the layers."""
    configuration = documents.to_json(config)
    layout.add_blob(draft, configuration)
    manifest = documents.to_json(documents.manifest(configuration, layers))
    layout.add_blob(draft, manifest)
    index = documents.to_json(documents.index(name, manifest, platform))
    (draft / layout.INDEX_FILE).write_bytes(index)


def _write_plan(
    plan: LayerPlan,
    tell: Callable[[int], None],
    *,
    salt: str | None,
    compression: Compression,
    blobs: Path,
) -> BuiltLayer:
    return write_layer(plan, salt=salt, compression=compression, blobs=blobs, tell=tell)


def plans(preset: Preset, tree: Tree) -> list[LayerPlan]:
    """Say which layers there are, from the bottom up."""
    below = [name for name in (BASE, PYTHON) if tree.names(name)]
    above = [name for name in (APP,) if tree.names(name)]
    own = {
        name: LayerPlan(
            name=name, entries=partial(tree.entries, name), size=tree.size(name)
        )
        for name in (*below, *above)
    }
    filling: list[LayerPlan] = []
    if preset.on_disk_bytes is not None:
        taken = tree.size() + STAMP_BYTES * len(own)
        filling = fillers(_room(preset, taken, preset.on_disk_bytes))
    return [*(own[name] for name in below), *filling, *(own[name] for name in above)]


def _room(preset: Preset, taken: int, wanted: int) -> int:
    if taken > wanted:
        raise UsageError(
            f"{preset.name}: {units.size(wanted)} on disk is too small, "
            f"{units.size(taken)} are needed"
        )
    return wanted - taken


def write_layers(jobs: Sequence[Job], say: Say) -> list[BuiltLayer]:
    """Write all layers; when one fails, or on an interrupt, none goes on.

    Raises ``FileAccessError`` when the disk does not take them.
    """
    stop = threading.Event()
    with ThreadPoolExecutor(WRITERS) as pool:
        futures = [
            pool.submit(
                job.write, _Teller(job, f"layer {number} of {len(jobs)}", say, stop)
            )
            for number, job in enumerate(jobs, start=1)
        ]
        try:
            return [future.result() for future in futures]
        except OSError as error:
            stop.set()
            reason = error.strerror or str(error)
            raise FileAccessError(f"cannot write layers: {reason}") from error
        except BaseException:
            stop.set()
            raise


class _Teller:
    """Tells how far a layer is, and ends it when the others ended."""

    def __init__(self, job: Job, place: str, say: Say, stop: threading.Event) -> None:
        self._text = f"writing {place} ({job.name})"
        self._size = job.size
        self._say = say
        self._stop = stop
        self._next = TELL_BYTES

    def __call__(self, done: int) -> None:
        """Take the bytes written so far."""
        if self._stop.is_set():
            raise _StoppedError
        if done >= self._next:
            self._next += TELL_BYTES
            known = f"{units.size(done)} of {units.size(max(done, self._size))}"
            self._say(f"{self._text}: {known}")
