"""An exporter that runs until it is told to stop: what the export commands share.

Which source is read is each command's own; serving it is ``exporters.serving``.
"""

from __future__ import annotations

import functools
import ipaddress
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from octoscale.cli.output import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from exporters.probing import Prober
    from exporters.source_collector import SourceCollector
    from exporters.web_config import WebConfig

Command = Any
"""What a click decorator takes and gives: a function or a command."""

_STOP = (signal.SIGINT, signal.SIGTERM)
_LOOK_SECONDS = 0.5


class Listen(NamedTuple):
    """Where an exporter listens."""

    host: str
    port: int

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach it.

        >>> Listen("127.0.0.1", 0).is_loopback, Listen("0.0.0.0", 0).is_loopback
        (True, False)
        """
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


_ANYWHERE = Listen("127.0.0.1", 0)


class Served(NamedTuple):
    """How an exporter is served: what the options of all of them say."""

    listen: Listen | None
    """``None`` where the command line does not say."""

    web_config: Path | None = None
    networks: tuple[str, ...] = ()
    """Where ``/probe`` may go; nowhere unless they are named."""

    ports: tuple[int, ...] = ()


def serving_options(default: str | None) -> Callable[[Command], Command]:
    """Give a command the options of serving; it gets one ``Served``.

    *default* is where it listens when it is not told, ``None`` when that depends.
    """

    def decorate(function: Command) -> Command:
        @functools.wraps(function)
        def run(
            *,
            listen: Listen | None,
            web_config: Path | None,
            networks: tuple[str, ...],
            ports: tuple[int, ...],
            **others: Any,
        ) -> Any:
            if ports and not networks:
                raise click.UsageError("--probe-port needs --probe-network")
            served = Served(listen, web_config, networks, ports)
            return function(served=served, **others)

        decorated: Command = run
        for option in reversed(_options(default)):
            decorated = option(decorated)
        return decorated

    return decorate


def _options(default: str | None) -> tuple[Callable[[Command], Command], ...]:
    return (
        click.option(
            "--listen",
            default=default,
            show_default=default is not None,
            callback=_read_listen,
            metavar="HOST:PORT",
            help="Where Prometheus scrapes. Port 0 takes a free one; without a host, "
            "all interfaces.",
        ),
        click.option(
            "--web-config",
            metavar="FILE",
            type=click.Path(path_type=Path),
            help="TLS and passwords, in the exporter toolkit's web config format.",
        ),
        click.option(
            "--probe-network",
            "networks",
            metavar="CIDR",
            multiple=True,
            help="Answer /probe?target=URL for targets in this network. May be given "
            "several times; without it nothing is probed.",
        ),
        click.option(
            "--probe-port",
            "ports",
            metavar="PORT",
            type=click.IntRange(1, 65535),
            multiple=True,
            help="Probe only this port of them. May be given several times.",
        ),
    )


def parse_listen(text: str) -> Listen:
    """Read ``HOST:PORT``, ``[IPV6]:PORT`` and, for all interfaces, ``:PORT``.

    >>> parse_listen("[::1]:18883")
    Listen(host='::1', port=18883)
    """
    host, colon, port = text.rpartition(":")
    bare = host.removeprefix("[").removesuffix("]")
    if ":" in bare and not host.startswith("["):
        raise ValueError(f"{text!r}: write an IPv6 address in brackets")
    if not colon or not port.isascii() or not port.isdigit() or int(port) > 65535:
        raise ValueError(f"{text!r} is not HOST:PORT")
    return Listen(bare or "0.0.0.0", int(port))


def _read_listen(
    context: click.Context, option: click.Parameter, text: str | None
) -> Listen | None:
    if text is None:
        return None
    try:
        return parse_listen(text)
    except ValueError as error:
        raise click.BadParameter(str(error), ctx=context, param=option) from error


def run_exporter(
    collector: SourceCollector, served: Served, *, default: Listen = _ANYWHERE
) -> None:
    """Serve *collector* until SIGINT or SIGTERM; both end it well.

    *default* is where it listens unless *served* says. Said are, once each: the
    first reading's failure, and every change from then on between a source that is
    read and one that is not.
    """
    from exporters.collection import ExporterRegistry
    from exporters.serving import serve

    registry = ExporterRegistry()
    registry.register(collector)
    web, prober = _web(served), _prober(served)
    listen = served.listen or default
    # Blocked before any thread starts, so that the main thread alone gets them.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _STOP)
    try:
        with serve(
            registry, host=listen.host, port=listen.port, web=web, prober=prober
        ) as server:
            say(f"listening on {server.url}")
            say(f"watching {collector}")
            if not listen.is_loopback and (web is None or not web.has_users):
                say("everybody who can reach this port can read the metrics")
            collector.collect()
            _tell_changes(collector)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _tell_changes(collector: SourceCollector) -> None:
    """Wait for a signal; in between say when the source is lost and found."""
    known = ""
    while True:
        failure = collector.last_failure
        now = "" if failure is None else str(failure)
        if now != known:
            say(f"not read: {now}" if now else "read again")
            known = now
        if signal.sigtimedwait(_STOP, _LOOK_SECONDS) is not None:
            return


def _web(served: Served) -> WebConfig | None:
    if served.web_config is None:
        return None
    from exporters.web_config import load

    return load(served.web_config)


def _prober(served: Served) -> Prober | None:
    if not served.networks:
        return None
    from exporters.probing import Prober

    return Prober(networks=served.networks, ports=served.ports or None)
