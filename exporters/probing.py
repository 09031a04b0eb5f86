"""``/probe?target=…``: a source that the scraper names, if it is allowed.

Off unless somebody allows networks. The name is resolved once, the address is
checked and then connected to, so that no second look-up can lead elsewhere; no
redirect is followed at all.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from exporters.building import PAGE_KINDS, Request, build_collector
from exporters.collection import ExporterRegistry
from exporters.fetching import Source
from exporters.page_collector import PageCollector
from octoscale.core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from ipaddress import IPv4Network, IPv6Network

_LONGEST = 2048


class ProbeRefusedError(UsageError):
    """The target may not be probed, or makes no sense."""


class Prober:
    """Builds a collector for the target of each request.

    *networks* are where targets may be, *ports* which of their ports; none are
    unless they are named.

    >>> prober = Prober(networks=["127.0.0.0/8"], ports=[8080])
    >>> prober.registry("target=http://10.0.0.1:8080/", 5.0)
    Traceback (most recent call last):
    exporters.probing.ProbeRefusedError: 10.0.0.1 is in no allowed network
    """

    def __init__(
        self,
        *,
        networks: Iterable[str] = (),
        ports: Collection[int] | None = None,
        kind: str = "http",
    ) -> None:
        """Check the allow-list; *kind* is the collector without ``module=``."""
        try:
            self._networks = [ipaddress.ip_network(text) for text in networks]
        except ValueError as error:
            raise UsageError(f"not a network: {error}") from error
        if kind not in PAGE_KINDS:
            raise UsageError(f"not a kind that can be probed: {kind!r}")
        self._ports = ports
        self._kind = kind

    def registry(self, query: str, timeout_seconds: float) -> ExporterRegistry:
        """Give a registry that reads the target, or raise ``ProbeRefusedError``."""
        given = parse_qs(query[:_LONGEST])
        target, kind = _one(given, "target"), _one(given, "module") or self._kind
        if kind not in PAGE_KINDS:
            raise ProbeRefusedError(f"no module {kind!r}")
        uri = target if "//" in target else f"http://{target}"
        try:
            source = Source.parse(uri)
        except UsageError as error:
            raise ProbeRefusedError(str(error)) from error
        address = self._allowed(source)
        collector = build_collector(
            Request(kind=kind, uri=uri, timeout_seconds=timeout_seconds)
        )
        if isinstance(collector, PageCollector):
            collector.source = replace(source, address=address)
        registry = ExporterRegistry()
        registry.register(collector)
        return registry

    def _allowed(self, source: Source) -> str:
        """Give the address to connect to; every one of the name's must be allowed."""
        if self._ports is not None and source.port not in self._ports:
            raise ProbeRefusedError(f"port {source.port} is not allowed")
        try:
            found = socket.getaddrinfo(
                source.host, source.port, type=socket.SOCK_STREAM
            )
        except OSError as error:
            raise ProbeRefusedError(f"{source.host} has no address") from error
        addresses = [str(entry[4][0]).partition("%")[0] for entry in found]
        for text in addresses:
            if not any(_within(text, network) for network in self._networks):
                raise ProbeRefusedError(f"{text} is in no allowed network")
        return addresses[0]


def _within(text: str, network: IPv4Network | IPv6Network) -> bool:
    address = ipaddress.ip_address(text)
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address) in network


def _one(given: Mapping[str, list[str]], name: str) -> str:
    values = given.get(name, [])
    if len(values) > 1:
        raise ProbeRefusedError(f"{name} is given twice")
    return values[0] if values else ""
