"""Recorded loads, read: a CSV file, an access log, a Prometheus range query.

Of an access log nothing but its timestamps is kept. What the points mean to a
run is ``simulator.loads.replay``'s business.
"""

from __future__ import annotations

import csv
import json
import math
import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from octoscale.core import yamlio
from octoscale.core.errors import (
    EnvironmentMissingError,
    FileAccessError,
    InputError,
)
from octoscale.core.finding import Place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from simulator.loads.replay import PrometheusRange, Replay

Points = tuple[tuple[float, float], ...]
"""Seconds since the first point, with the load then."""

MOST_POINTS = 1_000_000
"""A recording with more is refused: thin it out first."""

_LOGGED = re.compile(r"\[(\d{2}/[A-Z][a-z]{2}/\d{4}:\d{2}:\d{2}:\d{2} [+-]\d{4})\]")
_TIME_FORMAT = "%d/%b/%Y:%H:%M:%S %z"


def resolve(load: Replay, *, beside: str | None) -> Replay:
    """Give *load* with its recording read into ``points``.

    Names of files are relative to the file *beside*. Raises ``InputError`` with
    a place, ``FileAccessError`` and ``EnvironmentMissingError``.
    """
    if load.points:
        return load
    if load.csv:
        name = _beside(load.csv, beside)
        points = read_csv(yamlio.read_text(name), file=name)
    elif load.access_log:
        name = _beside(load.access_log, beside)
        points = _logged(name, load.interval_seconds)
    elif load.prometheus is not None and load.prometheus.file:
        name = _beside(load.prometheus.file, beside)
        points = read_range(yamlio.read_text(name), file=name)
    else:
        points = _asked(load.prometheus)
    return load.model_copy(
        update={"points": points, "csv": "", "access_log": "", "prometheus": None}
    )


def read_csv(text: str, *, file: str | None = None) -> Points:
    r"""Read two columns, time in seconds and load, below one line of heads.

    >>> read_csv("time,load\n100,5\n160,7\n")
    ((0.0, 5.0), (60.0, 7.0))
    """
    points = []
    for number, row in enumerate(csv.reader(text.splitlines()), start=1):
        if number == 1 or not row:
            continue
        try:
            time, load = (float(cell) for cell in row[:2])
        except ValueError:
            raise _wrong(file, number, f"should be a time and a load: {row}") from None
        points.append((number, time, load))
    return _checked(points, file)


def read_access_log(
    lines: Iterable[str], *, file: str | None = None, interval: float = 60.0
) -> Points:
    """Count a log's requests a second, in intervals of so many seconds.

    >>> line = '::1 - - [10/Oct/2020:13:55:36 +0000] "GET / HTTP/1.1" 200 2'
    >>> read_access_log([line, line.replace(":36", ":40")], interval=10.0)
    ((0.0, 0.1), (10.0, 0.1), (10.0, 0.1), (20.0, 0.1))
    """
    counts: dict[int, int] = {}
    for number, line in enumerate(lines, start=1):
        if line.strip():
            slot = math.floor(_logged_at(line, file, number) / interval)
            counts[slot] = counts.get(slot, 0) + 1
    if not counts:
        raise _wrong(file, 1, "holds no request")
    first, last = min(counts), max(counts)
    if last - first > MOST_POINTS:
        raise _wrong(file, 1, f"spans more than {MOST_POINTS} intervals")
    points = []
    for slot in range(first, last + 1):
        load = counts.get(slot, 0) / interval
        start = (slot - first) * interval
        points += [(start, load), (start + interval, load)]
    return tuple(points)


def _logged_at(line: str, file: str | None, number: int) -> float:
    """Give the time of one request, in seconds since the epoch."""
    found = _LOGGED.search(line)
    if found is None:
        raise _wrong(
            file,
            number,
            "has no timestamp as web servers write it",
            hint="the common and combined formats have [10/Oct/2020:13:55:36 +0000]",
        )
    try:
        when = datetime.strptime(found.group(1), _TIME_FORMAT)  # noqa: DTZ007 - has %z
        return when.timestamp()
    except ValueError as error:
        raise _wrong(file, number, str(error)) from None


def _logged(name: str, interval: float) -> Points:
    """Read a log line by line: it may be larger than any file that people write."""
    try:
        with Path(name).open(encoding="utf-8", errors="replace") as lines:
            return read_access_log(lines, file=name, interval=interval)
    except OSError as error:
        raise FileAccessError(f"cannot read {name}: {error.strerror}") from error


def read_range(text: str, *, file: str | None = None) -> Points:
    """Read an answer of ``/api/v1/query_range`` with one series.

    Raises ``InputError`` for anything else.
    """
    try:
        answer = json.loads(text)
        result = answer["data"]["result"]
        series = [[(float(t), float(v)) for t, v in one["values"]] for one in result]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise _wrong(file, 1, "is no answer of /api/v1/query_range") from None
    if len(series) != 1:
        raise _wrong(
            file,
            1,
            f"should hold one series, not {len(series)}",
            hint="aggregate: sum(...)",
        )
    return _checked([(1, time, load) for time, load in series[0]], file)


def _asked(wanted: PrometheusRange | None) -> Points:
    import requests  # noqa: PLC0415 - only a recording in a live Prometheus needs it

    if wanted is None:
        raise ValueError("no recording is named")
    parameters: dict[str, Any] = {
        "query": wanted.query,
        "start": wanted.start,
        "end": wanted.end,
        "step": wanted.step_seconds,
    }
    try:
        answer = requests.get(
            f"{wanted.url.rstrip('/')}/api/v1/query_range",
            params=parameters,
            timeout=60,
            allow_redirects=False,
        )
    except requests.RequestException as error:
        raise EnvironmentMissingError(
            f"Prometheus at {wanted.url} cannot be asked: {type(error).__name__}",
            hint="or save its answer to a file, and name that",
        ) from None
    return read_range(answer.text, file=wanted.url)


def _checked(points: Iterable[tuple[int, float, float]], file: str | None) -> Points:
    checked: list[tuple[float, float]] = []
    start = None
    for line, time, load in points:
        if not (math.isfinite(time) and math.isfinite(load) and load >= 0):
            raise _wrong(file, line, f"a load should be 0 or more, not {load}")
        start = time if start is None else start
        if checked and time - start < checked[-1][0]:
            raise _wrong(file, line, "the times should not fall")
        checked.append((time - start, load))
    if not checked:
        raise _wrong(file, 1, "holds no point")
    if len(checked) > MOST_POINTS:
        raise _wrong(file, 1, f"holds more than {MOST_POINTS} points")
    return tuple(checked)


def _beside(name: str, file: str | None) -> str:
    """Find *name* from where *file* is."""
    if file in (None, "-"):
        return name
    return str(Path(str(file)).parent / name)


def _wrong(file: str | None, line: int, message: str, *, hint: str = "") -> InputError:
    return InputError.at(Place(file=file, line=line), "SI004", message, hint=hint)
