"""Read the CSV that hey prints: one row for each response, none for a failure.

Requests without an answer are missing from it, and so is the time that it all
took: what is said about rates is an estimate, and is called so.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import NoReturn

from bench.hey.percentiles import percentiles
from octoscale.core.errors import InputError
from octoscale.core.finding import Place

COLUMNS = (
    "response-time",
    "DNS+dialup",
    "DNS",
    "Request-write",
    "Response-delay",
    "Response-read",
    "status-code",
    "offset",
)
"""The header of hey 0.1.4. The last two are missing from older ones."""

_OLDER = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class HeyRows:
    """The rows of one run, column by column, in hey's order. Seconds."""

    response_seconds: tuple[float, ...]
    statuses: tuple[int, ...]
    """Empty for a hey that prints none."""

    offsets: tuple[float, ...]
    """When each request was sent, after the first one; empty as above."""

    @property
    def count(self) -> int:
        """How many requests were answered. Failed ones are not in the CSV."""
        return len(self.response_seconds)

    @property
    def mean_seconds(self) -> float | None:
        """The mean response time; ``None`` without any row."""
        return math.fsum(self.response_seconds) / self.count if self.count else None

    @property
    def fastest_seconds(self) -> float | None:
        """The shortest response time; ``None`` without any row."""
        return min(self.response_seconds, default=None)

    @property
    def slowest_seconds(self) -> float | None:
        """The longest response time; ``None`` without any row."""
        return max(self.response_seconds, default=None)

    @property
    def status_counts(self) -> dict[int, int]:
        """Responses by status code, in order of the code."""
        return dict(sorted(Counter(self.statuses).items()))

    @property
    def latencies(self) -> dict[int, float]:
        """Percent to seconds, picked as hey picks them."""
        return percentiles(self.response_seconds)

    @property
    def estimated_requests_per_second(self) -> float | None:
        """Responses in a second, *estimated*.

        hey's CSV does not tell how long the run took. This takes it from the
        first request sent to the last answer that is listed, so failures and
        what came after the last answer are not in it. ``None`` when no row, or
        no offset, tells.
        """
        ends = (
            s + o for s, o in zip(self.response_seconds, self.offsets, strict=False)
        )
        last = max(ends, default=0.0)
        return self.count / last if last > 0 else None


def parse_rows(text: str, *, file: str | None = None) -> HeyRows:
    """Read one CSV of hey; *file* is its name for messages.

    Raises ``InputError``: HE001 another header than hey's, HE002 a row that hey
    would not print, HE003 a last line that was cut off.
    """
    lines = text.split("\n")
    header = tuple(lines[0].split(","))
    if header not in (COLUMNS, COLUMNS[:_OLDER]):
        _fail("HE001", file, 1, f"no CSV of hey: it begins with {lines[0][:80]!r}")
    if lines.pop():
        _fail(
            "HE003", file, len(lines) + 1, "this CSV of hey is cut off: its last line"
        )
    rows = [
        _row(line, len(header), file, number)
        for number, line in enumerate(lines[1:], 2)
        if line
    ]
    full = len(header) > _OLDER
    return HeyRows(
        response_seconds=tuple(row[0] for row in rows),
        statuses=tuple(int(row[6]) for row in rows) if full else (),
        offsets=tuple(row[7] for row in rows) if full else (),
    )


def _row(line: str, width: int, file: str | None, number: int) -> list[float]:
    """Read a row's figures, all of which hey prints as plain numbers."""
    try:
        figures = [float(cell) for cell in line.split(",")]
    except ValueError:
        figures = []
    if len(figures) != width or not all(math.isfinite(f) for f in figures):
        _fail("HE002", file, number, f"hey prints no such row: {line[:80]!r}")
    return figures


def _fail(code: str, file: str | None, line: int, message: str) -> NoReturn:
    raise InputError.at(Place(file=file, line=line), code, message)
