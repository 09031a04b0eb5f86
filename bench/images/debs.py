"""Read Debian packages: an ``ar`` archive with two tar archives in it.

Neither dpkg nor root is needed. Where packages come from is ``archive``; what is
done with their files is ``trees``.
"""

from __future__ import annotations

import tarfile
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, BinaryIO, cast

from bench.images.errors import PackagesError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MAGIC = b"!<arch>\n"
_HEADER_BYTES = 60
_HEADER_END = b"`\n"


@contextmanager
def contents(package: Path) -> Iterator[tarfile.TarFile]:
    """Open what *package* installs, as a tar stream to be read once, in order."""
    with package.open("rb") as file, _member(file, package, "data.tar") as stream:
        yield stream


def control(package: Path) -> str:
    """Give the text that says which package this is, in which version."""
    with package.open("rb") as file, _member(file, package, "control.tar") as stream:
        for info in stream:
            found = stream.extractfile(info) if info.isfile() else None
            if found is not None and info.name.removeprefix("./") == "control":
                return found.read().decode("utf-8", "replace")
    raise PackagesError(f"{package.name} has no control file")


@contextmanager
def _member(file: BinaryIO, package: Path, stem: str) -> Iterator[tarfile.TarFile]:
    """Open the tar archive *stem* of a package, however it is compressed."""
    try:
        name, part = _find(file, stem)
        with _open_tar(name, part) as archive:
            yield archive
    except (tarfile.TarError, EOFError, ValueError) as error:
        text = f"{package.name} is no readable Debian package: {error}"
        raise PackagesError(text) from error


def _find(file: BinaryIO, stem: str) -> tuple[str, IO[bytes]]:
    """Go to a member; members are padded to even lengths."""
    if file.read(len(_MAGIC)) != _MAGIC:
        raise ValueError("not an ar archive")
    while header := file.read(_HEADER_BYTES):
        if len(header) < _HEADER_BYTES or not header.endswith(_HEADER_END):
            raise ValueError("cut short")
        name = header[:16].decode("ascii", "replace").strip().rstrip("/")
        size = int(header[48:58])
        if name == stem or name.startswith(stem + "."):
            return name, cast("IO[bytes]", _Part(file, size))
        file.seek(size + size % 2, 1)
    raise ValueError(f"no {stem}")


def _open_tar(name: str, part: IO[bytes]) -> tarfile.TarFile:
    suffix = name.rpartition(".")[2]
    if suffix == "zst":
        import zstandard  # noqa: PLC0415 - an extra, and only Ubuntu's packages need it

        unpacked = zstandard.ZstdDecompressor().stream_reader(part)
        return tarfile.open(fileobj=unpacked, mode="r|")
    return tarfile.open(fileobj=part, mode="r|*")


class _Part:
    """The rest of a file up to a length, as a file."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file = file
        self._left = size

    def read(self, size: int = -1) -> bytes:
        """Read at most *size* bytes; none at the end."""
        wanted = self._left if size < 0 else min(size, self._left)
        data = self._file.read(wanted)
        self._left -= len(data)
        return data
