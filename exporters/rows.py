"""A source's metrics as a table: each row declares one family and how it is read.

From one table come the descriptors and the readings, so that neither can forget
a family that the other has. Fetching the document is the collector's business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from exporters.documents import Path, find, number
from exporters.families import Reading, Value
from exporters.naming import checked_prefix, rate_name
from octoscale.core.descriptor import MetricDescriptor

if TYPE_CHECKING:
    from octoscale.core.descriptor import Aggregation, Kind

Read = Callable[[Any], Value | None]
"""Reads a family from a document: ``None`` when the document does not say it,
``ValueError`` when what should be a number is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One family, without prefix."""

    name: str
    help: str
    read: Read
    kind: Kind = "gauge"
    unit: str = ""
    labels: tuple[str, ...] = ()
    aggregation: Aggregation = "sum"

    expects: str = ""
    """The source's own key for it, when every source should say it: its absence
    is then reported. Empty where versions differ."""


def descriptors(rows: Iterable[Row], prefix: str) -> tuple[MetricDescriptor, ...]:
    """Declare the families of *rows* under *prefix*."""
    checked_prefix(prefix)
    found = []
    for row in rows:
        name = f"{prefix}_{row.name}"
        found.append(
            MetricDescriptor(
                series_name=name,
                kind=row.kind,
                help=row.help,
                api_name=rate_name(name) if row.kind == "counter" else name,
                unit=row.unit,
                labels=row.labels,
                aggregation=row.aggregation,
            )
        )
    return tuple(found)


def read_rows(rows: Iterable[Row], document: Any, prefix: str) -> Reading:
    """Read all families that *document* holds; what it does not say is absent.

    >>> depth = Row(name="depth", help="Depth.", read=at("depth"), expects="depth")
    >>> read_rows([depth], {"depth": 3}, "box").values
    {'box_depth': 3.0}
    >>> read_rows([depth], {}, "box").missing
    ('depth',)
    """
    values: dict[str, Value] = {}
    unreadable = 0
    missing = []
    for row in rows:
        try:
            value = row.read(document)
        except (ValueError, TypeError, AttributeError, LookupError):
            unreadable += 1
            continue
        if value is not None:
            values[f"{prefix}_{row.name}"] = value
        elif row.expects:
            missing.append(row.expects)
    return Reading(values=values, unreadable=unreadable, missing=tuple(missing))


def at(*path: str | int, factor: float = 1.0) -> Read:
    """Make a reader of the one number at *path*."""
    return first_of(path, factor=factor)


def first_of(*paths: Path, factor: float = 1.0) -> Read:
    """Make a reader of the number at the first path that is there.

    For servers that moved a value between versions.
    """

    def read(document: Any) -> Value | None:
        for path in paths:
            value = find(document, path)
            if value is not None:
                return number(value) * factor
        return None

    return read


def each(paths: Mapping[str, Path], *, factor: float = 1.0) -> Read:
    """Make a reader of one number for each label value that is there."""

    def read(document: Any) -> Value | None:
        found = {label: find(document, path) for label, path in paths.items()}
        return {
            (label,): number(value) * factor
            for label, value in found.items()
            if value is not None
        } or None

    return read


def keys_at(*path: str, then: Path = (), factor: float = 1.0, limit: int = 100) -> Read:
    """Make a reader of one number for each key of the object at *path*.

    Keys that lead to no number are passed over. More than *limit* keys are
    refused: they would be label values, and every one is a series for ever.
    """

    def read(document: Any) -> Value | None:
        found: dict[tuple[str, ...], float] = {}
        entries = find(document, path)
        if not isinstance(entries, Mapping):
            return None
        if len(entries) > limit:
            raise ValueError(f"more than {limit} label values")
        for key, entry in entries.items():
            try:
                found[str(key),] = number(find(entry, then)) * factor
            except ValueError:
                continue
        return found or None

    return read
