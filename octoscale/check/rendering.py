"""What a command makes: Helm, Kustomize or anything that prints manifests.

The command is the user's own, run without a shell. What it prints is read like a
file of its name.
"""

from __future__ import annotations

import shlex
import subprocess
from typing import TYPE_CHECKING

from octoscale.check.files import File
from octoscale.core.errors import EnvironmentMissingError, UsageError
from octoscale.core.finding import Finding, Place, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SECONDS = 300
PLACE = "{}"
"""Stands for one PATH in a command."""

NO_MANIFEST = "MF007"
"""A command that printed nothing that could be checked."""

_SHELL = ("|", "||", "&&", "&", ";", ">", ">>", "<", "2>&1")
_NO_SHELL = "commands run without a shell: write sh -c '…' around it"


def render(command: str, paths: Sequence[str]) -> list[File]:
    r"""Run *command* once, or once for each path where it says ``{}``.

    Raises ``UsageError`` when it is no command line or fails, and
    ``EnvironmentMissingError`` when there is no such program.

    >>> render("echo 'kind: {}'", ["Service"])
    [File(name='<echo kind: Service>', text='kind: Service\n', chart='')]
    """
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise UsageError(f"--render {command!r}: {error}") from error
    if not words:
        raise UsageError("--render needs a command")
    if PLACE not in command:
        return [_output(words)]
    if not paths:
        raise UsageError(f"--render {command!r} needs a PATH for {PLACE}")
    return [_output([word.replace(PLACE, path) for word in words]) for path in paths]


def empty(rendered: Iterable[File]) -> Iterator[Finding]:
    """Find commands that printed no manifest, so that nothing was checked."""
    for file in rendered:
        lines = (line.strip() for line in file.text.splitlines())
        if not any(":" in line and not line.startswith("#") for line in lines):
            yield Finding(
                code=NO_MANIFEST,
                severity=Severity.WARNING,
                place=Place(file=file.name, line=1),
                message="the command printed no manifest: nothing was checked",
                hint=_about_shells(file.name.strip("<>").split())
                or "run it alone, and see what it prints",
            )


def _about_shells(words: Sequence[str]) -> str:
    is_shells = any(word in _SHELL or word.endswith(";") for word in words)
    return _NO_SHELL if is_shells else ""


def _output(words: list[str]) -> File:
    title = " ".join(words)
    try:
        done = subprocess.run(  # noqa: S603 - the user's own command, without a shell
            words, capture_output=True, timeout=SECONDS, check=False
        )
    except FileNotFoundError as error:
        raise EnvironmentMissingError(f"there is no program {words[0]!r}") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UsageError(f"{title}: {error}") from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        reason = said[-1] if said else "without a word"
        raise UsageError(
            f"{title} ended with {done.returncode}: {reason}",
            hint=_about_shells(words),
        )
    return File(f"<{title}>", done.stdout.decode(errors="replace"))
