"""How a layer is compressed: gzip, which every node reads, or zstd, which is faster.

Both formats allow several members one after the other, which read as one stream.
Equal input gives equal output for one version of the library: gzip's header holds
no time.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from octoscale.core.errors import EnvironmentMissingError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

GZIP_LEVEL = 1
"""The fastest: most of an image's filler would not get smaller anyway."""

ZSTD_LEVEL = 3
"""The library's own default."""

_GZIP_WINDOW = 31
"""zlib's way to ask for a gzip header and the largest window."""


class Compressor(Protocol):
    """Compresses one member of a stream."""

    def compress(self, data: bytes, /) -> bytes:
        """Take *data*; give what is ready."""
        ...

    def flush(self) -> bytes:
        """Give the rest; the member is over."""
        ...


class Decompressor(Protocol):
    """Reads one member of a stream."""

    def decompress(self, data: bytes, /) -> bytes:
        """Take compressed *data*; give what was in it."""
        ...


@dataclass(frozen=True, slots=True)
class Compression:
    """One way to compress layers."""

    name: str
    """What people say: ``gzip``."""

    media_type: str
    """Of a layer, in OCI's words."""

    start: Callable[[], Compressor]
    """Starts a member."""

    read: Callable[[], Decompressor]
    """Starts reading a member."""


def _gzip() -> Compressor:
    return zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, _GZIP_WINDOW)


def _zstd() -> Compressor:
    import zstandard  # noqa: PLC0415 - an extra

    compressor: Compressor = zstandard.ZstdCompressor(level=ZSTD_LEVEL).compressobj()
    return compressor


def _gunzip() -> Decompressor:
    return zlib.decompressobj(_GZIP_WINDOW)


def _unzstd() -> Decompressor:
    import zstandard  # noqa: PLC0415 - an extra

    return zstandard.ZstdDecompressor().decompressobj()


_LAYER = "application/vnd.oci.image.layer.v1.tar"
COMPRESSIONS = (
    Compression("gzip", f"{_LAYER}+gzip", _gzip, _gunzip),
    Compression("zstd", f"{_LAYER}+zstd", _zstd, _unzstd),
)
"""What a layer may be compressed with."""


def compression_named(name: str) -> Compression:
    """Find a compression, and see that its library is there.

    Raises ``UsageError`` for another name, ``EnvironmentMissingError`` without the
    library.
    """
    found = next((one for one in COMPRESSIONS if one.name == name), None)
    if found is None:
        names = " or ".join(one.name for one in COMPRESSIONS)
        raise UsageError(f"no compression {name!r}: {names}")
    try:
        found.start()
    except ModuleNotFoundError as error:
        raise EnvironmentMissingError(
            f"{name} needs zstandard, which is not installed",
            hint="pip install 'octoscale[images]', or use gzip",
        ) from error
    return found


def compression_of(media_type: str) -> Compression:
    """Find the compression of a layer of ours.

    >>> compression_of("application/vnd.oci.image.layer.v1.tar+gzip").name
    'gzip'
    """
    return compression_named(media_type.rpartition("+")[2])
