"""Build an image into a directory: its files, its filler, its layers, its layout.

Layers are written side by side, each in a stream, so that memory stays small
however big the image. What each kind of image consists of is in ``recipes``.
"""

from __future__ import annotations

import os
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bench import units
from bench.images import documents, layout
from bench.images.assembly import APP, BASE, PYTHON, assemble
from bench.images.compression import compression_named
from bench.images.filling import fillers
from bench.images.layers import STAMP_BYTES, LayerPlan, write_layer
from bench.images.presets import preset_named
from bench.images.trees import Tree
from octoscale.core.errors import FileAccessError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.images.built import BuiltImage, BuiltLayer
    from bench.images.compression import Compression
    from bench.images.presets import Preset
    from bench.progress import Say

WRITERS = 2
"""Layers that are written at once: compressing keeps a core busy."""

TELL_BYTES = 64_000_000
"""So many bytes apart are the lines that tell how far a layer is."""


class _StoppedError(Exception):
    """Another layer failed, or the user has had enough."""


def default_cache() -> Path:
    """Say where packages are kept: in the user's cache folder."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "octoscale" / "images"


def build(  # noqa: PLR0913 - one keyword for each choice
    preset_or_size: str,
    *,
    to: Path,
    progress: Say,
    salt: str | None = None,
    compression: str = "gzip",
    cache: Path | None = None,
    refresh: bool = False,
) -> BuiltImage:
    """Build an image as an OCI layout in the directory *to*.

    *preset_or_size* is ``small``, ``medium`` or ``big`` (the paper's), ``octoscale``,
    ``prometheus``, or a size on disk like ``50M``. With another *salt* every layer
    is another, and none larger. Packages come from *cache*; with *refresh* Debian
    and the package index are asked for newer ones. The same arguments and packages
    give the same digest.

    Raises ``UsageError`` (also where *to* holds something else, or a size is too
    small), and ``EnvironmentMissingError`` when packages cannot be had.
    """
    preset = preset_named(preset_or_size)
    how = compression_named(compression)
    cache = (cache or default_cache()).absolute()
    with layout.replaced(to) as draft, _workshop(cache) as folder:
        tree = Tree(Path(folder))
        architecture = assemble(
            preset.recipe, tree, cache=cache, refresh=refresh, say=progress
        )
        plans = _plans(preset, tree)
        layers = _write(plans, draft, salt=salt, compression=how, say=progress)
        _describe(preset, layers, draft, architecture)
    return layout.read(to)


def _workshop(cache: Path) -> tempfile.TemporaryDirectory[str]:
    try:
        cache.mkdir(parents=True, exist_ok=True)
        return tempfile.TemporaryDirectory(dir=cache, prefix=".tree-")
    except OSError as error:
        raise FileAccessError(f"cannot write {cache}: {error.strerror}") from error


def _plans(preset: Preset, tree: Tree) -> list[LayerPlan]:
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


def _write(
    plans: Sequence[LayerPlan],
    draft: Path,
    *,
    salt: str | None,
    compression: Compression,
    say: Say,
) -> list[BuiltLayer]:
    """Write all layers; when one fails, or on an interrupt, none goes on."""
    stop = threading.Event()
    blobs = draft / layout.BLOBS
    with ThreadPoolExecutor(WRITERS) as pool:
        futures = [
            pool.submit(
                write_layer,
                plan,
                salt=salt,
                compression=compression,
                blobs=blobs,
                tell=_Teller(plan, f"layer {number} of {len(plans)}", say, stop),
            )
            for number, plan in enumerate(plans, start=1)
        ]
        try:
            return [future.result() for future in futures]
        except OSError as error:
            stop.set()
            raise FileAccessError(f"cannot write {draft}: {error.strerror}") from error
        except BaseException:
            stop.set()
            raise


class _Teller:
    """Tells how far a layer is, and ends it when the others ended."""

    def __init__(
        self, plan: LayerPlan, place: str, say: Say, stop: threading.Event
    ) -> None:
        self._text = f"{place} ({plan.name})"
        self._size = plan.size
        self._say = say
        self._stop = stop
        self._next = 0

    def __call__(self, done: int) -> None:
        """Take the bytes written so far."""
        if self._stop.is_set():
            raise _StoppedError
        if done >= self._next:
            self._next = done + TELL_BYTES
            known = f"{units.size(done)} of {units.size(max(done, self._size))}"
            self._say(f"writing {self._text}: {known}")


def _describe(
    preset: Preset, layers: Sequence[BuiltLayer], draft: Path, architecture: str
) -> None:
    """Write the config, the manifest and the index."""
    config = documents.to_json(documents.config(preset, layers, architecture))
    layout.add_blob(draft, config)
    manifest = documents.to_json(documents.manifest(config, layers))
    layout.add_blob(draft, manifest)
    index = documents.to_json(documents.index(preset, manifest, architecture))
    (draft / layout.INDEX_FILE).write_bytes(index)
