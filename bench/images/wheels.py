"""Fetch wheels with pip and put them into an image.

The versions are those that are installed here, where they are: an image runs what
this checkout was tested with. What is taken is in ``recipes``.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from bench.images.archive import locked
from bench.images.errors import PackagesError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.images.trees import Tree
    from bench.progress import Say

_GLIBC = (17, 24, 27, 28, 31, 34, 35, 36)
"""Minor versions of glibc 2 that wheels are built for; Debian 12 has 2.36."""

_CHUNK = 1 << 18
_LIBRARIES = ("purelib", "platlib")


def fetch(
    requirements: Sequence[str],
    *,
    python: str,
    cache: Path,
    refresh: bool,
    say: Say,
) -> tuple[Path, ...]:
    """Give wheels of *requirements*, with what they need, for *python* (``3.11``).

    Raises ``PackagesError`` when pip is missing or does not find them.
    """
    pins = _pins()
    words = [*requirements, *pins, python, platform.machine()]
    key = hashlib.sha256("\n".join(words).encode()).hexdigest()[:16]
    folder = cache / f"wheels-{key}"
    cache.mkdir(parents=True, exist_ok=True)
    with locked(cache / "lock"):
        if refresh and folder.exists():
            shutil.rmtree(folder)
        if not folder.exists():
            say("fetching wheels")
            _download(requirements, pins, python, folder)
    return tuple(sorted(folder.glob("*.whl")))


def install(tree: Tree, layer: str, wheels: Sequence[Path], folder: str) -> None:
    """Put *wheels* into the image's *folder*, as pip would.

    Scripts and data outside of the packages are left out: images start modules.
    """
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            for info in sorted(archive.infolist(), key=lambda info: info.filename):
                place = _place(info.filename)
                if place and not info.is_dir():
                    mode = 0o755 if info.external_attr >> 16 & 0o111 else 0o644
                    chunks = _read(archive, info)
                    tree.add(layer, f"{folder}/{place}", chunks, mode=mode)


def _place(name: str) -> str:
    """Say where a file of a wheel goes; nowhere is empty."""
    top, _, rest = name.partition("/")
    if not top.endswith(".data"):
        return name
    kind, _, below = rest.partition("/")
    return below if kind in _LIBRARIES else ""


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(info) as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _pins() -> list[str]:
    """Give the versions that are installed here, as pip's constraints."""
    pins = set()
    for one in importlib.metadata.distributions():
        with suppress(KeyError, TypeError):
            if one.version and "+" not in one.version:
                pins.add(f"{one.name}=={one.version}")
    return sorted(pins)


def _download(
    requirements: Sequence[str], pins: Sequence[str], python: str, folder: Path
) -> None:
    """Fill the new *folder*; it is there only when all of it is."""
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".wheels-") as name:
        limits = Path(name) / "constraints.txt"
        limits.write_text("\n".join(pins))
        target = Path(name) / "wheels"
        done = subprocess.run(  # noqa: S603 - our own list, without a shell
            [*_command(python), "-c", limits, "-d", target, *requirements],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "LC_ALL": "C"},
        )
        if done.returncode:
            lines = [x for x in done.stderr.splitlines() if x.startswith("ERROR")]
            reason = lines[0] if lines else done.stderr.strip()[-200:]
            raise PackagesError(
                f"pip could not fetch wheels: {reason}",
                hint="images need pip here, and a package index that it can reach",
            )
        target.rename(folder)


def _command(python: str) -> list[str]:
    machine = platform.machine()
    tags = [f"manylinux_2_{minor}_{machine}" for minor in _GLIBC]
    tags += [f"manylinux2014_{machine}", f"linux_{machine}"]
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input"]
    options = ["--only-binary=:all:", "--python-version", python]
    options += ["--implementation", "cp"]
    options += [word for tag in tags for word in ("--platform", tag)]
    return [*pip, "download", "-q", *options]
