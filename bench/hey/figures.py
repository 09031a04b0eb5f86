"""What hey's text or CSV says, as rows for people and as data for programs.

Goodput is put beside hey's own requests/s, which counts failures; what only a CSV
allows is called estimated.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from bench.hey.report import HeyReport
from bench.hey.rows import COLUMNS, HeyRows, parse_rows
from bench.hey.text import parse_text

if TYPE_CHECKING:
    from collections.abc import Collection

NOT_IN_CSV = "not observed (hey's CSV leaves failures out)"
NONE = "none"
"""What no response had: hey prints ``NaN``."""


def parse(text: str, *, file: str | None = None) -> HeyReport | HeyRows:
    """Read hey's output, its CSV where it begins like one; raises ``InputError``."""
    if text.startswith(COLUMNS[0] + ","):
        return parse_rows(text, file=file)
    return parse_text(text, file=file)


def to_data(found: HeyReport | HeyRows, success: Collection[int]) -> dict[str, Any]:
    """Give every figure as plain data."""
    if isinstance(found, HeyReport):
        return {
            "format": "text",
            "requests": found.requests,
            "responses": found.responses,
            "failures": found.failures,
            "served": found.served(success),
            "goodput_per_second": found.goodput(success),
            **asdict(found),
        }
    return {
        "format": "csv",
        "responses": found.count,
        "failures": NOT_IN_CSV,
        "statuses": found.status_counts,
        "average_seconds": found.mean_seconds,
        "fastest_seconds": found.fastest_seconds,
        "slowest_seconds": found.slowest_seconds,
        "latencies": found.latencies,
        "estimated_requests_per_second": found.estimated_requests_per_second,
    }


def to_rows(
    found: HeyReport | HeyRows, success: Collection[int]
) -> list[tuple[str, str]]:
    """Give a row for each figure: its name and its value."""
    if isinstance(found, HeyReport):
        return _text_rows(found, success)
    rate = found.estimated_requests_per_second
    return [
        ("responses", str(found.count)),
        ("requests without a response", NOT_IN_CSV),
        *_status_rows(found.status_counts),
        ("requests/s, estimated", NONE if rate is None else f"{rate:.4f}"),
        *_times(found.mean_seconds, found.fastest_seconds, found.slowest_seconds),
        *_percentiles(found.latencies),
    ]


def _text_rows(found: HeyReport, success: Collection[int]) -> list[tuple[str, str]]:
    answered = found.responses > 0
    return [
        ("requests", str(found.requests)),
        ("responses", str(found.responses)),
        ("requests without a response", str(found.failures)),
        *_status_rows(found.statuses),
        *((f"error: {text}", str(count)) for text, count in found.errors.items()),
        ("served", str(found.served(success))),
        ("goodput/s", f"{found.goodput(success):.4f}"),
        ("hey's requests/s, failures counted", f"{found.requests_per_second:.4f}"),
        ("total", _seconds(found.total_seconds)),
        *_times(
            found.average_seconds,
            found.fastest_seconds if answered else None,
            found.slowest_seconds if answered else None,
        ),
        *_percentiles(found.latencies),
    ]


def _status_rows(statuses: dict[int, int]) -> list[tuple[str, str]]:
    return [(f"status {code}", str(count)) for code, count in statuses.items()]


def _times(
    average: float | None, fastest: float | None, slowest: float | None
) -> list[tuple[str, str]]:
    return [
        ("average", _seconds(average)),
        ("fastest", _seconds(fastest)),
        ("slowest", _seconds(slowest)),
    ]


def _percentiles(latencies: dict[int, float]) -> list[tuple[str, str]]:
    return [(f"{p} % within", _seconds(value)) for p, value in latencies.items()]


def _seconds(value: float | None) -> str:
    """Write seconds with the digits that hey has, more only where they were computed.

    >>> _seconds(0.0173), _seconds(0.000362), _seconds(None)
    ('0.0173 s', '0.000362 s', 'none')
    """
    if value is None:
        return NONE
    return f"{value:.4f} s" if round(value, 4) == value else f"{value:.6f} s"
