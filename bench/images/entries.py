"""One file, folder or symbolic link of an image, and its place in a tar stream.

Every entry belongs to root and is as old as the epoch, so that equal contents give
equal streams. Where entries come from is ``trees`` and ``filler``.
"""

from __future__ import annotations

import tarfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

BLOCK = 512
"""A tar stream's unit."""

END_OF_TAR = bytes(2 * BLOCK)
"""What ends a tar stream."""

Chunks = Iterable[bytes]


class Kind(StrEnum):
    """What an entry is."""

    FILE = "file"
    FOLDER = "folder"
    LINK = "link"


_TYPES = {
    Kind.FILE: tarfile.REGTYPE,
    Kind.FOLDER: tarfile.DIRTYPE,
    Kind.LINK: tarfile.SYMTYPE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing in a layer."""

    name: str
    """Its path from the root, without a slash at either end."""

    kind: Kind = Kind.FILE
    mode: int = 0o644
    """Permission bits."""

    size: int = 0
    """Bytes of a file."""

    target: str = ""
    """Where a link leads."""

    open: Callable[[], Chunks] = tuple
    """Gives a file's bytes, ``size`` of them in all."""


def file_of(name: str, content: bytes, *, mode: int = 0o644) -> Entry:
    """Make a small file that is already in memory.

    >>> file_of("etc/hostname", b"pod").size
    3
    """
    return Entry(name=name, mode=mode, size=len(content), open=lambda: (content,))


def folder_of(name: str, *, mode: int = 0o755) -> Entry:
    """Make a folder."""
    return Entry(name=name, kind=Kind.FOLDER, mode=mode)


def to_tar(entry: Entry) -> Iterator[bytes]:
    """Write *entry* as a part of a tar stream (POSIX pax, sparing).

    Raises ``ValueError`` when a file turns out longer or shorter than it says.
    """
    info = tarfile.TarInfo(entry.name)
    info.type = _TYPES[entry.kind]
    info.mode, info.size, info.linkname = entry.mode, entry.size, entry.target
    yield info.tobuf(tarfile.PAX_FORMAT, "utf-8", "surrogateescape")
    if entry.kind is not Kind.FILE:
        return
    written = 0
    for chunk in entry.open():
        written += len(chunk)
        yield chunk
    if written != entry.size:
        raise ValueError(f"{entry.name}: {written} bytes instead of {entry.size}")
    yield bytes(-written % BLOCK)
