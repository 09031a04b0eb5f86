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

    from bench.progress import Say
    from bench.report import Report


def _png(report: Report, say: Say) -> bytes:
    say("the overview, scaleup.png")
    return png(report)


FACTS: tuple[tuple[str, Callable[[Report], str]], ...] = (
    ("report.json", to_json),
    ("pods.csv", to_csv),
)
"""What was measured: it cannot be made anew, and is written in a moment."""

PICTURES: tuple[tuple[str, Callable[[Report, Say], str | bytes]], ...] = (
    ("report.html", lambda report, say: to_html(report, say=say)),
    ("scaleup.png", _png),
)
"""What is drawn from it, which takes seconds."""


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


def write_facts(report: Report, folder: Path) -> tuple[Path, ...]:
    """Write what was measured into a run's directory, and name the files.

    Raises ``FileAccessError`` when one cannot be written or exists already.
    """
    for name, render in FACTS:
        create_new(folder / name, render(report))
    return tuple(folder / name for name, _ in FACTS)


def write_pictures(
    report: Report, folder: Path, *, say: Say = lambda _: None
) -> Iterator[Path]:
    """Draw a report's page and pictures one by one, and name each when it is written.

    *say* is told what is being drawn. Raises ``FileAccessError`` when a file
    cannot be written or exists already.
    """
    for name, render in PICTURES:
        create_new(folder / name, render(report, say))
        yield folder / name


def missing(folder: Path) -> tuple[str, ...]:
    """Name the files of a run that its directory does not hold."""
    names = (name for name, _ in (*FACTS, *PICTURES))
    return tuple(name for name in names if not (folder / name).exists())
