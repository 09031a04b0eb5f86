"""Which processes a pattern means, and which of them is watched.

The rules, all of them for the same reason, that a series must mean the service:

* never this process, nor those that it descends from: their command lines hold
  the pattern because somebody typed it there;
* never another exporter (``... export process ...``), which holds it, too;
* never a wrapper (a shell, a minimal init, ``timeout``, ``sudo``) or a reader of
  the service's files (``tail``, ``grep``, an editor);
* of the others, only those that no other match started: a server's workers are
  not the server;
* of these, the one that started first, and of equals the lowest number.

A service that these leave out is named by its number or its pid file.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MATCHED_CHARACTERS = 4096
"""How much of a command line is searched: they may have megabytes."""

_EXPORTER = re.compile(r"\bexport\s+process\b")

_WRAPPERS = frozenset(
    {
        *("sh", "bash", "dash", "ash", "ksh", "zsh", "su", "sudo", "login"),
        *("init", "tini", "dumb-init", "docker-init", "catatonit", "s6-supervise"),
        *("runsv", "supervise", "setpriv", "gosu", "su-exec", "chpst", "setsid"),
        *("env", "nohup", "timeout", "nice", "ionice", "stdbuf", "strace", "script"),
    }
)
"""Programs that carry another program's command line in their own."""

_READERS = frozenset(
    {
        *("grep", "egrep", "pgrep", "pkill", "ps", "top", "watch", "man"),
        *("tail", "less", "more", "cat", "vi", "vim", "nvim", "nano", "emacs"),
    }
)
"""Programs that name a service because somebody looks at it."""


def matching(pattern: re.Pattern[str]) -> Iterator[psutil.Process]:
    """Give every process that *pattern* means, in no order."""
    own = _own_line()
    for process in psutil.process_iter():
        try:
            words = process.cmdline()
        except psutil.Error:
            continue
        if process.pid not in own and means(pattern, words):
            yield process


def means(pattern: re.Pattern[str], words: Sequence[str]) -> bool:
    """Whether a process with the command line *words* is meant by *pattern*.

    Kernel threads and zombies have no command line.

    >>> means(re.compile("httpgo"), ["/srv/httpgo", "-port", "8888"])
    True
    >>> means(re.compile("httpgo"), ["sh", "-c", "httpgo -port 8888"])
    False
    """
    if not words:
        return False
    program = words[0].lstrip("-").rstrip("/").rpartition("/")[2]
    if program in _WRAPPERS or program in _READERS:
        return False
    line = " ".join(words)[:MATCHED_CHARACTERS]
    return bool(pattern.search(line)) and not _EXPORTER.search(line)


def choose(matches: Iterable[psutil.Process]) -> psutil.Process | None:
    """Give the oldest of those that no other match started."""
    candidates = {process.pid: process for process in matches}
    ages = []
    for process in candidates.values():
        try:
            if not _descends(process, candidates.keys()):
                ages.append((process.create_time(), process.pid))
        except psutil.Error:
            continue
    return candidates[min(ages)[1]] if ages else None


def _descends(process: psutil.Process, pids: Iterable[int]) -> bool:
    """Whether one of *pids* is an ancestor of *process*."""
    return not {parent.pid for parent in process.parents()}.isdisjoint(pids)


def _own_line() -> set[int]:
    """Give this process and all that it descends from."""
    own = psutil.Process()
    return {os.getpid(), *(parent.pid for parent in own.parents())}
