"""``octoscale export source``: any kind of source, for Prometheus."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from octoscale.cli.foreground import Served, run_exporter, serving_options
from octoscale.cli.options import verbosity_options

if TYPE_CHECKING:
    from exporters.source_collector import SourceCollector

_KINDS = (
    *("apache", "cgroup", "cherrypy", "couchdb", "das", "expvar", "groups"),
    *("http", "mapping", "mongodb", "redis", "wmcore"),
)

_ASKED = tuple(kind for kind in _KINDS if kind not in ("cgroup", "groups"))
_LOGGED_INTO = tuple(kind for kind in _ASKED if kind != "mongodb")
_OPTIONS_OF: dict[str, tuple[str, ...]] = {
    "uri": _ASKED,
    "timeout": _ASKED,
    "user": _LOGGED_INTO,
    "password_file": _LOGGED_INTO,
    "databases": ("couchdb",),
    "queues": ("redis",),
    "groups": ("groups",),
    "mapping_name": ("mapping",),
}
"""Which kinds have which option; all others are every kind's."""


@click.command(
    epilog="""\b
Examples:
  octoscale export source couchdb --uri http://127.0.0.1:5984 --database _all_dbs
  octoscale export source redis --queue celery --listen :19121
  octoscale export source groups --group web=nginx --group db=postgres
  octoscale export source http --uri https://shop.example/health --prefix shop
  octoscale export source mapping --mapping jobs.yaml --uri http://127.0.0.1:8080/status
  octoscale export source http --probe-network 10.0.0.0/8 --probe-port 8080
"""
)
@click.argument("kind", type=click.Choice(_KINDS))
@click.option("--uri", default="", help="The source; each kind has its default.")
@click.option("--prefix", default="", help="How the series' names begin.")
@click.option("--timeout", default="5s", show_default=True, metavar="DURATION")
@click.option("--user", default="", help="Of the source, for logging in.")
@click.option(
    "--password-file",
    metavar="FILE",
    help="Holds the password: on a command line everybody could read it.",
)
@click.option(
    "--database", "databases", multiple=True, help="couchdb: one to look into."
)
@click.option("--queue", "queues", multiple=True, help="redis: one to measure.")
@click.option(
    "--group", "groups", metavar="NAME=REGEX", multiple=True, help="groups: one."
)
@click.option(
    "--mapping",
    "mapping_name",
    metavar="FILE",
    help="mapping: which numbers of the page are metrics (octoscale schema mapping).",
)
@serving_options("127.0.0.1:9117")
@verbosity_options
def command(
    kind: str,
    *,
    uri: str,
    prefix: str,
    timeout: str,
    user: str,
    password_file: str | None,
    databases: tuple[str, ...],
    queues: tuple[str, ...],
    groups: tuple[str, ...],
    mapping_name: str | None,
    served: Served,
) -> None:
    """Expose a source of any kind.

    While it does not answer, its series are absent and PREFIX_up is 0. Ends on
    SIGINT and SIGTERM.
    """
    from exporters.building import Request, build_collector
    from octoscale.core.duration import DurationError, parse_prometheus

    _refuse_others(kind)
    try:
        seconds = parse_prometheus(timeout)
    except DurationError as error:
        raise click.BadParameter(str(error), param_hint="--timeout") from error
    if (kind == "mapping") != (mapping_name is not None):
        raise click.UsageError("a mapping, and nothing else, needs --mapping FILE")
    credentials = _credentials(user, password_file)
    if mapping_name is not None:
        collector = _mapped(
            mapping_name,
            uri=uri,
            prefix=prefix,
            timeout_seconds=seconds,
            credentials=credentials,
        )
        run_exporter(collector, served)
        return
    request = Request(
        kind=kind,
        uri=uri,
        prefix=prefix,
        timeout_seconds=seconds,
        credentials=credentials,
        databases=databases,
        queues=queues,
        groups=dict(_group(text) for text in groups),
    )
    run_exporter(build_collector(request), served)


def _refuse_others(kind: str) -> None:
    """Refuse options that the kind does not have: they would say nothing."""
    context = click.get_current_context()
    for parameter in context.command.params:
        name = parameter.name or ""
        if context.get_parameter_source(name) is not ParameterSource.COMMANDLINE:
            continue
        kinds = _OPTIONS_OF.get(name, _KINDS)
        if kind not in kinds:
            raise click.UsageError(
                f"{parameter.opts[0]} is no option of {kind}, but of {', '.join(kinds)}"
            )


def _mapped(name: str, *, uri: str, prefix: str, **given: Any) -> SourceCollector:
    from exporters.collectors.mapping import MappingCollector
    from octoscale.core.yamlio import read_text
    from octoscale.service import mapping_file

    read = mapping_file.load(read_text(name), file=name)
    if not (uri or read.uri):
        raise click.UsageError(f"neither {name} nor --uri says which page")
    return MappingCollector(
        uri or read.uri,
        read.mapping,
        prefix=prefix or read.prefix or "mapping",
        **given,
    )


def _credentials(user: str, password_file: str | None) -> tuple[str, str] | None:
    from octoscale.core.errors import FileAccessError

    if password_file is None:
        if user:
            raise click.UsageError("--user needs --password-file")
        return None
    try:
        text = Path(password_file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FileAccessError(f"cannot read {password_file}: {error}") from error
    return user, text.rstrip("\r\n")


def _group(text: str) -> tuple[str, str]:
    name, equals, pattern = text.partition("=")
    if not equals or not name:
        raise click.BadParameter(f"{text!r} is not NAME=REGEX", param_hint="--group")
    return name, pattern
