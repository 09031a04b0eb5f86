"""Whether a series is a counter or a gauge: by its metadata, or by its name.

Names are trusted only where a convention speaks clearly. What follows from the
type is for the checks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adapter_rules.prometheus.base import Metadata

_PARTS = ("_bucket", "_count", "_sum")
_COUNTERS = ("_total", "_bucket")
_GAUGES = (
    *("_start_time_seconds", "_timestamp_seconds", "_timestamp", "_info"),
    *("_ratio", "_percent", "_celsius", "_in_flight", "_in_progress"),
    *("_open_fds", "_max_fds", "_limit", "_bytes", "_load1", "_load5", "_load15"),
    *("_depth", "_queue_length", "_replicas", "_goroutines", "_threads"),
)


@dataclass(frozen=True, slots=True)
class Type:
    """What a series is, and how we know."""

    kind: Literal["counter", "gauge"]
    because: str
    """To be read behind "is a counter": ``by its metadata``."""


def type_of(series_name: str, metadata: Mapping[str, Metadata]) -> Type | None:
    """Tell the type of a series; ``None`` when it is not known.

    >>> type_of("hits_total", {})
    Type(kind='counter', because='by its name')
    >>> type_of("hits", {}) is None
    True
    """
    told = _told(series_name, metadata)
    if told is not None:
        return told
    if series_name.endswith(_COUNTERS):
        return Type("counter", "by its name")
    if series_name.endswith(_GAUGES):
        return Type("gauge", "by its name")
    return None


def _told(name: str, metadata: Mapping[str, Metadata]) -> Type | None:
    """Ask the metadata; a histogram's parts and ``_total`` go by their family."""
    because = "by its metadata"
    known = metadata.get(name) or metadata.get(name.removesuffix("_total"))
    if known is not None and known.type in ("counter", "gauge"):
        kind: Literal["counter", "gauge"] = (
            "counter" if known.type == "counter" else "gauge"
        )
        return Type(kind, because)
    for part in _PARTS:
        family = metadata.get(name.removesuffix(part)) if name.endswith(part) else None
        if family is not None and family.type in ("histogram", "summary"):
            return Type("counter", because)
    return None
