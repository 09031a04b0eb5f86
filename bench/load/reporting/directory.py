"""A load test's directory: its own, with hey's output as it came, run by run.

What hey printed is written as soon as a run is over, so that nothing measured is
lost; the report is written at the end, facts first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.load.reporting.csv_report import to_csv
from bench.load.reporting.html_report import to_html
from bench.load.reporting.json_report import to_json
from bench.load.reporting.panels import png
from octoscale.core.files import create_new

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bench.hey.process import HeyOutput
    from bench.load.observation import LoadReport, LoadRun

FACTS: tuple[tuple[str, Callable[[LoadReport], str]], ...] = (
    ("report.json", to_json),
    ("runs.csv", to_csv),
)
"""What was measured."""

PICTURES: tuple[tuple[str, Callable[[LoadReport], str | bytes]], ...] = (
    ("report.html", to_html),
    ("load.png", png),
)
"""What is drawn from it."""

RAW = "hey"
"""The folder of hey's own outputs, one a run."""


class Raw:
    """Keeps hey's outputs, numbered in the order of the runs."""

    def __init__(self, folder: Path) -> None:
        """Keep them below the run's *folder*."""
        self._folder = folder / RAW
        self._count = 0

    def keep(self, run: LoadRun, output: HeyOutput | None) -> None:
        """Write one output; raises ``FileAccessError``."""
        self._count += 1
        if output is None:
            return
        self._folder.mkdir(exist_ok=True)
        name = f"{self._count:05d}-repeat-{run.repeat}.txt"
        complaint = f"\n# hey's standard error:\n{output.complaint}"
        text = output.text + (complaint if output.complaint else "")
        create_new(self._folder / name, text)


def write_facts(report: LoadReport, folder: Path) -> tuple[Path, ...]:
    """Write what was measured, and name the files; raises ``FileAccessError``."""
    for name, render in FACTS:
        create_new(folder / name, render(report))
    return tuple(folder / name for name, _ in FACTS)


def write_pictures(report: LoadReport, folder: Path) -> Iterator[Path]:
    """Draw page and picture, and name each when it is written."""
    for name, render in PICTURES:
        create_new(folder / name, render(report))
        yield folder / name
