"""Write one layer: entries in, a compressed blob out, both digests on the way.

A layer's blob has two members: first all of its entries, then its stamp with the
end of the stream. The stamp is a small file that is always of the same length and
follows from the salt, so that a salt makes every layer new and none larger.
Nothing is held in memory but one chunk.
"""

from __future__ import annotations

import hashlib
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench.images.built import BuiltLayer
from bench.images.entries import END_OF_TAR, Entry, Kind, file_of, to_tar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from bench.images.compression import Compression, Compressor

STAMPS = "usr/share/octoscale/layers"
"""Where each layer keeps its stamp."""

STAMP_BYTES = 65
"""Length of a stamp."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerPlan:
    """What goes into a layer."""

    name: str
    entries: Callable[[], Iterable[Entry]]
    """Gives the entries, in their order; folders before what is in them."""

    size: int
    """Bytes of all its files, without the stamp: for telling how far it is."""


def stamp(layer: str, salt: str | None) -> Entry:
    """Make a layer's stamp: the same for the same salt, else another.

    >>> stamp("base", None).size == stamp("base", "again").size == STAMP_BYTES
    True
    """
    text = hashlib.sha256(f"{layer}\n{salt or ''}".encode()).hexdigest() + "\n"
    return file_of(f"{STAMPS}/{layer}", text.encode())


def write_layer(
    plan: LayerPlan,
    *,
    salt: str | None,
    compression: Compression,
    blobs: Path,
    tell: Callable[[int], None],
) -> BuiltLayer:
    """Write the layer into the folder *blobs*, under its digest's name.

    *tell* is called with the bytes written so far, chunk by chunk; what it raises
    ends the writing.
    """
    with new_blob(blobs) as sink:
        on_disk = _body(plan, sink, compression.start(), tell)
        body_bytes = sink.written
        sink.finish(plan.name, salt, compression)
    return BuiltLayer(
        name=plan.name,
        media_type=compression.media_type,
        digest=f"sha256:{sink.blob.hexdigest()}",
        diff_id=f"sha256:{sink.diff.hexdigest()}",
        on_disk_bytes=on_disk + STAMP_BYTES,
        pulled_bytes=sink.written,
        body_bytes=body_bytes,
    )


@contextmanager
def new_blob(blobs: Path) -> Iterator[Sink]:
    """Give a sink whose bytes are a blob in the folder *blobs* after the block."""
    with tempfile.NamedTemporaryFile(dir=blobs, prefix=".", delete=False) as file:
        path = Path(file.name)
        try:
            sink = Sink(file.write)
            yield sink
        except BaseException:
            path.unlink()
            raise
    path.chmod(0o644)
    path.rename(blobs / sink.blob.hexdigest())


def _body(
    plan: LayerPlan,
    sink: Sink,
    compressor: Compressor,
    tell: Callable[[int], None],
) -> int:
    """Write all entries as a member; give the bytes of their files."""
    on_disk = 0
    sink.member(compressor)
    for entry in plan.entries():
        for chunk in to_tar(entry):
            sink.take(chunk)
            tell(sink.taken)
        on_disk += entry.size if entry.kind is Kind.FILE else 0
    sink.end()
    return on_disk


class Sink:
    """Hashes a stream, compresses it, hashes that, and writes it."""

    def __init__(self, write: Callable[[bytes], object]) -> None:
        """Begin, with where compressed bytes go."""
        self._write = write
        self._compressor: Compressor | None = None
        self.diff = hashlib.sha256()
        """Of the stream so far."""
        self.blob = hashlib.sha256()
        """Of the compressed bytes so far."""
        self.taken = 0
        """Bytes of the stream so far."""
        self.written = 0
        """Compressed bytes so far."""

    def member(self, compressor: Compressor) -> None:
        """Begin a member."""
        self._compressor = compressor

    def take(self, data: bytes) -> None:
        """Take the next bytes of the stream."""
        if self._compressor is None:
            raise ValueError("no member has begun")
        self.diff.update(data)
        self.taken += len(data)
        self._put(self._compressor.compress(data))

    def end(self) -> None:
        """End the member."""
        if self._compressor is not None:
            self._put(self._compressor.flush())
            self._compressor = None

    def copy(self, data: bytes, compressed: bytes) -> None:
        """Take bytes of the stream that are compressed already."""
        self.diff.update(data)
        self.taken += len(data)
        self._put(compressed)

    def finish(self, layer: str, salt: str | None, compression: Compression) -> None:
        """Write the last member: the stamp, and the end of the stream."""
        self.member(compression.start())
        for chunk in to_tar(stamp(layer, salt)):
            self.take(chunk)
        self.take(END_OF_TAR)
        self.end()

    def _put(self, data: bytes) -> None:
        self.blob.update(data)
        self.written += len(data)
        self._write(data)
