"""Bring a layout to a registry.

The protocol is in ``registry``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.core.errors import EnvironmentMissingError

if TYPE_CHECKING:
    from pathlib import Path

    from bench.progress import Say


def push(
    layout: Path, reference: str, *, progress: Say, plain_http: bool = False
) -> str:
    """Push the image in *layout* as *reference*; give ``HOST/NAME@sha256:…``."""
    del layout, progress, plain_http
    raise EnvironmentMissingError(f"cannot push {reference} yet")
