"""The kernel's cgroup files, v1 and v2, read into plain values.

Pure but for reading files below a given folder. Which files a container has, and
what the series are called, is the cgroup collector's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

UNLIMITED_BYTES = 2**60
"""v1 writes a number near 2^63 where there is no limit."""


def read_number(path: Path) -> float | None:
    """Read a file of one number; ``None`` when it is not there or says ``max``."""
    text = _text(path)
    if text is None or text == "max":
        return None
    return float(int(text))


def read_table(path: Path) -> dict[str, float]:
    """Read a file of ``key number`` lines; empty when it is not there."""
    text = _text(path)
    found = {}
    for line in (text or "").splitlines():
        key, _, value = line.partition(" ")
        if value.strip().isdigit():
            found[key] = float(value)
    return found


def read_quota(path: Path) -> float | None:
    """Read v2's ``cpu.max``: the CPUs that may be used at once, if limited.

    The file holds ``max 100000`` or ``50000 100000``: quota and period.
    """
    text = _text(path)
    if text is None:
        return None
    quota, _, period = text.partition(" ")
    return None if quota == "max" else int(quota) / int(period or 100_000)


def read_v1_quota(folder: Path) -> float | None:
    """Read v1's quota and period; a quota of -1 is no limit."""
    quota = read_number(folder / "cpu.cfs_quota_us")
    period = read_number(folder / "cpu.cfs_period_us")
    return quota / period if quota and quota > 0 and period else None


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
