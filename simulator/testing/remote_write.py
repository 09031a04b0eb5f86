"""Samples into a real Prometheus, by its remote write receiver.

One message as protobuf and snappy's plain blocks, written by hand: it is three
kinds of fields. What the samples are is not known here.
"""

from __future__ import annotations

import http.client
import math
import struct
from typing import TYPE_CHECKING

from octoscale.core.errors import EnvironmentMissingError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Sample = tuple[int, float | None]
"""Milliseconds since the epoch, and a value; ``None`` is a staleness marker."""

STALE_BITS = 0x7FF0000000000002
"""The one NaN that means: from here on the series is absent."""

FLAGS = ("--web.enable-remote-write-receiver",)
"""What Prometheus has to be started with."""

PATH = "/api/v1/write"
_BLOCK = 65_536
_TIMEOUT_SECONDS = 60.0


def encode(series: Iterable[tuple[Mapping[str, str], Sequence[Sample]]]) -> bytes:
    """Encode a whole ``WriteRequest``; labels hold the name as ``__name__``.

    >>> encode([({"__name__": "up"}, [(1, 1.0)])]).hex()
    '0a1d0a0e0a085f5f6e616d655f5f12027570120b09000000000000f03f1001'
    """
    message = bytearray()
    for labels, samples in series:
        one = bytearray()
        for name in sorted(labels):
            pair = _text(1, name) + _text(2, labels[name])
            one += _nested(1, pair)
        for time_ms, value in samples:
            bits = STALE_BITS if value is None else _bits(value)
            one += _nested(
                2, b"\x09" + struct.pack("<Q", bits) + b"\x10" + _int(time_ms)
            )
        message += _nested(1, bytes(one))
    return bytes(message)


def snappy(data: bytes) -> bytes:
    """Wrap *data* as a snappy block of literals: valid, and not compressed.

    >>> snappy(b"abc").hex()
    '03f40200616263'
    """
    out = bytearray(_int(len(data)))
    for start in range(0, len(data), _BLOCK):
        part = data[start : start + _BLOCK]
        out += b"\xf4" + struct.pack("<H", len(part) - 1) + part
    return bytes(out)


def write(
    port: int, series: Iterable[tuple[Mapping[str, str], Sequence[Sample]]]
) -> None:
    """Send samples to the Prometheus on loopback *port*.

    Raises ``EnvironmentMissingError`` when it refuses them.
    """
    body = snappy(encode(series))
    headers = {
        "Content-Encoding": "snappy",
        "Content-Type": "application/x-protobuf",
        "X-Prometheus-Remote-Write-Version": "0.1.0",
    }
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT_SECONDS)
    try:
        connection.request("POST", PATH, body, headers)
        answer = connection.getresponse()
        said = answer.read().decode(errors="replace").strip()
    except (OSError, http.client.HTTPException) as error:
        raise EnvironmentMissingError(f"Prometheus took no samples: {error}") from error
    finally:
        connection.close()
    if answer.status >= 300:
        raise EnvironmentMissingError(f"Prometheus refused the samples: {said}")


def _bits(value: float) -> int:
    if math.isnan(value):
        return 0x7FF8000000000001  # a plain NaN, as Prometheus writes it
    bits: int = struct.unpack("<Q", struct.pack("<d", value))[0]
    return bits


def _int(value: int) -> bytes:
    """Encode a varint; negative ones as protobuf's int64."""
    value &= 0xFFFFFFFFFFFFFFFF
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _nested(field: int, data: bytes) -> bytes:
    return bytes([field << 3 | 2]) + _int(len(data)) + data


def _text(field: int, text: str) -> bytes:
    return _nested(field, text.encode("utf-8"))
