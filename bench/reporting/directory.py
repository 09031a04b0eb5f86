"""A run's directory: made for it alone, each file written whole or not at all.

Where directories of runs lie is the caller's choice; what is in the files is
up to the modules beside this one.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from bench.reporting.csv_report import to_csv
from bench.reporting.html_report import to_html
from bench.reporting.json_report import to_json
from bench.reporting.plot import png
from octoscale.core.files import create_new, new_directory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bench.report import Report

FILES: tuple[tuple[str, Callable[[Report], str | bytes]], ...] = (
    ("report.json", to_json),
    ("pods.csv", to_csv),
    ("report.html", to_html),
    ("scaleup.png", png),
)
"""In the order of writing: what cannot be made anew comes first."""


@contextmanager
def reserved(parent: Path, *, plan: str, started: str) -> Iterator[Path]:
    """Make a run's directory before anything is measured, and give its path.

    It is called ``<date>-<plan>`` inside *parent*, or with a number behind it
    when that exists. One that is still empty at the end is removed again.

    Raises ``FileAccessError`` when it cannot be made: better now than after
    hours of measuring.
    """
    folder = new_directory(parent, f"{started[:10]}-{plan}")
    try:
        yield folder
    finally:
        with suppress(OSError):
            folder.rmdir()


def write(report: Report, folder: Path) -> tuple[Path, ...]:
    """Write all files of a report into its directory, and name them.

    Raises ``FileAccessError`` when one cannot be written or exists already.
    """
    written = []
    for name, render in FILES:
        create_new(folder / name, render(report))
        written.append(folder / name)
    return tuple(written)
