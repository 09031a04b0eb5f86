"""``octoscale export apache``: an Apache server's status page, for Prometheus."""

from __future__ import annotations

import click

from octoscale.cli.foreground import Served, run_exporter, serving_options
from octoscale.cli.options import verbosity_options


@click.command(
    epilog="""\b
Examples:
  octoscale export apache
  octoscale export apache --uri http://127.0.0.1:8080/server-status?auto \\
    --listen 127.0.0.1:18443
"""
)
@click.option(
    "--uri",
    default="http://127.0.0.1:80/server-status?auto",
    show_default=True,
    help="The status page; it ends in ?auto.",
)
@click.option(
    "--base-units",
    is_flag=True,
    help="Seconds, bytes and ratios under new names, where the names of the original "
    "exporter have others.",
)
@serving_options("127.0.0.1:9117")
@click.option(
    "--timeout",
    default="5s",
    show_default=True,
    metavar="DURATION",
    help="How long Apache may take to answer completely.",
)
@verbosity_options
def command(uri: str, *, base_units: bool, served: Served, timeout: str) -> None:
    """Expose an Apache server through its status page.

    While Apache does not answer, its series are absent and apache_up is 0. Ends
    on SIGINT and SIGTERM.
    """
    from exporters.collectors.apache import ApacheCollector
    from octoscale.core.duration import DurationError, parse_prometheus

    try:
        seconds = parse_prometheus(timeout)
    except DurationError as error:
        raise click.BadParameter(str(error), param_hint="--timeout") from error
    collector = ApacheCollector(uri, timeout_seconds=seconds, base_units=base_units)
    run_exporter(collector, served)
