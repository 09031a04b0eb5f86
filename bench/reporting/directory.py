"""A run's directory: made for it alone, each file written whole or not at all.

Where directories of runs lie is the caller's choice; what is in the files is
up to the modules beside this one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.reporting.csv_report import to_csv
from bench.reporting.html_report import to_html
from bench.reporting.json_report import to_json
from bench.reporting.plot import png
from octoscale.core.files import create_new, new_directory

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bench.report import Report

FILES: tuple[tuple[str, Callable[[Report], str | bytes]], ...] = (
    ("report.json", to_json),
    ("pods.csv", to_csv),
    ("report.html", to_html),
    ("scaleup.png", png),
)
"""In the order of writing: what cannot be made anew comes first."""


def write(report: Report, parent: Path) -> tuple[Path, ...]:
    """Write all files of a report into a new directory, and name them.

    It is called ``<date>-<plan>`` inside *parent*, or with a number behind it
    when that exists. Raises ``FileAccessError`` when it cannot be written.
    """
    date = report.started[:10] or "undated"
    folder = new_directory(parent, f"{date}-{report.plan.plan}")
    written = []
    for name, render in FILES:
        create_new(folder / name, render(report))
        written.append(folder / name)
    return tuple(written)
