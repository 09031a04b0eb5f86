"""``octoscale bench hey``: what hey's output says, failures apart from goodput."""

from __future__ import annotations

import click

from octoscale.cli import output as out
from octoscale.cli.options import output_option, verbosity_options

EPILOG = """\b
Examples:
  hey -n 1000 -c 100 http://127.0.0.1:8080/ | octoscale bench hey -
  octoscale bench hey run-1.txt run-2.txt -o json
  octoscale bench hey rows.csv

hey's own requests/s counts requests that failed; goodput does not. Its CSV lists no
failure and no total, so what it says of rates is estimated. A text that was cut off,
or is none of hey's, is refused with its line (exit code 1).
"""


@click.command(epilog=EPILOG)
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "--success", "successes", multiple=True, type=click.IntRange(100, 599),
    metavar="STATUS", help="Counts as served; may be repeated. [default: 200 to 399]",
)  # fmt: skip
@output_option("table", "json")
@verbosity_options
def command(*, files: tuple[str, ...], successes: tuple[int, ...], output: str) -> None:
    """Read hey's text or CSV exactly, figure by figure.

    Counts, status codes, errors, goodput, times and hey's percentiles; from a CSV
    those by hey's own index rule.
    """
    from bench.hey.figures import parse, to_data, to_rows
    from bench.load.plan import SUCCESSES
    from octoscale.core import yamlio

    if list(files).count(yamlio.STDIN) > 1:
        raise click.UsageError("standard input can be read once")
    served = successes or SUCCESSES
    found = {file: parse(yamlio.read_text(file), file=file) for file in files}
    if output == "json":
        out.emit_data({f: to_data(one, served) for f, one in found.items()}, "json")
        return
    for file, one in found.items():
        out.emit_table((file, "value"), to_rows(one, served))
        out.emit("")
