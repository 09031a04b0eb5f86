"""Which process is watched: by number, by pid file or by pattern.

Every finder gives the same process for as long as it runs, and looks again when
it does not. What is read from the process is ``exporters.processes.reading``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import psutil

from exporters.errors import Reason, SourceError
from exporters.processes.matching import choose, matching, means

if TYPE_CHECKING:
    import re
    from pathlib import Path

CLOCK_TOLERANCE_SECONDS = 5.0
"""A start time is known to the second (the kernel's boot time is), and a program
may write its pid file a moment before a wrapper replaces itself."""

_PID_FILE_BYTES = 64


class Finder(Protocol):
    """A way to find the process."""

    def find(self) -> psutil.Process:
        """Give the running process, or raise ``SourceError``."""

    def __str__(self) -> str:
        """Say what is looked for, for people."""


def running(process: psutil.Process) -> bool:
    """Whether *process* still is the one that was found.

    A zombie has ended: only its exit code is left. psutil compares start times,
    so another process under the same number is not taken for it.
    """
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


class PidFinder:
    """Finds the process by its number.

    A number names a process only while that runs. Once it has ended, whatever
    gets the number later is another process: nothing is found any more.
    """

    def __init__(self, pid: int) -> None:
        """Take hold of the process at once, if it is there already."""
        self._pid = pid
        self._process: psutil.Process | None = None
        try:
            self.find()
        except SourceError:
            self._process = None

    def __str__(self) -> str:
        """Say what is looked for, for people."""
        return f"process {self._pid}"

    def find(self) -> psutil.Process:
        """Give the process that first had the number."""
        if self._process is None:
            self._process = _process(self._pid, Reason.NOT_FOUND)
        if not running(self._process):
            raise SourceError(Reason.GONE, f"process {self._pid} has ended")
        return self._process


class PidFileFinder:
    """Finds the process by the number in a file, which is read on every scrape.

    A file that outlived its process may name a stranger's number. A process that
    started after the file was last written is therefore not the one that it names
    (a clock set forward in between makes a true one look so; writing the file
    again, as a restart does, heals that).
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._process: psutil.Process | None = None

    def __str__(self) -> str:
        """Say what is looked for, for people."""
        return f"the process in {self._path}"

    def find(self) -> psutil.Process:
        """Give the process that the file names now."""
        pid, written = self._read()
        known = self._process
        if known is not None and known.pid == pid and running(known):
            return known
        process = _process(pid, Reason.GONE)
        if not running(process):
            raise SourceError(Reason.GONE, f"process {pid} of {self._path} has ended")
        if process.create_time() > written + CLOCK_TOLERANCE_SECONDS:
            text = f"{self._path} is older than the process {pid} that it names"
            raise SourceError(Reason.PID_FILE, text)
        self._process = process
        return process

    def _read(self) -> tuple[int, float]:
        """Give the number in the file, and when it was written."""
        try:
            with self._path.open("rb") as file:
                text = file.read(_PID_FILE_BYTES)
            written = self._path.stat().st_mtime
        except OSError as error:
            reason = f"cannot read {self._path}: {error.strerror}"
            raise SourceError(Reason.PID_FILE, reason) from error
        words = text.split()
        if not words or not words[0].isdigit() or int(words[0]) == 0:
            text_ = f"{self._path} does not begin with a process number"
            raise SourceError(Reason.PID_FILE, text_)
        return int(words[0]), written


class PatternFinder:
    """Finds the process by a regular expression, searched in command lines.

    Of several processes that match, the oldest is watched that no other match
    started (``exporters.processes.matching`` has the rules).
    """

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._pattern = pattern
        self._process: psutil.Process | None = None

    def __str__(self) -> str:
        """Say what is looked for, for people."""
        return f"the process whose command line matches '{self._pattern.pattern}'"

    def find(self) -> psutil.Process:
        """Give the process found before while it runs, else look again."""
        known = self._process
        if known is not None and self._still_means(known):
            return known
        process = choose(matching(self._pattern))
        if process is None:
            text = f"no process matches '{self._pattern.pattern}'"
            raise SourceError(Reason.NOT_FOUND, text)
        self._process = process
        return process

    def _still_means(self, known: psutil.Process) -> bool:
        """Whether *known* runs and has not become another program by exec."""
        try:
            return running(known) and means(self._pattern, known.cmdline())
        except psutil.Error:
            return False


def _process(pid: int, reason: Reason) -> psutil.Process:
    try:
        return psutil.Process(pid)
    except (psutil.NoSuchProcess, OverflowError) as error:
        raise SourceError(reason, f"there is no process {pid}") from error
