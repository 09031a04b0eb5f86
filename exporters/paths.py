"""Paths into a JSON document, as people write them: ``jobs.queue[0].depth``.

A path names a value and computes nothing. One step may be ``*``: each key there
becomes a label value.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from octoscale.core.errors import UsageError

if TYPE_CHECKING:
    from exporters.documents import Path

MAXIMUM_STEPS = 32

ANY = "*"
"""The step that stands for every key."""

_STEP = re.compile(r"""\.?(?:(\*|[\w/@:$-]+)|"((?:[^"\\]|\\.)+)"|\[(\d{1,6})\])""")


def parse_path(text: str) -> Path:
    r"""Read a path; ``UsageError`` says where it is none.

    Keys are divided by dots; a key that holds one is quoted.

    >>> parse_path('memstats.HeapAlloc')
    ('memstats', 'HeapAlloc')
    >>> parse_path('jobs[0]."a.b".*')
    ('jobs', 0, 'a.b', '*')
    """
    steps: list[str | int] = []
    position = 0
    while position < len(text):
        match = _STEP.match(text, position)
        if match is None or (match[0][0] == "." and not steps):
            raise UsageError(f"not a path: {text!r} at character {position + 1}")
        steps.append(_step(match))
        position = match.end()
        if position < len(text) and text[position] not in ".[":
            raise UsageError(f"not a path: {text!r} at character {position + 1}")
    if not steps or len(steps) > MAXIMUM_STEPS:
        raise UsageError(f"a path has 1 to {MAXIMUM_STEPS} steps: {text!r}")
    if steps.count(ANY) > 1:
        raise UsageError(f"only one step of a path may be '*': {text!r}")
    return tuple(steps)


def _step(match: re.Match[str]) -> str | int:
    bare, quoted, index = match.groups()
    if index is not None:
        return int(index)
    return bare if bare is not None else re.sub(r"\\(.)", r"\1", quoted)
