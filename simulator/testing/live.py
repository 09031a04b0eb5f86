"""One real Prometheus for a run of tests, each in a span of time of its own.

All samples are written before the first question, and every question names its
time: nothing waits. Spans begin at whole chunk ranges, so that no chunk of one
test is found by another.
"""

from __future__ import annotations

import http.client
import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from adapter_rules.prometheus.process import PrometheusProcess
from adapter_rules.series import Series
from hpa.errors import PortError
from simulator.testing import remote_write
from simulator.world.evaluation import Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from simulator.testing.remote_write import Sample

CHUNK_SECONDS = 7200
"""Prometheus' chunk range: a chunk ends at each multiple of it."""

EPOCH_SECONDS = 946_684_800 // CHUNK_SECONDS * CHUNK_SECONDS
"""Where the first test's span begins: in the year 2000."""

_SLICE_MS = 1_800_000
"""So much is written at once: Prometheus takes nothing that is an hour older
than the newest sample."""


@dataclass(slots=True)
class Span:
    """One test's time."""

    start: float
    """Where its 0 s lies, in seconds since the epoch."""


class LivePrometheus:
    """A Prometheus of our own, between ``with`` and its end.

    Raises ``EnvironmentMissingError`` when the program is missing.
    """

    def __init__(self, *, binary: Path | None = None) -> None:
        """Prepare it; it starts with the ``with`` block."""
        flags = (*remote_write.FLAGS, "--storage.tsdb.retention.time=100y")
        self._process = PrometheusProcess({"global": {}}, binary=binary, flags=flags)
        self._next = float(EPOCH_SECONDS)
        self._connection: http.client.HTTPConnection | None = None

    def __enter__(self) -> Self:
        """Start it."""
        self._process.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop it."""
        if self._connection is not None:
            self._connection.close()
        self._process.__exit__(kind, error, trace)

    def reserve(self, *, before: float, lasts: float) -> Span:
        """Reserve a span for a test that *lasts* so long.

        *before* is how far back its queries look (seconds).
        """
        lead = max(1, math.ceil(before / CHUNK_SECONDS)) * CHUNK_SECONDS
        start = self._next + lead
        chunks = math.floor(lasts / CHUNK_SECONDS) + 1
        self._next = start + chunks * CHUNK_SECONDS
        return Span(start)

    def write(
        self,
        span: Span,
        series: Iterable[tuple[Mapping[str, str], Sequence[Sample]]],
    ) -> None:
        """Store a test's samples, whose times are milliseconds of the test."""
        offset = round(span.start * 1000)
        slices: dict[int, list[tuple[Mapping[str, str], list[Sample]]]] = {}
        for labels, samples in series:
            parts: dict[int, list[Sample]] = {}
            for time_ms, value in samples:
                part = parts.setdefault(time_ms // _SLICE_MS, [])
                part.append((offset + time_ms, value))
            for number, part in parts.items():
                slices.setdefault(number, []).append((labels, part))
        for number in sorted(slices):
            remote_write.write(self._process.port, slices[number])

    def answers(self, span: Span) -> LiveAnswers:
        """Give the Prometheus as it is within *span*."""
        return LiveAnswers(self, span)

    def ask(self, path: str, parameters: Mapping[str, str]) -> Any:
        """Ask for *path*; raises ``PortError`` with Prometheus' words."""
        if self._connection is None:
            self._connection = http.client.HTTPConnection(
                "127.0.0.1", self._process.port, timeout=30
            )
        body = urlencode(parameters)
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        try:
            self._connection.request("POST", path, body, kind)
            answer = json.loads(self._connection.getresponse().read())
        except (OSError, http.client.HTTPException, ValueError) as error:
            self._connection.close()
            raise PortError(f"unable to fetch metrics: {error}") from error
        if answer.get("status") != "success":
            raise PortError(f"unable to fetch metrics: {answer.get('error')}")
        return answer["data"]


class LiveAnswers:
    """A span of the real Prometheus, as ``simulator.world.answers`` has it."""

    def __init__(self, prometheus: LivePrometheus, span: Span) -> None:
        self._prometheus = prometheus
        self._span = span

    def series(self, query: str, start_ms: int, now_ms: int) -> list[Series]:
        """Find the series of a series query."""
        # The look-back must not reach into the span before.
        start_ms = max(start_ms, 0)
        parameters = {
            "match[]": query,
            "start": self._time(start_ms),
            "end": self._time(max(now_ms, start_ms)),
        }
        found = self._prometheus.ask("/api/v1/series", parameters)
        return [Series.of_labels(labels) for labels in found]

    def rows(self, promql: str, now_ms: int) -> list[Row]:
        """Evaluate an instant query; anything but a vector is an error."""
        parameters = {"query": promql, "time": self._time(now_ms)}
        data = self._prometheus.ask("/api/v1/query", parameters)
        if data["resultType"] != "vector":
            raise PortError("unable to fetch metrics: the query gives no vector")
        return [
            Row(tuple(sorted(one["metric"].items())), float(one["value"][1]))
            for one in data["result"]
        ]

    def ages(self, promql: str, now_ms: int) -> list[int]:
        """Know none: Prometheus does not tell the times of its samples."""
        del promql, now_ms
        return []

    def _time(self, time_ms: int) -> str:
        milli = round(self._span.start * 1000) + time_ms
        return f"{milli // 1000}.{milli % 1000:03d}"
