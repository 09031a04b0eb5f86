"""``octoscale bench compare``: two runs beside each other, with a verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from octoscale.cli import output as out
from octoscale.cli.options import output_option, verbosity_options
from octoscale.core.errors import GoalMissedError
from octoscale.core.escape import terminal

if TYPE_CHECKING:
    from bench.comparing.comparison import Comparison

EPILOG = """\b
Examples:
  octoscale bench compare octoscale-bench/2026-01-05-paper{,-2}
  octoscale bench compare old/report.json new/report.json --threshold 5s
  octoscale bench compare A B --everything -o json

A and B are directories of runs, or their report.json. Judged are scale-up times of
'octoscale bench' and the goodput of 'octoscale bench load'. Exits 1 when B is worse
than A by more than the threshold, or missed its goal more often.
"""


@click.command(epilog=EPILOG)
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option(
    "--threshold", default="10%", show_default=True, metavar="SHARE|AMOUNT",
    help="How much worse is too much: 10% of A's mean, or 2.5s.",
)  # fmt: skip
@click.option(
    "--proved", is_flag=True,
    help="Exit 1 only where the difference's interval leaves out 0, too.",
)  # fmt: skip
@click.option(
    "--everything", is_flag=True,
    help="Show every figure: phases, reaction, latency, failures.",
)  # fmt: skip
@output_option("table", "json")
@verbosity_options
def command(
    *,
    before: str,
    after: str,
    threshold: str,
    proved: bool,
    everything: bool,
    output: str,
) -> None:
    """Compare two runs of a bench: B minus A, with an interval and a verdict."""
    from bench.comparing.comparison import compare
    from bench.comparing.difference import Threshold
    from bench.comparing.reading import read_report
    from bench.comparing.table import to_data

    if before == after == "-":
        raise click.UsageError("only one of the two can be standard input")
    try:
        limit = Threshold.parse(threshold)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--threshold") from error
    found = compare(read_report(before), read_report(after), limit)
    if output == "json":
        out.emit_data(to_data(found), "json")
    else:
        _show(found, everything=everything)
    _end(found, only_proved=proved)


def _show(found: Comparison, *, everything: bool) -> None:
    from bench.comparing import table

    out.emit_table(table.COLUMNS, table.rows(found, everything=everything))
    for line in ("", *table.legend(found)):
        out.emit(line)
    for line in (*found.notes, *(f"new: {text}" for text in found.new_failures)):
        out.emit(f"note: {terminal(line)}")


def _end(found: Comparison, *, only_proved: bool) -> None:
    """Turn what is worse into the error that it is."""
    worse = [
        f"{one.subject}: {one.figure} {one.share or 0:+.1%}"
        for one in found.worse(only_proved=only_proved)
    ]
    worse += found.new_failures
    if worse:
        more = f" (and {len(worse) - 1} more)" if len(worse) > 1 else ""
        raise GoalMissedError(f"worse beyond {found.threshold}: {worse[0]}{more}")
