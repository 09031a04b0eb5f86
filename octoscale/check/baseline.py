"""Findings that were there before: kept in a file, and not told again.

By file, code and message, and how often; lines may move. Which findings there are
is ``run``'s business.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from octoscale.core.errors import InputError
from octoscale.core.escape import encodable
from octoscale.core.finding import Place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from octoscale.core.finding import Finding

INVALID = "MF005"
"""A baseline file that is none."""

Key = tuple[str, str, str]


def dump(findings: Iterable[Finding]) -> str:
    """Write the findings as a baseline, the same bytes for the same findings."""
    counts = Counter(map(_key, findings))
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
    findings: Iterable[Finding], known: Counter[Key]
) -> tuple[list[Finding], int]:
    """Leave out what is known; also tell how many known ones are gone."""
    left = Counter(known)
    fresh = []
    for finding in findings:
        key = _key(finding)
        if left[key] > 0:
            left[key] -= 1
        else:
            fresh.append(finding)
    return fresh, sum(left.values())


def _row_key(row: Any) -> Key:
    return str(row["file"]), str(row["code"]), str(row["message"])


def _key(finding: Finding) -> Key:
    file = encodable(finding.place.file or "")
    return file, finding.code, encodable(finding.message)
