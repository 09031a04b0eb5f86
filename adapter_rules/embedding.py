"""A text inside a YAML file, and where its lines stand in that file.

A ConfigMap holds the adapter's config as a text, an Argo application the Helm
values. What the text means is the caller's business.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from octoscale.core.finding import Finding, Place
    from octoscale.core.yamlio import Document, DocumentPath


class Embedding:
    """Moves places inside an entry's text to where they stand in the file.

    Exact for block texts (``|``), as people write them; within any other
    notation only the entry itself can be named.
    """

    def __init__(
        self, outer: Document, text: str, path: DocumentPath, inner: str
    ) -> None:
        """Take *inner*, the text at *path* of *outer*, which was read from *text*."""
        self._place = outer.place(path)
        lines = text.splitlines()
        first = inner.split("\n", 1)[0]
        line = self._place.line or 0
        below = lines[line] if line < len(lines) else ""
        self._exact = bool(first) and below.endswith(first)
        self._indent = len(below) - len(first) if self._exact else 0

    def place(self, place: Place) -> Place:
        """Move one place."""
        if not self._exact or place.line is None:
            return self._place
        line, column = self._at((place.line, place.column or 1))
        return replace(place, line=line, column=column)

    def finding(self, finding: Finding) -> Finding:
        """Move a finding to where it stands in the file."""
        return replace(finding, place=self.place(finding.place))

    def document(self, document: Document) -> Document:
        """Move all places of a document that was read from the inner text."""
        return replace(
            document,
            line=self._at((document.line, 1))[0],
            values={path: self._at(at) for path, at in document.values.items()},
            keys={path: self._at(at) for path, at in document.keys.items()},
        )

    def _at(self, at: tuple[int, int]) -> tuple[int, int]:
        start = self._place.line or 0
        if self._exact:
            return at[0] + start, at[1] + self._indent
        return start, self._place.column or 1
