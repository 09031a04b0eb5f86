"""Reads protobuf without knowing what it is: numbers, and bytes that may nest.

Only as much as is needed to compare two servers' answers, and written apart from
what is tested.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

Path = tuple[int, ...]


def fields(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Give field numbers with what they hold; raises ``ValueError``."""
    at = 0
    while at < len(data):
        tag, at = _varint(data, at)
        number, wire = tag >> 3, tag & 7
        if number == 0 or wire not in (0, 2):
            raise ValueError("no field")
        value, at = _varint(data, at)
        if wire == 0:
            yield number, value
            continue
        if at + value > len(data):
            raise ValueError("cut off")
        yield number, data[at : at + value]
        at += value


def texts(data: bytes, path: Path) -> list[bytes]:
    """Give all that stands at *path*, from field to field."""
    found = [data]
    for number in path:
        found = [
            value
            for one in found
            for key, value in fields(one)
            if key == number and isinstance(value, bytes)
        ]
    return found


def without(data: bytes, path: Path) -> bytes:
    """Write *data* again, all that stands at *path* empty."""
    out = bytearray()
    for number, value in fields(data):
        if isinstance(value, int):
            out += _written(number << 3) + _written(value)
            continue
        content = value
        if path == (number,):
            content = b""
        elif path[:1] == (number,):
            content = without(value, path[1:])
        out += _written(number << 3 | 2) + _written(len(content)) + content
    return bytes(out)


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        if at >= len(data):
            raise ValueError("cut off")
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at


def _written(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*out, value))
