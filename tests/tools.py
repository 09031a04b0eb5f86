"""Where the tests find real programs: Apache, Prometheus, hey.

They are looked for in ``OCTOSCALE_TOOLS``, in the project's ``.tools`` (where
``make tools`` unpacks Debian's packages) and on the PATH, in this order. Starting
them belongs to the plugins and tests that use them.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
"""The project's root."""

_FOLDERS = ("usr/sbin", "usr/bin", "usr/local/bin")
"""Where an unpacked Debian package keeps its programs."""


def tool_roots() -> list[Path]:
    """Folders that hold an unpacked tree of tools, best first."""
    named = os.environ.get("OCTOSCALE_TOOLS")
    candidates = [Path(named)] if named else []
    candidates.append(PROJECT / ".tools")
    return [root for root in candidates if root.is_dir()]


def find_tool(name: str) -> Path | None:
    """Find the program *name*; ``None`` when it is nowhere."""
    for root in tool_roots():
        for folder in _FOLDERS:
            program = root / folder / name
            if os.access(program, os.X_OK):
                return program
    # A plain user's PATH leaves out the folders where Debian keeps servers.
    search = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/sbin"))
    found = shutil.which(name, path=search)
    return Path(found) if found else None


def tool_environment() -> dict[str, str]:
    """Give the environment in which an unpacked tool finds its libraries."""
    libraries = [
        str(folder)
        for root in tool_roots()
        for folder in sorted((root / "usr/lib").glob("*-linux-gnu"))
    ]
    known = os.environ.get("LD_LIBRARY_PATH")
    if known:
        libraries.append(known)
    environment = dict(os.environ)
    if libraries:
        environment["LD_LIBRARY_PATH"] = os.pathsep.join(libraries)
    return environment
