"""Build an image into a directory: its files, then its layers and its layout.

What each kind of image consists of is in ``recipes``, how it is put together in
``assembly``, how it is written in ``writing``.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bench.images import layout
from bench.images.assembly import assemble
from bench.images.compression import compression_named
from bench.images.presets import preset_named
from bench.images.trees import Tree
from bench.images.writing import write_image
from octoscale.core.errors import FileAccessError

if TYPE_CHECKING:
    from bench.images.built import BuiltImage
    from bench.progress import Say


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
        write_image(
            preset,
            tree,
            architecture=architecture,
            draft=draft,
            salt=salt,
            compression=how,
            say=progress,
        )
    return layout.read(to)


def _workshop(cache: Path) -> tempfile.TemporaryDirectory[str]:
    try:
        cache.mkdir(parents=True, exist_ok=True)
        return tempfile.TemporaryDirectory(dir=cache, prefix=".tree-")
    except OSError as error:
        raise FileAccessError(f"cannot write {cache}: {error.strerror}") from error
