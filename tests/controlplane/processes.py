"""Programs that the tests start, wait for and stop: exactly those, by pid.

What the programs are and in which order they start is told in ``cluster``.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

GRACE_SECONDS = 5.0
"""What SIGTERM gets before SIGKILL; v1.23's scheduler ignores SIGTERM."""

POLL_SECONDS = 0.05
"""Between two looks at whether something is ready."""

_TAIL_LINES = 15


class StartError(RuntimeError):
    """A program ended or did not get ready in time; the text holds its last words."""


class Process:
    """One running program, its log in a file of its own."""

    def __init__(
        self,
        name: str,
        command: Iterable[str],
        *,
        folder: Path,
        environment: Mapping[str, str],
    ) -> None:
        """Start *command*; its output goes to ``<folder>/<name>.log``."""
        self.name = name
        self.log = folder / f"{name}.log"
        with self.log.open("ab") as log:
            self._popen = subprocess.Popen(
                [*_dies_with_parent(), *command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=folder,
                env=dict(environment),
                process_group=0,  # a Ctrl-C on the terminal is ours to handle
            )

    @property
    def pid(self) -> int:
        """The one process that ``stop`` signals."""
        return self._popen.pid

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self._popen.poll() is None

    def tail(self) -> str:
        """Give the last lines of its log."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(lines[-_TAIL_LINES:])

    def terminate(self) -> None:
        """Ask it to end (SIGTERM)."""
        self._popen.terminate()

    def reap(self, deadline: float) -> None:
        """Wait until *deadline* (monotonic seconds), then SIGKILL what is left."""
        try:
            self._popen.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self._popen.kill()
            self._popen.wait()


def stop(processes: Iterable[Process], *, grace_seconds: float = GRACE_SECONDS) -> None:
    """End all *processes* at once and wait for each; the deaf ones are killed."""
    ending = list(processes)
    for process in ending:
        process.terminate()
    deadline = time.monotonic() + grace_seconds
    for process in ending:
        process.reap(deadline)


def wait_until(
    ready: Callable[[], bool],
    *,
    what: str,
    timeout_seconds: float,
    processes: Iterable[Process],
) -> None:
    """Poll *ready* until it holds.

    Raises ``StartError`` at the time-out, or as soon as one of *processes* has
    ended. An ``OSError`` (connection refused) counts as not ready yet.
    """
    watched = list(processes)
    deadline = time.monotonic() + timeout_seconds
    while True:
        with suppress(OSError):
            if ready():
                return
        for process in watched:
            if not process.running:
                raise StartError(f"{process.name} ended:\n{process.tail()}")
        if time.monotonic() > deadline:
            logs = "\n".join(f"{p.name}:\n{p.tail()}" for p in watched)
            raise StartError(f"{what} not ready in {timeout_seconds} s\n{logs}")
        time.sleep(POLL_SECONDS)


def free_ports(count: int) -> list[int]:
    """Find *count* different loopback ports that nobody listens on.

    >>> len(set(free_ports(20)))
    20
    """
    with ExitStack() as stack:
        held = [stack.enter_context(socket.socket()) for _ in range(count)]
        for holder in held:
            holder.bind(("127.0.0.1", 0))
        return [int(holder.getsockname()[1]) for holder in held]


def _dies_with_parent() -> list[str]:
    """Have the kernel end the program when pytest is killed, where it can.

    ``setpriv`` replaces itself by the program, so the pid stays the same.
    """
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "KILL", "--"] if setpriv else []
