"""The files of an image while they are put together, in a folder of ours.

Everything keeps the name of the layer that it goes into. A name that would lead out
of the folder, or through a symbolic link, is refused: archives are written by
others. Packages and wheels are read in ``debs`` and ``wheels``.
"""

from __future__ import annotations

import os
import posixpath
from typing import TYPE_CHECKING

from bench.images.entries import Entry, Kind
from bench.images.errors import PackagesError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from tarfile import TarFile, TarInfo

MERGED = ("bin", "sbin", "lib", "lib64", "lib32", "libx32")
"""Folders that a current Debian has as links into ``usr``."""

_CHUNK = 1 << 18


class Tree:
    """A tree of files on its way into layers."""

    def __init__(self, root: Path) -> None:
        """Begin with the empty folder *root*."""
        self.root = root
        self._entries: dict[str, tuple[str, Entry]] = {}

    def add(
        self, layer: str, name: str, chunks: Iterable[bytes], *, mode: int = 0o644
    ) -> None:
        """Put a file in, with the folders that it needs; a later one replaces it."""
        name = self._place(layer, name)
        path = self.root / name
        size = 0
        with path.open("wb") as file:
            for chunk in chunks:
                size += file.write(chunk)
        path.chmod(0o755 if mode & 0o111 else 0o644)
        self._keep(layer, Entry(name=name, mode=mode, size=size, open=_reader(path)))

    def adopt(self, layer: str, name: str) -> None:
        """Take a file in that somebody wrote into the folder."""
        path = self.root / name
        self._parents(layer, name)
        size = path.stat().st_size
        self._keep(layer, Entry(name=name, size=size, open=_reader(path)))

    def link(self, layer: str, name: str, target: str) -> None:
        """Put a symbolic link in."""
        name = self._place(layer, name)
        self._keep(layer, Entry(name=name, kind=Kind.LINK, mode=0o777, target=target))
        (self.root / name).symlink_to(target)

    def folder(self, layer: str, name: str, *, mode: int = 0o755) -> None:
        """Put a folder in; one that is there gets the mode."""
        name = clean(name)
        if not name or name in MERGED:
            return
        self._parents(layer, name + "/.")
        owner = self._entries[name][0]
        self._keep(owner, Entry(name=name, kind=Kind.FOLDER, mode=mode))

    def unpack(self, layer: str, archive: TarFile) -> list[str]:
        """Put what a package installs in; give the names of its files and links.

        Hard links become symbolic ones; devices and pipes are left out.
        """
        names = []
        for info in archive:
            if info.isdir():
                self.folder(layer, info.name, mode=info.mode & 0o7777)
                continue
            if info.issym():
                self.link(layer, info.name, info.linkname)
            elif info.islnk():
                self._hard_link(layer, info)
            elif (found := archive.extractfile(info)) is not None:
                self.add(layer, info.name, _read(found.read), mode=info.mode & 0o7777)
            else:
                continue
            names.append(clean(info.name))
        return names

    def keep(self, wanted: Callable[[str], bool]) -> None:
        """Drop every file and link whose name is not *wanted*, and empty folders."""
        needed: set[str] = set()
        for name, (_, entry) in self._entries.items():
            if entry.kind is not Kind.FOLDER and wanted(name):
                needed |= {name, *_above(name)}
        for name in sorted(set(self._entries) - needed, reverse=True):
            self.remove(name)

    def remove(self, name: str) -> None:
        """Take one thing out; a folder must be empty."""
        _, entry = self._entries.pop(name)
        path = self.root / name
        if entry.kind is Kind.FOLDER:
            path.rmdir()
        else:
            path.unlink()

    def names(self, layer: str | None = None) -> list[str]:
        """Name all files and links, sorted; of one layer only if it is named."""
        return sorted(
            name
            for name, (owner, entry) in self._entries.items()
            if entry.kind is not Kind.FOLDER and layer in {None, owner}
        )

    def owner(self, name: str) -> str:
        """Say which layer a name goes into."""
        return self._entries[name][0]

    def size(self, layer: str | None = None) -> int:
        """Give the bytes of all files; of one layer only if it is named."""
        return sum(
            entry.size
            for owner, entry in self._entries.values()
            if layer in {None, owner}
        )

    def entries(self, layer: str) -> list[Entry]:
        """Give a layer's entries with the folders above them, sorted by name."""
        own = {n for n, (owner, _) in self._entries.items() if owner == layer}
        names = own.union(*map(_above, own))
        return [self._entries[name][1] for name in sorted(names)]

    def _place(self, layer: str, name: str) -> str:
        """Make room for a file or link, and give its clean name."""
        name = clean(name)
        if not name:
            raise PackagesError("an archive has a file without a name")
        self._parents(layer, name)
        if name in self._entries:
            self.remove(name)
        return name

    def _parents(self, layer: str, name: str) -> None:
        for parent in _above(name):
            found = self._entries.get(parent)
            if found is None:
                (self.root / parent).mkdir(exist_ok=True)
                self._keep(layer, Entry(name=parent, kind=Kind.FOLDER, mode=0o755))
            elif found[1].kind is not Kind.FOLDER:
                text = f"an archive writes through {parent}, which is no folder"
                raise PackagesError(text)

    def _hard_link(self, layer: str, info: TarInfo) -> None:
        name, first = clean(info.name), clean(info.linkname)
        if first not in self._entries:
            raise PackagesError(f"{name} is a hard link to {first}, which is missing")
        self.link(layer, name, os.path.relpath(first, posixpath.dirname(name)))

    def _keep(self, layer: str, entry: Entry) -> None:
        self._entries[entry.name] = (layer, entry)


def clean(name: str) -> str:
    """Bring a name to the form that it has in an image.

    Raises ``PackagesError`` for one that leads out of it.

    >>> clean("./lib/x86_64-linux-gnu/libc.so.6"), clean("./")
    ('usr/lib/x86_64-linux-gnu/libc.so.6', '')
    """
    parts = [part for part in name.split("/") if part not in {"", "."}]
    if ".." in parts or "\0" in name:
        raise PackagesError(f"an archive has a file named {name!r}")
    if parts and parts[0] in MERGED and parts != [parts[0]]:
        parts.insert(0, "usr")
    return "/".join(parts)


def _above(name: str) -> list[str]:
    """Name the folders above a name, outermost first."""
    parts = name.split("/")[:-1]
    return ["/".join(parts[: end + 1]) for end in range(len(parts))]


def _reader(path: Path) -> Callable[[], Iterator[bytes]]:
    def chunks() -> Iterator[bytes]:
        with path.open("rb") as file:
            yield from _read(file.read)

    return chunks


def _read(read: Callable[[int], bytes]) -> Iterator[bytes]:
    while chunk := read(_CHUNK):
        yield chunk
