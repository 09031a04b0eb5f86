"""``octoscale export``: the group of exporters, and those of services by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from octoscale.cli import GROUPS
from octoscale.cli.app import LazyGroup
from octoscale.cli.foreground import Listen, Served, run_exporter, serving_options

if TYPE_CHECKING:
    from collections.abc import Iterator

_FILE_ENDINGS = (".yaml", ".yml")


@click.command()
@click.option(
    "--service",
    metavar="NAME|FILE",
    help="A service of the catalogue (couchdb, das-server, dbs-global-r, …), or a "
    "service file: the exporter that its scrape.sidecar names, on its scrape.port.",
)
@serving_options(None)
@click.pass_context
def _export(context: click.Context, service: str | None, served: Served) -> None:
    """Run the exporter of a named service, unless a command follows."""
    if context.invoked_subcommand is not None:
        if service is not None or served != Served(None):
            raise click.UsageError("options of serving come after the command")
        return
    if service is None:
        raise click.UsageError("name a kind of exporter, or --service")
    if service == "-" or service.endswith(_FILE_ENDINGS):
        _export_file(context, service, served)
    else:
        _export_catalogued(service, served)


def _export_catalogued(name: str, served: Served) -> None:
    from exporters.building import build_collector
    from exporters.catalogue import find

    workload = find(name)
    default = Listen("127.0.0.1", workload.exporter_port)
    run_exporter(build_collector(workload.request), served, default=default)


def _export_file(context: click.Context, name: str, served: Served) -> None:
    from octoscale.core.yamlio import read_text
    from octoscale.service.file import load

    scrape = load(read_text(name), file=name).spec.scrape
    if scrape.sidecar is None:
        raise click.UsageError(
            f"{name} says nothing of an exporter: add scrape.sidecar with image and "
            "export, such as [process, --pattern, my-service]"
        )
    listen = served.listen or Listen("127.0.0.1", scrape.port)
    served = served._replace(listen=listen)
    words = list(scrape.sidecar.export)
    if words[0] == "--service":
        _export_catalogued(" ".join(words[1:]), served)
        return
    name_, found, rest = command.resolve_command(context, words)
    assert found is not None  # noqa: S101 - resolve_command has raised then
    with found.make_context(name_, [*rest, *_words(served)], parent=context) as sub:
        found.invoke(sub)


def _words(served: Served) -> Iterator[str]:
    """Say *served* as options again."""
    if served.listen is not None:
        host = f"[{served.listen.host}]" if ":" in served.listen.host else ""
        yield f"--listen={host or served.listen.host}:{served.listen.port}"
    if served.web_config is not None:
        yield f"--web-config={served.web_config}"
    yield from (f"--probe-network={network}" for network in served.networks)
    yield from (f"--probe-port={port}" for port in served.ports)


command = LazyGroup(
    ("export",),
    GROUPS["export"]
    + "\n\nWith --service the exporter that the catalogue of the paper's services "
    "has for it, on the service's port plus 10000, or the one that a service file "
    "names.",
    no_args_is_help=True,
    invoke_without_command=True,
    callback=_export.callback,
    params=_export.params,
    epilog="""\b
Examples:
  octoscale export --service couchdb
  octoscale export --service dbs-global-r --listen :18252
  octoscale export --service octoscale.yaml --web-config web.yml
  octoscale export source redis --queue celery
""",
)
