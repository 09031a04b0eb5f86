"""The folder of a recorded demo: its facts, its page, and its scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.demo.modelled import scenario
from bench.demo.page import to_html
from octoscale.core.files import write_atomic
from simulator.scenario import dump

if TYPE_CHECKING:
    from pathlib import Path

    from bench.demo.record import Record


def write(record: Record, folder: Path) -> list[Path]:
    """Write ``demo.json``, ``demo.html`` and ``scenario.yaml``; tell their paths.

    A demo that never came to its load has no scenario.
    """
    files = {"demo.json": record.to_json(), "demo.html": to_html(record)}
    made = scenario(record)
    if made is not None:
        files["scenario.yaml"] = dump(made)
    for name, text in files.items():
        write_atomic(folder / name, text)
    return [folder / name for name in files]
