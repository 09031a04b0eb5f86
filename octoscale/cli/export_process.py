"""``octoscale export process``: one process of this machine, for Prometheus."""

from __future__ import annotations

import click

from octoscale.cli.foreground import Served, run_exporter, serving_options
from octoscale.cli.options import verbosity_options


@click.command(
    epilog="""\b
Examples:
  octoscale export process --pattern httpgo --prefix myapphttp
  octoscale export process --pid-file /run/web.pid --prefix web --listen :18080
"""
)
@click.option(
    "--pattern",
    metavar="REGEX",
    help="The process whose command line matches. Of several: the oldest that no "
    "other match started; shells, wrappers and exporters never.",
)
@click.option("--pid", type=click.IntRange(min=1), help="One process, by its number.")
@click.option("--pid-file", metavar="FILE", help="The process named in this file.")
@click.option(
    "--prefix",
    default="process_exporter",
    show_default=True,
    help="How the series' names begin.",
)
@click.option(
    "--base-units",
    is_flag=True,
    help="Seconds, bytes and ratios under new names, where the names of the original "
    "exporter have others.",
)
@serving_options("127.0.0.1:18000")
@verbosity_options
def command(
    pattern: str | None,
    pid: int | None,
    pid_file: str | None,
    *,
    prefix: str,
    base_units: bool,
    served: Served,
) -> None:
    """Expose a process: descriptors, CPU, memory, connections.

    Give one of --pattern, --pid and --pid-file. The process need not run yet.
    While it does not, its series are absent and PREFIX_up is 0. Ends on SIGINT
    and SIGTERM.
    """
    from exporters.collectors.process import ProcessCollector

    collector = ProcessCollector(
        prefix=prefix,
        pid=pid,
        pid_file=pid_file,
        pattern=pattern,
        base_units=base_units,
    )
    run_exporter(collector, served)
