"""The config file, followed while people and ConfigMaps change it.

Reads the path anew each time, so that the symbolic links which Kubernetes swaps
are followed. A text counts once two looks in a row have seen it: half-written
files do not stand still. Judging a text is ``upkeep``'s business.
"""

from __future__ import annotations

from pathlib import Path

from octoscale.core import yamlio
from octoscale.core.errors import FileAccessError


class ConfigFile:
    """One file and the text that is served from it."""

    def __init__(self, name: str) -> None:
        """Follow the file called *name*."""
        self._path = Path(name)
        self.name = name
        self.text = ""
        """What is served, or was refused last."""

        self._pending: str | None = None

    def first(self) -> str:
        """Read it for the first time; raises ``FileAccessError``."""
        self.text = yamlio.read_text(self.name)
        return self.text

    def look(self) -> str | None:
        """Give a new text that has settled; ``None`` while there is none.

        Raises ``FileAccessError`` when there is no readable file any more.
        """
        try:
            text = self._path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            self._pending = None
            raise FileAccessError(f"cannot read {self.name}: {error}") from error
        if text == self.text:
            self._pending = None
            return None
        if text != self._pending:
            self._pending = text
            return None
        self._pending = None
        self.text = text
        return text
