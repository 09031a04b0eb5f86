"""Comments that accept a finding, each with its reason.

    port: 8080  # octoscale: ignore[MF402] the sidecar listens there

on the finding's own line, or alone on the line above it. A comment without a
reason or with an unknown code accepts nothing and is a finding itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from octoscale.core.finding import Finding, Place, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from octoscale.check.files import File

INVALID = "MF003"
"""A comment that accepts nothing: no reason, or a code that does not exist."""

UNUSED = "MF004"
"""A comment that accepts a finding which is not there."""

_COMMENT = re.compile(r"#\s*octoscale:\s*ignore\b(?:\[(?P<codes>[^\]]*)\])?(?P<why>.*)")
_EMPTY = re.compile(r"\s*(?:#.*)?\Z")


@dataclass(slots=True)
class _Comment:
    place: Place
    codes: tuple[str, ...]
    used: set[str] = field(default_factory=set)


class Suppressions:
    """All such comments of some files.

    >>> from octoscale.check.files import File
    >>> text = "a: 1  # octoscale: ignore[MF402] behind the mesh"
    >>> comments = Suppressions([File("a.yaml", text)], codes={"MF402"})
    >>> comments.accept("MF402", Place(file="a.yaml", line=1))
    True
    """

    def __init__(self, files: Iterable[File], *, codes: Iterable[str]) -> None:
        """Read the comments; *codes* are those that exist."""
        self._known = frozenset(codes)
        self._lines: dict[tuple[str, int], list[_Comment]] = {}
        self._invalid: list[Finding] = []
        for file in files:
            self._read(file)

    def accept(self, code: str, place: Place) -> bool:
        """Tell whether a comment accepts a finding, and remember it."""
        comments = self._lines.get((place.file or "", place.line or 0), ())
        accepted = [each for each in comments if code in each.codes]
        for each in accepted:
            each.used.add(code)
        return bool(accepted)

    def problems(self) -> Iterator[Finding]:
        """Give what is wrong with the comments, after all findings are accepted."""
        yield from self._invalid
        for comments in self._lines.values():
            for each in comments:
                unused = [code for code in each.codes if code not in each.used]
                if unused:
                    yield Finding(
                        code=UNUSED,
                        severity=Severity.INFO,
                        place=each.place,
                        message=f"nothing here is accepted: no {', '.join(unused)}",
                        hint="remove the comment",
                    )

    def _read(self, file: File) -> None:
        if "octoscale:" not in file.text:
            return
        lines = file.text.splitlines()
        for number, line in enumerate(lines, start=1):
            found = _COMMENT.search(line)
            if found is None:
                continue
            place = Place(file=file.name, line=number, column=found.start() + 1)
            codes = tuple(
                code.strip()
                for code in (found["codes"] or "").split(",")
                if code.strip()
            )
            problem = self._problem(codes, found["why"])
            if problem:
                self._invalid.append(_invalid(place, problem))
                continue
            target = number
            if not line[: found.start()].strip():
                target = _next_content(lines, number)
            comment = _Comment(place, codes)
            self._lines.setdefault((file.name, target), []).append(comment)

    def _problem(self, codes: tuple[str, ...], why: str) -> str:
        if not codes:
            return "it names no code"
        unknown = [code for code in codes if code not in self._known]
        if unknown:
            return f"there is no code {', '.join(unknown)}"
        return "" if re.search(r"\w", why) else "it gives no reason"


def _next_content(lines: list[str], number: int) -> int:
    for index in range(number, len(lines)):
        if not _EMPTY.match(lines[index]):
            return index + 1
    return number


def _invalid(place: Place, problem: str) -> Finding:
    return Finding(
        code=INVALID,
        severity=Severity.WARNING,
        place=place,
        message=f"this comment accepts nothing: {problem}",
        hint="write # octoscale: ignore[CODE] and the reason",
    )
