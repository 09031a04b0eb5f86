"""From an exception to a message and an exit code, in one place.

====  =====================================================================
0     fine
1     the input was read and is wrong, or a goal is missed
2     wrong arguments, or a file that cannot be opened or written
3     a server, tool or extra is missing or unreachable
70    a bug of ours
130   interrupted
====  =====================================================================
"""

from __future__ import annotations

import sys
import traceback
from typing import TYPE_CHECKING

import click

from octoscale.cli.options import VERBOSITY
from octoscale.core.errors import (
    EnvironmentMissingError,
    GoalMissedError,
    InputError,
    OctoscaleError,
    UsageError,
)
from octoscale.core.escape import terminal

if TYPE_CHECKING:
    from octoscale.cli import CommandRow

WRONG_INPUT = 1
MISUSE = 2
MISSING = 3
BUG = 70
INTERRUPTED = 130

_CODES: tuple[tuple[type[OctoscaleError], int], ...] = (
    (InputError, WRONG_INPUT),
    (GoalMissedError, WRONG_INPUT),
    (UsageError, MISUSE),
    (EnvironmentMissingError, MISSING),
)


def exit_code_for(error: BaseException) -> int:
    """Say what went wrong on standard error and give the exit code."""
    if isinstance(error, KeyboardInterrupt | click.Abort):
        print("octoscale: interrupted", file=sys.stderr)
        return INTERRUPTED
    if isinstance(error, InputError):
        _show_findings(error)
        return WRONG_INPUT
    if isinstance(error, OctoscaleError):
        _show(str(error), error.hint)
        return next((code for kind, code in _CODES if isinstance(error, kind)), MISSING)
    return _code_of_foreign(error)


def _code_of_foreign(error: BaseException) -> int:
    """Deal with what click and the interpreter raise; the rest is a bug."""
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else WRONG_INPUT
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, click.ClickException):
        error.show()
        return MISUSE
    if isinstance(error, BrokenPipeError):
        return 0
    return _show_bug(error)


def missing_extra(row: CommandRow, error: ModuleNotFoundError) -> Exception:
    """Say which extra brings a command's dependency; our own bugs stay bugs."""
    name = (error.name or "").partition(".")[0]
    own = ("octoscale", "exporters", "adapter_rules", "hpa", "simulator", "bench")
    if not name or name in own:
        return error
    words = " ".join(row.words)
    return EnvironmentMissingError(
        f"'octoscale {words}' needs {name}, which is not installed",
        hint=f"pip install 'octoscale[{row.extra}]', or '.[{row.extra}]' in a checkout",
    )


def _show_findings(error: InputError) -> None:
    for finding in error.findings:
        print(terminal(str(finding)), file=sys.stderr)
        if finding.hint:
            print(f"  hint: {terminal(finding.hint)}", file=sys.stderr)
    if VERBOSITY.verbose:
        traceback.print_exception(error, file=sys.stderr)


def _show(message: str, hint: str) -> None:
    print(f"octoscale: {terminal(message)}", file=sys.stderr)
    if hint:
        print(f"  hint: {terminal(hint)}", file=sys.stderr)


def _show_bug(error: BaseException) -> int:
    if VERBOSITY.verbose:
        traceback.print_exception(error, file=sys.stderr)
    _show(
        f"a bug of ours: {type(error).__name__}: {error}",
        "please report it with what -v prints",
    )
    return BUG
