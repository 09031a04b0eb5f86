"""The mapping collector: any page of JSON, or of text, by a declarative mapping.

Each metric is one ``Mapped``: a name, a kind, and where its value is: a path into a
JSON document or the beginning of a line of text (``queued: 7``). Nothing is computed
and no expression evaluated; documents are bounded in size and depth, and a step
``*`` in the number of label values. A value that is not there is absent and
reported by the metric's name. On the command line the mapping is a file (``octoscale
export source mapping --mapping jobs.yaml``), whose form ``octoscale schema mapping``
prints:

    uri: http://127.0.0.1:8080/status
    prefix: jobs
    metrics:
    - {name: queued, path: queue.length, help: Jobs that wait.}
    - {name: done_total, kind: counter, path: queue.done}
    - {name: worker_busy_seconds, path: workers.*.busy_ms, label: worker, factor: 0.001}
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from exporters.documents import find, read_json
from exporters.errors import Reason, SourceError
from exporters.page_collector import DEFAULT_TIMEOUT_SECONDS, PageCollector
from exporters.paths import ANY, parse_path
from exporters.rows import (
    Read,
    Row,
    at,
    keys_at,
    read_rows,
)
from exporters.rows import (
    descriptors as row_descriptors,
)
from octoscale.core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporters.families import Reading, Value
    from octoscale.core.descriptor import Kind, MetricDescriptor

MAXIMUM_LINES = 10_000

_LABEL = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*\Z")
_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?(?!\S)", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """One metric of a page."""

    name: str
    """Without prefix; a counter's ends in ``_total``."""

    path: str = ""
    """Into a JSON document; or else *line*."""

    line: str = ""
    """How the line of a text begins that holds the value next."""

    kind: Kind = "gauge"
    help: str = ""
    label: str = ""
    """The label of a path with ``*``."""

    factor: float = 1.0
    """Makes base units: 0.001 for milliseconds."""


EXAMPLE = (Mapped(name="queued", path="queue.length", help="Jobs that wait."),)
"""What the documentation shows; no page has it."""


class MappingCollector(PageCollector):
    """Exposes the numbers of one page that a mapping names.

    >>> str(MappingCollector("http://127.0.0.1:8080/status", EXAMPLE, prefix="jobs"))
    'the page http://127.0.0.1:8080/status'
    """

    def __init__(
        self,
        uri: str,
        mapping: Sequence[Mapped],
        *,
        prefix: str = "mapping",
        timeout_seconds: float = DEFAULT_TIMEOUT_SECONDS,
        credentials: tuple[str, str] | None = None,
    ) -> None:
        """Check the mapping; ``UsageError`` says what is wrong with it."""
        self._prefix = prefix
        self._rows = [row_of(mapped) for mapped in mapping]
        self._text = [bool(mapped.line) for mapped in mapping]
        if not mapping or len(set(self._text)) > 1:
            raise UsageError("a mapping has metrics, all of them by path or by line")
        families = {row.name.removesuffix("_total") for row in self._rows}
        if len(families) < len(self._rows):
            raise UsageError("a mapping names each metric once, with or without _total")
        if prefix == "octoscale_exporter":
            raise UsageError(f"{prefix!r} begins the exporter's own names")
        super().__init__(
            uri,
            row_descriptors(self._rows, prefix),
            prefix=prefix,
            timeout_seconds=timeout_seconds,
            credentials=credentials,
        )

    def read_page(self, now: float) -> Reading:
        """Fetch the page and take the named values out of it."""
        body = self.body(now)
        document = _lines(body) if self._text[0] else read_json(body)
        reading = read_rows(self._rows, document, self._prefix)
        if not reading.values:
            raise SourceError(Reason.CONTENT, "the page holds nothing of the mapping")
        return reading


def descriptors(prefix: str = "mapping") -> tuple[MetricDescriptor, ...]:
    """Declare what the example's mapping would expose; yours says its own.

    >>> [descriptor.series_name for descriptor in descriptors("jobs")]
    ['jobs_queued']
    """
    return row_descriptors([row_of(mapped) for mapped in EXAMPLE], prefix)


def row_of(mapped: Mapped) -> Row:
    """Turn one metric into a row; ``UsageError`` says what is wrong with it."""
    if bool(mapped.path) == bool(mapped.line):
        raise UsageError(f"{mapped.name!r} has either a path or a line")
    if (mapped.kind == "counter") != mapped.name.endswith("_total"):
        raise UsageError(f"{mapped.name!r}: counters, and no others, end in _total")
    if mapped.kind == "histogram":
        raise UsageError(f"{mapped.name!r}: a page gives counters and gauges")
    family = mapped.name.removesuffix("_total")
    if family == "up" or family.startswith("exporter_"):
        raise UsageError(f"{mapped.name!r} is a name of the exporter itself")
    checked_label(mapped.label)
    read, labels = _reader(mapped)
    return Row(
        name=mapped.name,
        help=mapped.help or f"As the page says under {mapped.path or mapped.line}.",
        read=_bounded(read, least=0.0 if mapped.kind == "counter" else -math.inf),
        kind=mapped.kind,
        labels=labels,
        expects=mapped.name,
    )


def checked_label(label: str) -> str:
    """Give *label* back if a series can have it, or if it is empty.

    Raises ``UsageError`` for others, as for names that Prometheus keeps for itself.

    >>> checked_label("worker")
    'worker'
    """
    if label and (label.startswith("__") or not _LABEL.match(label)):
        raise UsageError(
            f"not a label: {label!r}: letters, digits and underscores, beginning "
            "with neither a digit nor two underscores"
        )
    return label


def _bounded(read: Read, *, least: float) -> Read:
    """Refuse what is below *least*, and what a factor made infinite."""

    def bounded(document: Any) -> Value | None:
        value = read(document)
        every = value.values() if isinstance(value, Mapping) else (value,)
        for one in every:
            if one is not None and not (least <= one and math.isfinite(one)):
                raise ValueError(f"{one:g} is no value of this metric")
        return value

    return bounded


def _reader(mapped: Mapped) -> tuple[Read, tuple[str, ...]]:
    if mapped.line:
        return _line_reader(mapped), ()
    path = parse_path(mapped.path)
    if (ANY in path) != bool(mapped.label):
        raise UsageError(f"{mapped.name!r}: a label goes with a path that has '*'")
    if ANY not in path:
        return at(*path, factor=mapped.factor), ()
    index = path.index(ANY)
    inner = keys_at(then=path[index + 1 :], factor=mapped.factor)
    outer = path[:index]
    return (lambda document: inner(find(document, outer))), (mapped.label,)


def _line_reader(mapped: Mapped) -> Read:
    def read(document: Any) -> float | None:
        for line in document:
            if line.startswith(mapped.line):
                rest = line[len(mapped.line) :].lstrip(" \t:=")
                match = _NUMBER.match(rest)
                if match is None:
                    raise ValueError("the line holds no number")
                return float(match[0]) * mapped.factor
        return None

    return read


def _lines(body: bytes) -> list[str]:
    text = body.decode("utf-8", errors="replace")
    if text.lstrip()[:1] == "<":
        raise SourceError(Reason.CONTENT, "HTML instead of text")
    lines = text.splitlines()
    if len(lines) > MAXIMUM_LINES:
        raise SourceError(Reason.TOO_LARGE, f"more than {MAXIMUM_LINES} lines")
    return lines
