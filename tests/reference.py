"""The reference data: recorded answers and real files, read in place.

They are found through ``OCTOSCALE_REFERENCE`` (default: ``../shared`` beside
the checkout). Where they are absent, the tests that need them skip, and the
summary says so.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from _pytest.terminal import TerminalReporter

ROOT = Path(__file__).resolve().parent.parent
"""The checkout."""


def reference_root() -> Path:
    """Tell where the reference data would be."""
    return Path(os.environ.get("OCTOSCALE_REFERENCE", ROOT.parent / "shared"))


def reference(*parts: str) -> Path:
    """Give a file or folder of the reference data, or skip the test."""
    path = reference_root().joinpath(*parts)
    if not path.exists():
        pytest.skip(f"no reference data: {'/'.join(parts)}")
    return path


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Say whether conformance with the recorded answers was tested."""
    present = (reference_root() / "oracle").is_dir()
    word = "run" if present else "SKIPPED, no reference data"
    terminalreporter.write_line(f"conformance: {word}")
