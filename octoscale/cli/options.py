"""Options that several commands share, and how loud a command is.

``-q`` and ``-v`` are understood before and behind a command's name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(slots=True)
class Verbosity:
    """How much is said on standard error; results are always printed."""

    quiet: bool = False
    verbose: bool = False


VERBOSITY = Verbosity()
"""Of this run of the command line: set once, while arguments are read."""


def set_verbosity(*, quiet: bool, verbose: bool) -> None:
    """Take what stood before the command's name."""
    VERBOSITY.quiet, VERBOSITY.verbose = quiet, verbose
    if quiet and verbose:
        raise click.UsageError("-q and -v exclude each other")


def verbosity_options(function: F) -> F:
    """Let a command take ``-q`` and ``-v`` behind its name, too."""

    def take(context: click.Context, parameter: click.Parameter, value: bool) -> None:
        del context
        if value:
            setattr(VERBOSITY, str(parameter.name), value)

    for flags, text in (
        (("-v", "--verbose"), "Say more, errors in full."),
        (("-q", "--quiet"), "Say only what went wrong."),
    ):
        function = click.option(
            *flags, is_flag=True, expose_value=False, callback=take, help=text
        )(function)
    return function


def output_option(*formats: str, default: str | None = None) -> Callable[[F], F]:
    """Add ``-o/--output`` with these formats; the first is the default."""
    return click.option(
        "-o",
        "--output",
        "output",
        type=click.Choice(formats),
        default=default or formats[0],
        show_default=True,
        help="How to print the result.",
    )
