"""Data on standard output, everything else on standard error.

Formats are chosen here, texts are escaped here; what is printed is built by
the packages.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from octoscale.cli.options import VERBOSITY
from octoscale.core import yamlio
from octoscale.core.errors import FileAccessError
from octoscale.core.escape import terminal

if TYPE_CHECKING:
    from collections.abc import Sequence


def emit(text: str) -> None:
    """Print a result, with exactly one line feed at its end."""
    try:
        sys.stdout.write(text if text.endswith("\n") else text + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise FileAccessError(f"cannot write standard output: {reason}") from error


def emit_data(value: Any, output: str) -> None:
    """Print plain data as ``json`` or ``yaml``."""
    if output == "json":
        emit(json.dumps(value, indent=2, ensure_ascii=False))
    else:
        emit(yamlio.dump(value))


def emit_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table: with rules on a terminal, aligned columns in a pipe.

    Cells come from strangers: control characters are shown, markup is not read.
    """
    safe = [[terminal(cell) for cell in row] for row in rows]
    if sys.stdout.isatty():
        _rich_table(columns, safe)
        return
    lines = [list(columns), *safe]
    widths = [max(len(line[i]) for line in lines) for i in range(len(columns))]
    for line in lines:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        emit("  ".join(cells).rstrip())


def say(text: str) -> None:
    """Tell what is going on, on standard error; silent with ``-q``."""
    if not VERBOSITY.quiet:
        print(terminal(text), file=sys.stderr, flush=True)


def _rich_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)
