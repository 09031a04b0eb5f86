"""An export command as a process of its own."""

from __future__ import annotations

import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass
class Exporting:
    """A running export command and what it said when it began."""

    process: subprocess.Popen[str]
    said: list[str]

    def scrape(self, headers: Mapping[str, str] | None = None) -> str:
        """Give the exposition."""
        url = self.said[0].removeprefix("listening on ")
        request = urllib.request.Request(url, headers=dict(headers or {}))  # noqa: S310 our own server
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 as above
            return str(answer.read().decode())


@contextmanager
def exporting(*arguments: str, lines: int = 2) -> Iterator[Exporting]:
    """Run ``octoscale export`` with *arguments* until the block ends."""
    words = [sys.executable, "-m", "octoscale.cli.main", "export", *arguments]
    process = subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    with process:
        assert process.stderr is not None
        said = [process.stderr.readline().rstrip("\n") for _ in range(lines)]
        try:
            yield Exporting(process, said)
        finally:
            process.kill()
