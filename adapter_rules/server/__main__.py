"""``python -m adapter_rules.server``: the server without the command line's extra.

Parses, makes one library call, and turns errors into exit codes: 1 for a bad
config, 2 for wrong arguments, 3 for what is missing or unreachable.
"""

from __future__ import annotations

import argparse
import logging
import sys

from adapter_rules.server.goflags import normalised
from adapter_rules.server.options import OPTIONS, settings_from
from adapter_rules.server.running import run
from octoscale.core.errors import (
    EnvironmentMissingError,
    InputError,
    OctoscaleError,
    UsageError,
)
from octoscale.core.escape import terminal


def main(arguments: list[str]) -> int:
    """Serve, and give the exit code."""
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    try:
        given = vars(_parser().parse_args(normalised(arguments)))
        run(settings_from(given), tell=_tell)
    except OctoscaleError as error:
        hint = f"\n  hint: {terminal(error.hint)}" if error.hint else ""
        _tell("\n".join(map(terminal, str(error).splitlines())) + hint)
        return _code(error)
    return 0


def _code(error: OctoscaleError) -> int:
    if isinstance(error, UsageError):
        return 2
    missing = isinstance(error, EnvironmentMissingError)
    return 3 if missing and not isinstance(error, InputError) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m adapter_rules.server",
        description="Serve the metrics APIs as Prometheus Adapter does.",
        allow_abbrev=False,
    )
    for option in OPTIONS:
        text = option.help + (f" [{option.default}]" if option.default else "")
        if option.sort == "flag":
            parser.add_argument(option.name, action="store_true", help=text)
        elif option.sort == "list":
            parser.add_argument(option.name, action="append", help=text)
        else:
            parser.add_argument(option.name, metavar=option.metavar or None, help=text)
    return parser


def _tell(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
