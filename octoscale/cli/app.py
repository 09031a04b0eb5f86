"""The tree of commands, loaded as they are called.

The table is in the package's ``__init__``; exit codes are in ``errors``.
"""

from __future__ import annotations

import difflib
import importlib

import click

from octoscale.cli import COMMANDS, GROUP_EXAMPLES, GROUPS, CommandRow
from octoscale.cli.errors import exit_code_for, missing_extra
from octoscale.cli.options import VERBOSITY, set_verbosity
from octoscale.core.version import VERSION

EPILOG = """\b
Examples:
  octoscale bench                          time 1→8 on the simulated paper cluster
  octoscale init --service shop
  octoscale render octoscale.yaml --to deploy/
  octoscale rules preview --config rules.yaml --prometheus http://127.0.0.1:9090
  octoscale export process --pattern httpgo --prefix myapphttp

\b
Exit codes: 0 fine, 1 the input is wrong or a goal is missed, 2 wrong
arguments or an unreadable file, 3 something is missing or unreachable,
70 a bug of ours, 130 interrupted. NO_COLOR is respected; data goes to standard output,
all else to standard error.
"""


_LOADED: list[CommandRow] = []
"""The commands loaded in this run; the last one is the one that runs."""


class LazyGroup(click.Group):
    """A group whose commands come from the table, imported on use."""

    def __init__(self, prefix: tuple[str, ...], help_text: str, **more: object) -> None:
        """Hold the commands whose words start with *prefix*."""
        name = prefix[-1] if prefix else "octoscale"
        super().__init__(name=name, help=help_text, **more)  # type: ignore[arg-type]  # click types its keywords one by one
        self.prefix = prefix

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in the table's order."""
        del ctx
        size = len(self.prefix)
        words = (row.words for row in COMMANDS if row.words[:size] == self.prefix)
        return list(dict.fromkeys(w[size] for w in words if len(w) > size))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command, or say which extra it needs."""
        words = (*self.prefix, cmd_name)
        for row in COMMANDS:
            if row.words == words:
                return _load(row)
        if cmd_name in self.list_commands(ctx):
            return LazyGroup(
                words,
                GROUPS[cmd_name],
                no_args_is_help=True,
                epilog=_examples(cmd_name),
            )
        return None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which one was meant."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            close = difflib.get_close_matches(args[0], self.list_commands(ctx), n=1)
            if not close:
                raise
            text = f"{error.message} Did you mean {close[0]!r}?"
            raise click.UsageError(text, ctx) from error

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """List the commands from the table, importing none of them."""
        rows = []
        for name in self.list_commands(ctx):
            words = (*self.prefix, name)
            found = [row.summary for row in COMMANDS if row.words == words]
            rows.append((name, found[0] if found else GROUPS[name]))
        with formatter.section("Commands"):
            formatter.write_dl(rows)


def _examples(group: str) -> str:
    """Give a group's examples, each on its line."""
    lines = ("Examples:", *(f"  {line}" for line in GROUP_EXAMPLES[group]))
    return "\b\n" + "\n".join(lines)


def _load(row: CommandRow) -> click.Command:
    """Import a command's module and remember it: what it lacks names its extra."""
    _LOADED.append(row)
    module = importlib.import_module(row.module)
    command: click.Command = module.command
    command.name = row.words[-1]
    return command


def build() -> click.Group:
    """Build the root command."""
    root = LazyGroup(
        (),
        "Custom-metrics autoscaling for Kubernetes: declare a metric once; expose "
        "it, check it, scale on it, and time the scale-up.",
        no_args_is_help=True,
        epilog=EPILOG,
        context_settings={
            "help_option_names": ["-h", "--help"],
            "max_content_width": 100,
        },
    )
    root.params += [
        click.Option(["-q", "--quiet"], is_flag=True, help="Say only what went wrong."),
        click.Option(
            ["-v", "--verbose"], is_flag=True, help="Say more, errors in full."
        ),
    ]
    root.callback = set_verbosity
    return click.version_option(VERSION, "-V", "--version")(root)


def main(arguments: list[str]) -> int:
    """Run one command line and give its exit code; never raises."""
    try:
        outcome = build().main(arguments, prog_name="octoscale", standalone_mode=False)
    except ModuleNotFoundError as error:
        return exit_code_for(missing_extra(_LOADED[-1], error) if _LOADED else error)
    except BaseException as error:  # noqa: BLE001 - the one place where errors become exit codes
        return exit_code_for(error)
    finally:
        VERBOSITY.quiet = VERBOSITY.verbose = False  # it was of this run
    return outcome if isinstance(outcome, int) else 0
