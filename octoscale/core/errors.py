"""Why something cannot go on, as far as a caller has to tell cases apart.

The tree::

    OctoscaleError
    ├── InputError             the input was read and is wrong       (exit code 1)
    ├── GoalMissedError        a run ended short of its goal         (exit code 1)
    ├── UsageError             arguments that make no sense          (exit code 2)
    │   └── FileAccessError    a file that cannot be opened or written
    └── EnvironmentMissingError  a server, tool or extra is missing  (exit code 3)

Every package derives its own errors from these, so that the command line maps
them to exit codes in one place. What is wrong *with a place* is a ``Finding``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.core.finding import Finding, Place, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable


class OctoscaleError(Exception):
    """Anything that Octoscale raises on purpose; its text is for people."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        """Keep *message* (one line) and *hint* (the way out, one line)."""
        super().__init__(message)
        self.hint = hint


class InputError(OctoscaleError):
    """The input was read and is wrong; ``findings`` say where and why."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        """Keep all *findings*, which must not be empty."""
        self.findings = tuple(findings)
        if not self.findings:
            raise ValueError("an InputError needs at least one finding")
        super().__init__("\n".join(str(finding) for finding in self.findings))

    @classmethod
    def at(cls, place: Place, code: str, message: str, *, hint: str = "") -> InputError:
        """Build the common case: one error at one place."""
        return cls(
            [
                Finding(
                    code=code,
                    severity=Severity.ERROR,
                    message=message,
                    place=place,
                    hint=hint,
                )
            ]
        )


class GoalMissedError(OctoscaleError):
    """The run was fine and its goal was not reached."""


class UsageError(OctoscaleError):
    """The arguments make no sense together, whatever the input holds."""


class FileAccessError(UsageError):
    """A named file cannot be opened, or would be overwritten."""


class EnvironmentMissingError(OctoscaleError):
    """A server, a tool or an optional dependency is missing or unreachable."""
