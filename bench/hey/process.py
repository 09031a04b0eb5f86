"""Run the real hey, no longer than it may, and give what it printed.

It gets no environment of ours (no proxy, no secret). Reading its output belongs
to the modules beside this one.
"""

from __future__ import annotations

import signal
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from octoscale.core.errors import EnvironmentMissingError
from octoscale.core.tools import TOOLS_VARIABLE, find_program

if TYPE_CHECKING:
    from pathlib import Path

    from bench.hey.command import HeyCommand

GRACE_SECONDS = 5.0
"""How long hey may take to print its report when its time is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeyOutput:
    """What one run of hey left."""

    text: str
    """Its standard output."""

    complaint: str
    """Its standard error: why it refused, or why it fell over."""

    code: int
    """Its exit code; below 0 for the signal that ended it."""

    cut_short: bool
    """Whether it was told to stop because its time was over."""


def find_hey() -> Path:
    """Find the ``hey`` program; raises ``EnvironmentMissingError`` without one."""
    found = find_program("hey")
    if found is None:
        raise EnvironmentMissingError(
            "no 'hey' program was found",
            hint=f"run 'make tools', install hey, or set {TOOLS_VARIABLE}",
        )
    return found


class HeyProcess:
    """hey on this machine: the load generator that load tests are run with."""

    def __init__(self, program: Path) -> None:
        """Take the *program*, as ``find_hey`` gives it."""
        self._program = program

    def run(
        self,
        command: HeyCommand,
        *,
        limit_seconds: float,
        grace_seconds: float = GRACE_SECONDS,
    ) -> HeyOutput:
        """Run it once.

        After *limit_seconds* it is asked to stop, and prints what it has; one that
        does not is killed after *grace_seconds*. Raises ``EnvironmentMissingError``
        when it cannot be started at all.
        """
        try:
            process = subprocess.Popen(  # noqa: S603 - our own list of arguments
                [str(self._program), *command.arguments()],
                env={"PATH": "/usr/bin:/bin"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                errors="replace",
                start_new_session=True,  # our Ctrl-C is not hey's
            )
        except OSError as error:
            raise EnvironmentMissingError(
                f"cannot run {self._program}: {error.strerror}"
            ) from error
        with process:
            return _finish(process, limit_seconds, grace_seconds)


def _finish(
    process: subprocess.Popen[str], limit_seconds: float, grace_seconds: float
) -> HeyOutput:
    """Wait for the end, or bring it about; no load goes on behind our back."""
    cut_short = False
    try:
        try:
            text, complaint = process.communicate(timeout=limit_seconds)
        except subprocess.TimeoutExpired:
            cut_short = True
            process.send_signal(signal.SIGINT)
            text, complaint = _last_words(process, grace_seconds)
    except BaseException:
        process.kill()
        raise
    return HeyOutput(
        text=text, complaint=complaint, code=process.returncode, cut_short=cut_short
    )


def _last_words(
    process: subprocess.Popen[str], grace_seconds: float
) -> tuple[str, str]:
    try:
        return process.communicate(timeout=grace_seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.communicate()
