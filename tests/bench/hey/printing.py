"""Prints a report as hey 0.1.4 does, from its figures: the reader's other half."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.hey.report import HeyReport


def printed(report: HeyReport) -> str:
    """Write the text of a report, byte by byte as hey would."""
    return "".join(
        [
            "\nSummary:\n",
            f"  Total:\t{report.total_seconds:.4f} secs\n",
            f"  Slowest:\t{report.slowest_seconds:.4f} secs\n",
            f"  Fastest:\t{report.fastest_seconds:.4f} secs\n",
            f"  Average:\t{_maybe(report.average_seconds)} secs\n",
            f"  Requests/sec:\t{report.requests_per_second:.4f}\n  \n",
            _sizes(report),
            "\nResponse time histogram:\n",
            *(
                f"  {b.mark_seconds:.3f} [{b.count}]\t|{'■' * min(b.count, 40)}\n"
                for b in report.histogram
            ),
            "\n\nLatency distribution:\n",
            *_latencies(report),
            "\nDetails (average, fastest, slowest):\n",
            *(
                f"  {name}:\t{_maybe(d.average)} secs, {d.fastest:.4f} secs, "
                f"{d.slowest:.4f} secs\n"
                for name, d in report.details.items()
            ),
            "\nStatus code distribution:\n",
            *(f"  [{k}]\t{n} responses\n" for k, n in report.statuses.items()),
            "\n" + ("Error distribution:\n" if report.errors else ""),
            *(f"  [{n}]\t{text}\n" for text, n in report.errors.items()),
            "\n\n",
        ]
    )


def _maybe(value: float | None) -> str:
    return " NaN" if value is None else f"{value:.4f}"


def _sizes(report: HeyReport) -> str:
    if report.total_bytes is None:
        return ""
    return (
        f"  Total data:\t{report.total_bytes} bytes\n"
        f"  Size/request:\t{report.bytes_per_request} bytes\n"
    )


def _latencies(report: HeyReport) -> list[str]:
    """Write the known percentiles; the rest as hey does, which writes zeros."""
    lines = [f"  {p}% in {s:.4f} secs\n" for p, s in report.latencies.items()]
    missing = 7 - len(lines) if report.responses else 0
    return [*lines, *["  0% in 0.0000 secs\n"] * missing]
