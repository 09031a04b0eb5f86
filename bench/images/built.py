"""What a built image is: its digest, its layers, and both of its sizes.

Values only: building them is ``build``, reading them back is ``layout``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltLayer:
    """One layer of an image."""

    name: str
    """What it holds: ``base``, ``python``, ``filler-1``, ``app``."""

    media_type: str
    """The OCI media type, which says how it is compressed."""

    digest: str
    """Of the compressed blob: what a registry and a node know it by."""

    diff_id: str
    """Of the tar stream within."""

    on_disk_bytes: int
    """Sum of the bytes of its files."""

    pulled_bytes: int
    """Length of the compressed blob."""

    body_bytes: int
    """Length of its first part, which no salt changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltImage:
    """An image in an OCI layout."""

    layout: Path
    """The directory that holds it."""

    name: str
    """What was built: a preset, or ``demo`` for a size of one's own."""

    reference_digest: str
    """Of its manifest: ``sha256:…``; with it a reference names this very image."""

    platform: str
    """``linux/amd64``, and so on."""

    on_disk_bytes: int
    """Sum of the bytes of all files: what the paper's image size is taken for."""

    pulled_bytes: int
    """Sum of the lengths of the compressed layers: what a node that has none of them
    pulls, but for the manifest and the config of a few kB."""

    layers: tuple[BuiltLayer, ...]
    """From the bottom up."""
