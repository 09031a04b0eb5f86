"""Why a source could not be read, as the exposition's ``reason`` label says it.

The tree::

    octoscale.core.errors.OctoscaleError
    └── SourceError      one reading failed; the collector goes on

A collector catches it and exposes ``up`` 0: nobody outside this package sees it.
"""

from __future__ import annotations

from enum import StrEnum

from octoscale.core.errors import OctoscaleError


class Reason(StrEnum):
    """What kept a collector from its source; a label value, so never reworded."""

    CONNECTION = "connection"
    """The connection could not be made, or broke."""

    REFUSED = "refused"
    """The host is there and nothing listens on the port, or its queue is full."""

    TIMEOUT = "timeout"
    """The source did not answer, or not completely, before the deadline."""

    STATUS = "status"
    """The server answered with an HTTP status other than 200."""

    CREDENTIALS = "credentials"
    """The server wants a user and password, or others than ours."""

    REDIRECT = "redirect"
    """The server sent the reader elsewhere; redirects are never followed."""

    TOO_LARGE = "too_large"
    """The answer exceeds the collector's bound."""

    TRUNCATED = "truncated"
    """The answer ends before its end: half a number is worse than none."""

    CONTENT = "content"
    """The answer is complete and is not what this collector reads."""

    NOT_FOUND = "not_found"
    """No process has the number or matches the pattern."""

    GONE = "gone"
    """The process ended, a moment ago or since the last reading."""

    PID_FILE = "pid_file"
    """The pid file is missing, unreadable, or older than the process it names."""

    INTERNAL = "internal"
    """A fault of ours; it costs this source's metrics and no others'."""


class SourceError(OctoscaleError):
    """One reading of a source failed."""

    def __init__(self, reason: Reason, message: str) -> None:
        """Keep the *reason* for the label beside the *message* for people."""
        super().__init__(message)
        self.reason = reason
