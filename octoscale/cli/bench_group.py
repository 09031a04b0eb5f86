"""``octoscale bench`` as a command that further commands follow.

Alone it times scale-ups (``octoscale.cli.bench``); which commands follow it stands
in the table of commands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from octoscale.cli.app import LazyGroup

if TYPE_CHECKING:
    from collections.abc import Callable


class BenchGroup(LazyGroup):
    """Runs its own command, unless another word of the table follows."""

    def __init__(self, *, callback: Callable[..., Any], help: str, **more: Any) -> None:  # noqa: A002 - click's name
        """Take what ``click.command`` gives."""
        more.pop("name", None)
        super().__init__(
            ("bench",),
            help,
            invoke_without_command=True,
            callback=_unless_followed(callback),
            **more,
        )


def _unless_followed(callback: Callable[..., Any]) -> Callable[..., Any]:
    """Call *callback* only where no further command follows."""

    @click.pass_context
    def alone(context: click.Context, /, **params: Any) -> Any:
        if context.invoked_subcommand is None:
            return context.invoke(callback, **params)
        for name in params:
            if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
                words = f"'bench {context.invoked_subcommand}'"
                raise click.UsageError(f"the option in front of {words} is none of its")
        return None

    return alone
