"""A load to scale by: connections that are held open, and re-opened now and then.

Each asks once a second, so that it is a keep-alive client. Standard library only,
like ``bench.demo_service``, so that a container needs nothing but Python::

    python -m bench.demo_load --to web.shop.svc:8888 --connections 1800

Load tests with figures of their own are ``bench.load``.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import resource
import signal
from dataclasses import dataclass

from bench.demo_service import parse_seconds

ASK_SECONDS = 1.0
"""Between two requests of one connection."""

PAUSE_SECONDS = 0.25
"""After a connection that failed."""

MAXIMUM_CONNECTIONS = 28_000
"""What the ports of one client address bear (Linux's ephemeral range)."""


@dataclass(slots=True)
class Tally:
    """What the connections have done so far."""

    opened: int = 0
    answered: int = 0
    failed: int = 0


class Load:
    """All connections to one address."""

    def __init__(
        self, host: str, port: int, *, connections: int, reopen_seconds: float
    ) -> None:
        """Aim at *host* and *port*; nothing is opened yet."""
        self._address = host, port
        self._connections, self._reopen_seconds = connections, reopen_seconds
        self._request = f"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()
        self.tally = Tally()

    async def run(self, stop: asyncio.Event) -> None:
        """Keep all connections until *stop*; without any, just wait for it."""
        clients = [
            asyncio.ensure_future(self._client(number))
            for number in range(self._connections)
        ]
        await stop.wait()
        for client in clients:
            client.cancel()
        await asyncio.gather(*clients, return_exceptions=True)

    async def _client(self, number: int) -> None:
        """Connect, ask for a while, connect anew: spread, not all at once."""
        first = self._reopen_seconds * (1 + number / self._connections)
        while True:
            try:
                await self._visit(first)
            except (OSError, asyncio.IncompleteReadError):
                self.tally.failed += 1
                await asyncio.sleep(PAUSE_SECONDS)
            first = self._reopen_seconds

    async def _visit(self, seconds: float) -> None:
        reader, writer = await asyncio.open_connection(*self._address)
        self.tally.opened += 1
        clock = asyncio.get_running_loop().time
        end = clock() + seconds
        try:
            while clock() < end:
                writer.write(self._request)
                await _answer(reader)
                self.tally.answered += 1
                await asyncio.sleep(min(ASK_SECONDS, max(0.0, end - clock())))
        finally:
            writer.close()


async def _answer(reader: asyncio.StreamReader) -> None:
    """Read one answer to its end; the demo service always tells its length."""
    head = await reader.readuntil(b"\r\n\r\n")
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            await reader.readexactly(int(value))


def address(text: str) -> tuple[str, int]:
    """Read ``host:port``; ``ArgumentTypeError`` when it is none.

    >>> address("web.shop.svc:8888")
    ('web.shop.svc', 8888)
    """
    host, colon, port = text.rpartition(":")
    if not (host and colon and port.isdecimal() and 0 < int(port) < 65536):
        raise argparse.ArgumentTypeError(f"not host:port: {text!r}")
    return host, int(port)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) > MAXIMUM_CONNECTIONS:
        raise argparse.ArgumentTypeError(f"0 to {MAXIMUM_CONNECTIONS}: {text!r}")
    return int(text)


async def _serve(load: Load) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stop.set)
    await load.run(stop)


def main(arguments: list[str] | None = None) -> None:
    """Read the command line and load until SIGTERM."""
    parser = argparse.ArgumentParser(prog="bench.demo_load", description=__doc__)
    parser.add_argument("--to", type=address, required=True, metavar="HOST:PORT")
    parser.add_argument("--connections", type=_count, required=True)
    parser.add_argument("--reopen-every", type=parse_seconds, default=5.0)
    given = parser.parse_args(arguments)
    _allow_many_connections()
    host, port = given.to
    load = Load(
        host,
        port,
        connections=given.connections,
        reopen_seconds=given.reopen_every,
    )
    asyncio.run(_serve(load))


def _allow_many_connections() -> None:
    """Use all the file descriptors that the system lets this process have."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


if __name__ == "__main__":
    main()
