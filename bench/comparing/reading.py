"""Read one side of a comparison: a run's directory, or its ``report.json``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.load.observation import LoadReport
from bench.load.reporting import json_report as load_json
from bench.reporting.json_report import from_json
from octoscale.core import yamlio
from octoscale.core.errors import FileAccessError, InputError
from octoscale.core.finding import Place

if TYPE_CHECKING:
    from bench.report import Report

REPORT = "report.json"
MAXIMUM_BYTES = 1024**3


def read_report(name: str) -> Report | LoadReport:
    """Read a report of scale-ups or of a load test; ``-`` is standard input.

    Raises ``FileAccessError`` when there is no such file, and ``InputError`` (BRnnn)
    when it is no report of a bench.
    """
    path = Path(name)
    file = str(path / REPORT) if name != yamlio.STDIN and path.is_dir() else name
    text = yamlio.read_text(file) if file == yamlio.STDIN else _read(Path(file))
    data = _object(text)
    if data.get("kind") == load_json.KIND:
        return load_json.from_data(data, file=file)
    return from_json(text, file=file)


def scale_ups(name: str) -> Report:
    """Read a report of scale-ups; raises as ``read_report``, and BR004 for another."""
    report = read_report(name)
    if isinstance(report, LoadReport):
        raise InputError.at(
            Place(file=name),
            "BR004",
            "a load test's report; one of scale-ups is needed",
        )
    return report


def _read(path: Path) -> str:
    """Read a report's file: larger than those that people write."""
    try:
        with path.open("rb") as stream:
            raw = stream.read(MAXIMUM_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise FileAccessError(f"cannot read {path}: {reason}") from error
    if len(raw) > MAXIMUM_BYTES:
        raise FileAccessError(f"cannot read {path}: larger than 1 GiB")
    return raw.decode("utf-8", errors="replace")


def _object(text: str) -> dict[str, Any]:
    """Give the text's object; anything else is left to the reader of reports."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}
