"""Where the programs are that we start: Prometheus, load generators.

Unpacked ones (``make tools``) come before installed ones. Starting them is the
business of whoever needs them.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

TOOLS_VARIABLE = "OCTOSCALE_TOOLS"
"""Environment variable that names a tree of unpacked tools."""

_FOLDERS = ("usr/bin", "usr/sbin", "usr/local/bin", "")


def find_program(name: str) -> Path | None:
    """Find the program *name*, or ``None``.

    Looked for in ``$OCTOSCALE_TOOLS``, in ``.tools`` of the working directory
    and of the checkout, then on the PATH.

    >>> find_program("no such program") is None
    True
    """
    named = os.environ.get(TOOLS_VARIABLE)
    checkout = Path(__file__).resolve().parents[2]
    roots = [Path(named)] if named else []
    for root in [*roots, Path.cwd() / ".tools", checkout / ".tools"]:
        for folder in _FOLDERS:
            program = root / folder / name
            if program.is_file() and os.access(program, os.X_OK):
                return program
    found = shutil.which(name)
    return None if found is None else Path(found)
