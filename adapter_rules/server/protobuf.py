"""Kubernetes' protobuf form of the answers, written from their JSON form.

Field numbers and which fields are always present are those of the API types'
generated.proto and Go structs (k8s.io/metrics, apimachinery, api/core). Only what
this server answers is known here; who gets it is ``negotiation``'s business.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from octoscale.core.duration import parse_go

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Writer = Callable[[Any], bytes]

MAGIC = b"k8s\x00"
"""Stands before each message: whoever reads it need not know its type."""

_VARINT, _BYTES = 0, 2
_NANOSECONDS = 1_000_000_000
_SHORT = 128
"""Lengths below it take one byte."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a message."""

    number: int
    name: str
    """In JSON, which is its name in protobuf, too."""

    kind: str
    """A scalar's, or a message's name."""

    sort: str = "one"
    """``one`` is always written; ``maybe``, ``many`` and ``map`` where present."""


def _fields(text: str) -> tuple[Field, ...]:
    """Read ``number name kind [sort]``, comma by comma."""
    rows = (row.split() for row in text.split(","))
    return tuple(Field(int(row[0]), *row[1:]) for row in rows)


MESSAGES: Mapping[str, tuple[Field, ...]] = {
    name: _fields(text)
    for name, text in {
        "APIGroup": "1 name string, 2 versions GroupVersion many, "
        "3 preferredVersion GroupVersion, "
        "4 serverAddressByClientCIDRs ServerAddress many",
        "APIGroupList": "1 groups APIGroup many",
        "APIResource": "1 name string, 2 namespaced bool, 3 kind string, "
        "4 verbs Verbs, 6 singularName string, 8 group string, 9 version string, "
        "10 storageVersionHash string",
        "APIResourceList": "1 groupVersion string, 2 resources APIResource many",
        "ContainerMetrics": "1 name string, 2 usage quantity map",
        "ExternalMetricValue": "1 metricName string, 2 metricLabels string map, "
        "3 timestamp time, 4 window int maybe, 5 value quantity",
        "ExternalMetricValueList": "1 metadata ListMeta, "
        "2 items ExternalMetricValue many",
        "GroupVersion": "1 groupVersion string, 2 version string",
        "LabelSelector": "1 matchLabels string map, "
        "2 matchExpressions LabelSelectorRequirement many",
        "LabelSelectorRequirement": "1 key string, 2 operator string, "
        "3 values string many",
        "ListMeta": "1 selfLink string, 2 resourceVersion string, 3 continue string",
        "MetricIdentifier": "1 name string, 2 selector LabelSelector maybe",
        "MetricValue/v1beta1": "1 describedObject ObjectReference, "
        "2 metricName string, 3 timestamp time, 4 window int maybe, "
        "5 value quantity, 6 selector LabelSelector maybe",
        "MetricValue/v1beta2": "1 describedObject ObjectReference, "
        "2 metric MetricIdentifier, 3 timestamp time, 4 windowSeconds int maybe, "
        "5 value quantity",
        "NodeMetrics": "1 metadata ObjectMeta, 2 timestamp time, 3 window duration, "
        "4 usage quantity map",
        "NodeMetricsList": "1 metadata ListMeta, 2 items NodeMetrics many",
        "ObjectMeta": "1 name string, 2 generateName string, 3 namespace string, "
        "4 selfLink string, 5 uid string, 6 resourceVersion string, "
        "7 generation int, 8 creationTimestamp time, 11 labels string map",
        "ObjectReference": "1 kind string, 2 namespace string, 3 name string, "
        "4 uid string, 5 apiVersion string, 6 resourceVersion string, "
        "7 fieldPath string",
        "PodMetrics": "1 metadata ObjectMeta, 2 timestamp time, 3 window duration, "
        "4 containers ContainerMetrics many",
        "PodMetricsList": "1 metadata ListMeta, 2 items PodMetrics many",
        "ServerAddress": "1 clientCIDR string, 2 serverAddress string",
        "Status": "1 metadata ListMeta, 2 status string, 3 message string, "
        "4 reason string, 5 details StatusDetails maybe, 6 code int",
        "StatusCause": "1 reason string, 2 message string, 3 field string",
        "StatusDetails": "1 name string, 2 group string, 3 kind string, "
        "4 causes StatusCause many, 5 retryAfterSeconds int, 6 uid string",
        "TypeMeta": "1 apiVersion string, 2 kind string",
        "Unknown": "1 typeMeta TypeMeta, 2 raw bytes, 3 contentEncoding string, "
        "4 contentType string",
    }.items()
} | {
    f"MetricValueList/{version}": _fields(
        "1 metadata ListMeta, 2 items MetricValue/" + version + " many"
    )
    for version in ("v1beta1", "v1beta2")
}
"""All messages, fields in the order of their numbers."""


