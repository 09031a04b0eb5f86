"""Findings that were there before: kept in a file, and not told again.

By file, code and message, and how often; lines may move. Files are called by their
way from the baseline's folder, wherever the check is started. Which findings there
are is ``run``'s business.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from octoscale.core.errors import InputError
from octoscale.core.escape import encodable
from octoscale.core.finding import Place
from octoscale.core.yamlio import STDIN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from octoscale.core.finding import Finding

INVALID = "MF005"
"""A baseline file that is none."""

_PLACE = re.compile(r"""([^\s'"();,<>]+\.(?:ya?ml|json|prom)):\d+(?::\d+)?""")
"""Another place in a message: its file counts, and its line may move, too."""

Key = tuple[str, str, str]


def dump(findings: Iterable[Finding], *, folder: str = ".") -> str:
    """Write the findings as a baseline for *folder*, the same bytes for the same."""
    counts = Counter(_key(finding, folder) for finding in findings)
    rows = [
        {"file": file, "code": code, "message": message, "count": count}
        for (file, code, message), count in sorted(counts.items())
    ]
    return json.dumps({"baseline": rows}, indent=2, ensure_ascii=False) + "\n"


def load(text: str, *, file: str) -> Counter[Key]:
    """Read a baseline; raises ``InputError`` (MF005).

    >>> load('{"baseline": []}', file="known.json")
    Counter()
    """
    try:
        rows = json.loads(text)["baseline"]
        return Counter({_row_key(row): int(row["count"]) for row in rows})
    except (ValueError, KeyError, TypeError) as error:
        raise InputError.at(
            Place(file=file, line=getattr(error, "lineno", 1)),
            INVALID,
            "not a baseline of octoscale check",
            hint="write it with --write-baseline",
        ) from error


def without(
    findings: Iterable[Finding], known: Counter[Key], *, folder: str = "."
) -> tuple[list[Finding], int]:
    """Leave out what a baseline in *folder* knows; also tell how many are gone."""
    left = Counter(known)
    fresh = []
    for finding in findings:
        key = _key(finding, folder)
        if left[key] > 0:
            left[key] -= 1
        else:
            fresh.append(finding)
    return fresh, sum(left.values())


def _row_key(row: Any) -> Key:
    return str(row["file"]), str(row["code"]), str(row["message"])


def _key(finding: Finding, folder: str) -> Key:
    file = encodable(_from(folder, finding.place.file or ""))
    message = _PLACE.sub(lambda found: _from(folder, found[1]), finding.message)
    return file, finding.code, encodable(message)


def _from(folder: str, file: str) -> str:
    """Give the way to a file; what is none (``-``, a command) keeps its name."""
    if not file or file == STDIN or file.startswith("<"):
        return file
    # Only folders are resolved: a link to a file is a file of its own.
    above, name = os.path.split(file)
    path = os.path.join(os.path.realpath(above), name)  # noqa: PTH118 - as split
    return os.path.relpath(path, os.path.realpath(folder)).replace(os.sep, "/")
