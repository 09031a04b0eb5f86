"""YAML of which only a part can be read: what is there, and what is wrong.

For checks of whole repositories, where one broken document must not hide the
others. Whoever needs the data to be right reads it with ``yamlio``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from octoscale.core import yamlio
from octoscale.core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from octoscale.core.finding import Finding
    from octoscale.core.yamlio import Document

_BORDER = re.compile(r"---(\s|\Z)")


@dataclass(frozen=True, slots=True)
class Recovered:
    """What could be read of a text."""

    documents: tuple[Document, ...]
    findings: tuple[Finding, ...]
    """YA001 to YA004. Of keys that stand there twice the last one counts."""

    broken: tuple[range, ...]
    """The lines of the documents that could not be read, from 1."""


def recover(text: str, *, file: str | None = None) -> Recovered:
    r"""Read every document of a stream that can be read; nothing raises.

    >>> found = recover("a: [1\n---\nb: 1\nb: 2\n")
    >>> [document.value for document in found.documents]
    [{'b': 2}]
    >>> [finding.code for finding in found.findings]
    ['YA001', 'YA002']
    """
    findings: list[Finding] = []
    try:
        documents = yamlio.load_all(text, file=file, repeats=findings)
    except InputError:
        return _one_by_one(text, file)
    return Recovered(tuple(documents), tuple(findings), ())


def _one_by_one(text: str, file: str | None) -> Recovered:
    """Read each document for itself, its lines where they were."""
    documents: list[Document] = []
    findings: list[Finding] = []
    broken: list[range] = []
    for start, lines in _chunks(text):
        padded = "\n" * (start - 1) + "".join(lines)
        try:
            documents += yamlio.load_all(padded, file=file, repeats=findings)
        except InputError as error:
            findings += error.findings
            broken.append(range(start, start + len(lines)))
    return Recovered(tuple(documents), tuple(findings), tuple(broken))


def _chunks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Cut a stream at its ``---`` lines; those in block texts are indented."""
    chunk: list[str] = []
    start = 1
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        if _BORDER.match(line) and chunk:
            yield start, chunk
            chunk, start = [], number
        chunk.append(line)
    if chunk:
        yield start, chunk
