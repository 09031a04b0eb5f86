"""An exporter that runs until it is told to stop: what the export commands share.

Which source is read is each command's own; serving it is ``exporters.serving``.
"""

from __future__ import annotations

import ipaddress
import signal
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from octoscale.cli.output import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from exporters.source_collector import SourceCollector

Command = Any
"""What a click decorator takes and gives: a function or a command."""

_STOP = (signal.SIGINT, signal.SIGTERM)


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


def listen_option(default: str) -> Callable[[Command], Command]:
    """Make the option ``--listen``, which gives the command a ``Listen``."""
    return click.option(
        "--listen",
        default=default,
        show_default=True,
        callback=_read_listen,
        metavar="HOST:PORT",
        help="Where Prometheus scrapes. Port 0 takes a free one; without a host, "
        "all interfaces.",
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


def _read_listen(context: click.Context, option: click.Parameter, text: str) -> Listen:
    try:
        return parse_listen(text)
    except ValueError as error:
        raise click.BadParameter(str(error), ctx=context, param=option) from error


def run_exporter(collector: SourceCollector, listen: Listen) -> None:
    """Serve *collector* until SIGINT or SIGTERM; both end it well."""
    from prometheus_client import CollectorRegistry

    from exporters.serving import serve

    registry = CollectorRegistry()
    registry.register(collector)
    # Blocked before any thread starts, so that the main thread alone gets them.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _STOP)
    try:
        with serve(registry, host=listen.host, port=listen.port) as server:
            say(f"listening on {server.url}")
            say(f"watching {collector}")
            if not listen.is_loopback:
                say("everybody who can reach this port can read the metrics")
            signal.sigwait(_STOP)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
