"""Where load may go: names resolved once, and held against what the plan names.

Load is then sent to the address itself, so that nothing is looked up again behind
our back. Who listens there is found out in ``bench.load.ownership``.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import SplitResult, urlsplit

from bench.load.checks import literal
from octoscale.core.errors import EnvironmentMissingError, InputError
from octoscale.core.finding import Place

Resolve: TypeAlias = Callable[[str, int], Sequence[str]]
"""Gives all addresses of a name and port; raises ``OSError`` when there is none."""

_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One address that gets load."""

    url: str
    """With the address as its host; a service's path comes behind it."""

    address: str
    port: int
    host: str
    """The Host header where the plan gave a name; empty where it gave an address."""

    @property
    def local(self) -> bool:
        """Whether it is an address of the loopback."""
        return ipaddress.ip_address(self.address).is_loopback


def system_resolve(host: str, port: int) -> list[str]:
    """Ask the system for all addresses of *host*."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def resolve(
    url: str, allowed: Sequence[str], *, ask: Resolve = system_resolve
) -> Target:
    """Find the one address that load to *url* goes to.

    *allowed* are the plan's addresses and networks. Raises ``InputError`` (LP010)
    when any address of the name is not among them, and ``EnvironmentMissingError``
    when the name cannot be resolved.
    """
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
    if literal(host):
        return Target(url=url.rstrip("/"), address=host, port=port, host="")
    try:
        found = list(ask(host, port))
    except OSError as error:
        raise EnvironmentMissingError(f"cannot resolve {host!r}: {error}") from error
    for address in found:
        if not _inside(address, allowed):
            raise InputError.at(
                Place(),
                "LP010",
                f"{host!r} leads to {address}, which the plan does not name",
                hint=f"its addresses: {', '.join(allowed) or 'none'}; no load was sent",
            )
    if not found:
        raise EnvironmentMissingError(f"{host!r} has no address")
    # hey takes the Host header for the name in TLS, too, which has no port.
    named = host if parts.scheme == "https" else parts.netloc
    url = _with_host(parts, found[0], port)
    return Target(url=url, address=found[0], port=port, host=named)


def _inside(address: str, allowed: Sequence[str]) -> bool:
    here = ipaddress.ip_address(address.partition("%")[0])
    return any(here in ipaddress.ip_network(one) for one in allowed)


def _with_host(parts: SplitResult, address: str, port: int) -> str:
    shown = f"[{address}]" if ":" in address else address
    return parts._replace(netloc=f"{shown}:{port}").geturl().rstrip("/")
