"""Build an image into a directory: what goes in, then its layers, then the layout.

What each kind of image consists of is in ``recipes``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.core.errors import EnvironmentMissingError

if TYPE_CHECKING:
    from pathlib import Path

    from bench.images.built import BuiltImage
    from bench.progress import Say


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
    """Build the image *preset_or_size* as an OCI layout in the directory *to*."""
    del to, progress, salt, compression, cache, refresh
    raise EnvironmentMissingError(f"cannot build {preset_or_size} yet")
