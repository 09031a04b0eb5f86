"""Tests of the compressions."""

from __future__ import annotations

import gzip

import pytest
import zstandard

from bench.images.compression import COMPRESSIONS, Compression, compression_named
from octoscale.core.errors import UsageError

BOTH = pytest.mark.parametrize("how", COMPRESSIONS, ids=lambda how: how.name)
TEXT = b"to be or not to be " * 1000


def compressed(how: Compression, *members: bytes) -> bytes:
    out = b""
    for member in members:
        compressor = how.start()
        out += compressor.compress(member) + compressor.flush()
    return out


@BOTH
def test_members_read_as_one_stream(how: Compression) -> None:
    blob = compressed(how, TEXT, b"!")
    if how.name == "gzip":
        whole = gzip.decompress(blob)
    else:
        reader = zstandard.ZstdDecompressor()
        whole = reader.stream_reader(blob, read_across_frames=True).readall()
    assert whole == TEXT + b"!"
    assert len(blob) < len(TEXT) / 10


@BOTH
def test_a_member_is_read_back_chunk_by_chunk(how: Compression) -> None:
    blob, reader = compressed(how, TEXT), how.read()
    parts = [reader.decompress(blob[at : at + 7]) for at in range(0, len(blob), 7)]
    assert b"".join(parts) == TEXT


@BOTH
def test_equal_input_gives_equal_output(how: Compression) -> None:
    assert compressed(how, TEXT) == compressed(how, TEXT)


def test_gzip_holds_neither_time_nor_name() -> None:
    head = compressed(COMPRESSIONS[0], TEXT)[:10]
    assert head[3] == 0
    assert head[4:8] == bytes(4)


def test_another_name_is_refused() -> None:
    with pytest.raises(UsageError, match="'lzma': gzip or zstd"):
        compression_named("lzma")
