"""What sed makes of a file for one environment.

Many deploy scripts keep production's lines behind marks such as ``#PROD#`` and
let sed bring them in. The rules are the scripts' own, in a file for ``sed -f``;
sed itself applies them, without leave to run or write anything.
"""

from __future__ import annotations

import difflib
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from octoscale.core.errors import EnvironmentMissingError, FileAccessError, UsageError
from octoscale.core.tools import find_program

if TYPE_CHECKING:
    from collections.abc import Iterable

    from octoscale.check.files import File

SECONDS = 30
"""Longer no file takes; a script that loops is ended."""


@dataclass(frozen=True, slots=True)
class Environment:
    """One way in which the files are applied."""

    name: str
    """To be read in findings: ``prod``."""

    script: str
    """The file with sed's rules."""

    @classmethod
    def parse(cls, text: str) -> Environment:
        """Read ``NAME=FILE``; raises ``UsageError`` and ``FileAccessError``.

        >>> Environment.parse("prod")
        Traceback (most recent call last):
        octoscale.core.errors.UsageError: not NAME=SED-FILE: 'prod'
        """
        name, sign, script = text.partition("=")
        if not name or not sign or not script:
            raise UsageError(f"not NAME=SED-FILE: {text!r}")
        if not Path(script).is_file():
            raise FileAccessError(f"cannot read {script}: no such file")
        return cls(name, script)

    def render(self, files: Iterable[File]) -> list[File]:
        """Apply the rules to every file.

        Raises ``EnvironmentMissingError`` without sed, ``UsageError`` for rules
        that it does not take.
        """
        sed = find_program("sed")
        if sed is None:
            raise EnvironmentMissingError(
                "sed is not installed", hint="render the files yourself"
            )
        return [
            replace(file, text=_run([str(sed), *_FLAGS, self.script], file.text))
            for file in files
        ]


def original_line(before: str, after: str, line: int) -> int:
    r"""Tell which line of a text a line of its rendering comes from.

    Exact unless sed took lines out or put some in; then by what both have in
    common.

    >>> original_line("a\nb\nc\n", "a\nc\n", 2)
    3
    """
    old, new = before.splitlines(), after.splitlines()
    if len(old) == len(new):
        return line
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for start, other, size in matcher.get_matching_blocks():
        if other <= line - 1 < other + size:
            return start + line - other
        if other > line - 1:
            return min(start + 1, len(old))
    return len(old)


_FLAGS = ("--sandbox", "-f")


def _run(command: list[str], text: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - sed, in its sandbox, without a shell
            command,
            input=text.encode(),
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise UsageError(f"{command[-1]}: sed does not come to an end") from error
    if done.returncode:
        raise UsageError(done.stderr.decode(errors="replace").strip() or "sed failed")
    return done.stdout.decode(errors="replace")
