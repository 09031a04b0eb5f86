"""Write files whole or not at all, and never over somebody else's.

Reading lives in ``yamlio``. What is written, and whether it may replace what
is there, is the caller's decision.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from octoscale.core.errors import FileAccessError


def write_atomic(path: Path, content: str | bytes) -> None:
    """Put *content* at *path* in one step; readers see the old or the new file.

    Raises ``FileAccessError`` when the folder cannot be written; nothing is
    left behind then.
    """
    raw = content.encode("utf-8") if isinstance(content, str) else content
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(raw)
                stream.flush()
                os.fsync(stream.fileno())
            Path(name).chmod(_mode(path))
            Path(name).replace(path)
        except BaseException:
            with suppress(FileNotFoundError):
                Path(name).unlink()
            raise
    except OSError as error:
        reason = error.strerror or str(error)
        raise FileAccessError(f"cannot write {path}: {reason}") from error


def create_new(path: Path, content: str | bytes) -> None:
    """Write *content* to *path*, which must not exist yet.

    Raises ``FileAccessError`` when it does, or cannot be written.
    """
    if path.exists() or path.is_symlink():
        raise FileAccessError(
            f"{path} exists already, and is not overwritten",
            hint="name another file, or remove this one first",
        )
    write_atomic(path, content)


def new_directory(parent: Path, stem: str) -> Path:
    """Create a directory of its own: ``stem``, else ``stem-2``, ``stem-3``, and so on.

    Raises ``FileAccessError`` when *parent* cannot be written.
    """
    number = 1
    while True:
        path = parent / (stem if number == 1 else f"{stem}-{number}")
        try:
            parent.mkdir(parents=True, exist_ok=True)
            path.mkdir()
        except FileExistsError as error:
            if not parent.is_dir():
                raise FileAccessError(f"{parent} is not a directory") from error
            number += 1
        except OSError as error:
            reason = error.strerror or str(error)
            raise FileAccessError(f"cannot create {path}: {reason}") from error
        else:
            return path


def _mode(path: Path) -> int:
    """Keep a file's permissions, or take those that a new file would get."""
    with suppress(OSError):
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
