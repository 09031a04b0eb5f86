"""Read the text that hey prints: every figure, or an error that says where.

Written after the format of hey 0.1.4, section by section. Whether the figures
are any good is not decided here, and ``NaN`` is never turned into a number.
"""

from __future__ import annotations

import math
import re
from typing import NoReturn

from bench.hey.report import Bucket, Detail, HeyReport
from octoscale.core.errors import InputError
from octoscale.core.finding import Place

_SUMMARY = "Summary:"
_SECTIONS = (
    "Response time histogram:",
    "Latency distribution:",
    "Details (average, fastest, slowest):",
    "Status code distribution:",
)
_ERRORS = "Error distribution:"
_REFUSED = "Usage: hey"

_NUMBER = r"(NaN|[+-]?(?:Inf|\d+(?:\.\d+)?))"
_FIGURE = re.compile(rf"  ([A-Z][A-Za-z/ ]*):\t\s*{_NUMBER}(?: (secs|bytes))?")
_BUCKET = re.compile(rf"  {_NUMBER} \[(\d+)\]\t\|■*")
_LATENCY = re.compile(rf"  (\d+)% in {_NUMBER} secs")
_DETAIL = re.compile(
    rf"  ([A-Za-z+ -]+):\t\s*{_NUMBER} secs, {_NUMBER} secs, {_NUMBER} secs"
)
_STATUS = re.compile(r"  \[(\d+)\]\t(\d+) responses")
_ERROR = re.compile(r"  \[(\d+)\]\t(.*)")
_DETAILS = ("DNS+dialup", "DNS-lookup", "req write", "resp wait", "resp read")
_NEEDED = ("Total", "Slowest", "Fastest", "Average", "Requests/sec")
_BYTES = ("Total data", "Size/request")


def parse_text(text: str, *, file: str | None = None) -> HeyReport:
    """Read one report of hey; *file* is its name for messages.

    Raises ``InputError``: HE001 no report of hey (with what hey said instead),
    HE002 a line that hey would not print, HE003 a report that was cut off.
    """
    return _Reader(text, file).read()


class _Reader:
    """Goes through the lines once, from section to section."""

    def __init__(self, text: str, file: str | None) -> None:
        self._lines = text.split("\n")
        self._complete = text.endswith("\n")
        self._file = file
        self._sections = self._split()

    def read(self) -> HeyReport:
        summary = self._summary()
        report = HeyReport(
            total_seconds=summary["Total"],
            slowest_seconds=summary["Slowest"],
            fastest_seconds=summary["Fastest"],
            average_seconds=_finite(summary["Average"]),
            requests_per_second=summary["Requests/sec"],
            total_bytes=_whole(summary.get("Total data")),
            bytes_per_request=_whole(summary.get("Size/request")),
            histogram=self._histogram(),
            latencies=self._latencies(),
            details=self._details(),
            statuses=self._status_counts(),
            errors=self._error_counts(),
        )
        self._check_whole(report)
        return report

    def _split(self) -> dict[str, list[tuple[int, str]]]:
        """Give each section's lines that are not empty, with their numbers."""
        if _SUMMARY not in self._lines:
            self._no_report()
        start = self._lines.index(_SUMMARY)
        found: dict[str, list[tuple[int, str]]] = {}
        name = ""
        for number, line in enumerate(self._lines[start:], start + 1):
            if line in (_SUMMARY, *_SECTIONS, _ERRORS):
                name = line
                found[name] = []
            elif line.strip():
                found[name].append((number, line))
        for needed in _SECTIONS:
            if needed not in found:
                self._cut_off(f"before {needed!r}")
        return found

    def _summary(self) -> dict[str, float]:
        """Read the summary's figures by their names."""
        figures: dict[str, float] = {}
        for number, line in self._sections[_SUMMARY]:
            if line.startswith("Note:"):
                continue
            found = _FIGURE.fullmatch(line)
            if found is None or found[1] not in (*_NEEDED, *_BYTES):
                self._odd(number, line)
            figures[found[1]] = float(found[2])
        missing = [name for name in _NEEDED if name not in figures]
        if missing:
            self._cut_off(f"before {missing[0]!r}")
        return figures

    def _histogram(self) -> tuple[Bucket, ...]:
        return tuple(
            Bucket(mark_seconds=float(found[1]), count=int(found[2]))
            for found in self._matches("Response time histogram:", _BUCKET)
        )

    def _latencies(self) -> dict[int, float]:
        return {
            int(found[1]): float(found[2])
            for found in self._matches("Latency distribution:", _LATENCY)
            if int(found[1])
        }

    def _details(self) -> dict[str, Detail]:
        found = {
            one[1]: Detail(
                average=_finite(float(one[2])),
                fastest=float(one[3]),
                slowest=float(one[4]),
            )
            for one in self._matches("Details (average, fastest, slowest):", _DETAIL)
        }
        for name in _DETAILS:
            if name not in found:
                self._cut_off(f"before {name!r}")
        return found

    def _status_counts(self) -> dict[int, int]:
        found = self._matches("Status code distribution:", _STATUS)
        return {int(one[1]): int(one[2]) for one in found}

    def _error_counts(self) -> dict[str, int]:
        """Read the errors; an error's text may have several lines."""
        counts: dict[str, int] = {}
        last = ""
        for number, line in self._sections.get(_ERRORS, ()):
            found = _ERROR.fullmatch(line)
            if found is not None:
                last = found[2]
                counts[last] = counts.get(last, 0) + int(found[1])
            elif last:
                counts[f"{last}\n{line}"] = counts.pop(last)
                last = f"{last}\n{line}"
            else:
                self._odd(number, line)
        return counts

    def _matches(self, section: str, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        """Match each line of a section."""
        matches = []
        for number, line in self._sections[section]:
            found = pattern.fullmatch(line)
            if found is None:
                self._odd(number, line)
            matches.append(found)
        return matches

    def _check_whole(self, report: HeyReport) -> None:
        """Refuse a report whose end is missing.

        Its rate times its time is the number of requests, up to rounding; fewer
        that are listed were cut off.
        """
        if not self._complete:
            self._cut_off("in its last line")
        if not report.statuses and not report.errors:
            if report.requests_per_second > 0:
                self._cut_off("before any status code or error")
            return
        half = 0.00005
        least = (report.requests_per_second - half) * (report.total_seconds - half)
        if report.requests < math.ceil(round(least, 6)):
            self._cut_off(
                f"its lists hold {report.requests} requests, "
                f"{report.requests_per_second:.4f}/s in {report.total_seconds:.4f} s "
                f"are {math.ceil(round(least, 6))} at least"
            )

    def _no_report(self) -> NoReturn:
        said = next((line.strip() for line in self._lines if line.strip()), "nothing")
        if any(line.startswith(_REFUSED) for line in self._lines):
            self._fail("HE001", 1, f"hey refused its arguments: {said}")
        self._fail("HE001", 1, f"no report of hey: it begins with {said[:80]!r}")

    def _cut_off(self, where: str) -> NoReturn:
        last = max(1, len(self._lines) - int(self._complete))
        self._fail("HE003", last, f"this report of hey is cut off: {where}")

    def _odd(self, number: int, line: str) -> NoReturn:
        if number == len(self._lines) and not self._complete:
            self._cut_off("in its last line")
        self._fail("HE002", number, f"hey prints no such line: {line.strip()[:80]!r}")

    def _fail(self, code: str, line: int, message: str) -> NoReturn:
        raise InputError.at(Place(file=self._file, line=line), code, message)


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)