def encode(body: Mapping[str, Any]) -> bytes:
    """Write a body of ``wire``, ``status`` or ``documents`` in its envelope.

    >>> encode({"kind": "APIGroupList", "groups": []}).hex(" ", -4)
    '6b387300 0a100a00 120c4150 4947726f 75704c69 73741200 1a002200'
    """
    kind, api_version = str(body["kind"]), str(body.get("apiVersion", ""))
    name = kind
    if kind == "MetricValueList":
        name = f"{kind}/{api_version.rpartition('/')[2]}"
    meta = {"apiVersion": api_version, "kind": kind}
    unknown = {"typeMeta": meta, "raw": _message(name, body)}
    return MAGIC + _message("Unknown", unknown)


def _message(name: str, body: Mapping[str, Any]) -> bytes:
    parts: list[bytes] = []
    for key, sort, write in _plan(name):
        value = body.get(key)
        if sort == "one":
            parts.append(write(value))
        elif value is None:
            continue
        elif sort == "many":
            parts += map(write, value)
        elif sort == "map":
            parts += [write((one, value[one])) for one in sorted(value)]
        else:
            parts.append(write(value))
    return b"".join(parts)


@cache
def _plan(name: str) -> tuple[tuple[str, str, Writer], ...]:
    """Prepare how a message is written, once and for all."""
    return tuple((one.name, one.sort, _writer(one)) for one in MESSAGES[name])


def _writer(field: Field) -> Writer:
    kind, number = field.kind, field.number
    if field.sort == "map":
        key, value = Field(1, "", "string"), Field(2, "", kind)
        return _pairs(_framed(number), _writer(key), _writer(value))
    if kind in ("int", "bool"):
        return _integers(number)
    content = _CONTENTS.get(kind)
    if content is not None:
        return _contents(_framed(number), content)
    return _contents(_framed(number), lambda value: _message(kind, value or {}))


def _integers(number: int) -> Writer:
    tag = _varint(number << 3 | _VARINT)
    return lambda value: tag + _varint(int(value or 0))


def _framed(number: int) -> Callable[[bytes], bytes]:
    """Put the field's number and the length before some bytes."""
    tag = _varint(number << 3 | _BYTES)
    short = tuple(tag + bytes((length,)) for length in range(_SHORT))

    def frame(content: bytes) -> bytes:
        length = len(content)
        if length < _SHORT:
            return short[length] + content
        return tag + _varint(length) + content

    return frame


def _contents(frame: Callable[[bytes], bytes], content: Writer) -> Writer:
    return lambda value: frame(content(value))


def _pairs(frame: Callable[[bytes], bytes], key: Writer, value: Writer) -> Writer:
    return lambda pair: frame(key(pair[0]) + value(pair[1]))


def _text(value: Any) -> bytes:
    return str(value).encode() if value else b""


def _quantity(value: Any) -> bytes:
    return _IN_FIRST(_text(value or "0"))


def _verbs(value: Any) -> bytes:
    return b"".join(_IN_FIRST(_text(verb)) for verb in value or ())


@lru_cache(maxsize=1024)  # the samples of one answer share theirs
def _time(value: Any) -> bytes:
    """Write RFC 3339; no time at all is an empty message."""
    if not value:
        return b""
    seconds = int(datetime.fromisoformat(value).timestamp())
    return _integers(1)(seconds) + _integers(2)(0)


def _duration(value: Any) -> bytes:
    nanoseconds = round(parse_go(value) * _NANOSECONDS) if value else 0
    return _integers(1)(nanoseconds)


def _varint(value: int) -> bytes:
    """Write seven bits at a time; a negative number as 64 bits."""
    value &= 0xFFFF_FFFF_FFFF_FFFF
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


_IN_FIRST = _framed(1)
_CONTENTS: Mapping[str, Writer] = {
    "string": _text,
    "bytes": lambda value: value or b"",
    "quantity": _quantity,
    "time": _time,
    "duration": _duration,
    "Verbs": _verbs,
}
