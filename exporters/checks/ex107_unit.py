"""EX107: not in a base unit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from exporters.checks.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporters.exposition_text import Family

_UNITS = re.compile(
    r"_(ms|msec|millis|milliseconds|us|micros|microseconds|minutes|hours|days|kb|"
    r"kilobytes|kbytes|mb|megabytes|gigabytes|percent)(_total)?\Z"
)


def check(family: Family) -> Iterator[Fault]:
    """Find names that end in a unit other than seconds, bytes or a ratio.

    Milliseconds beside seconds, and percent beside ratios, are off by a thousand or
    a hundred in the one query that forgets it.
    """
    match = _UNITS.search(family.name)
    if match:
        text = f"{family.name!r} is not in a base unit: {match[1]}"
        yield Fault(family.line, text, "seconds, bytes, or a ratio from 0 to 1")
