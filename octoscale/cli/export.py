"""``octoscale export``: the group of exporters, and those of the catalogue by name."""

from __future__ import annotations

import click

from octoscale.cli import GROUPS
from octoscale.cli.app import LazyGroup
from octoscale.cli.foreground import Listen, Served, parse_listen, run_exporter


@click.pass_context
def _export(context: click.Context, service: str | None, listen: str | None) -> None:
    """Run the exporter of a catalogued service, unless a command follows."""
    if context.invoked_subcommand is not None:
        if service is not None:
            raise click.UsageError("--service needs no further command")
        return
    if service is None:
        raise click.UsageError("name a kind of exporter, or --service")
    from exporters.building import build_collector
    from exporters.catalogue import find

    workload = find(service)
    where = Listen("127.0.0.1", workload.exporter_port)
    if listen is not None:
        try:
            where = parse_listen(listen)
        except ValueError as error:
            raise click.BadParameter(str(error), param_hint="--listen") from error
    run_exporter(build_collector(workload.request), Served(where))


command = LazyGroup(
    ("export",),
    GROUPS["export"]
    + "\n\nWith --service the exporter that the catalogue of the paper's services "
    "has for it, on the service's port plus 10000.",
    no_args_is_help=True,
    invoke_without_command=True,
    callback=_export,
    epilog="""\b
Examples:
  octoscale export --service couchdb
  octoscale export --service dbs-global-r --listen :18252
  octoscale export source redis --queue celery
""",
    params=[
        click.Option(
            ["--service"],
            metavar="NAME",
            help="A service of the catalogue: couchdb, das-server, dbs-global-r, …",
        ),
        click.Option(
            ["--listen"],
            metavar="HOST:PORT",
            help="Where Prometheus scrapes --service's exporter; in a pod ':PORT', "
            "for the loopback is the pod's own.",
        ),
    ],
)
