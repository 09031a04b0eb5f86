"""The load of a bench: connections that are held, asked over, and opened anew."""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from bench.demo_load import Load, address, main

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class Server:
    """Counts connections, and answers each request."""

    def __init__(self) -> None:
        self.open = self.opened = 0
        self.port = 0
        self.changed = asyncio.Condition()

    async def serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        await self._count(1)
        try:
            while await reader.readuntil(b"\r\n\r\n"):
                writer.write(ANSWER)
        except (asyncio.IncompleteReadError, OSError):
            pass
        finally:
            writer.close()
            await self._count(-1)

    async def _count(self, change: int) -> None:
        async with self.changed:
            self.open += change
            self.opened += max(0, change)
            self.changed.notify_all()


@asynccontextmanager
async def served() -> AsyncIterator[Server]:
    server = Server()
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()


def test_all_connections_are_held_at_once_and_closed_at_the_end() -> None:
    async def go() -> None:
        async with served() as server:
            load = Load("127.0.0.1", server.port, connections=20, reopen_seconds=60)
            stop = asyncio.Event()
            running = asyncio.ensure_future(load.run(stop))
            async with server.changed:
                await server.changed.wait_for(lambda: server.open == 20)
            stop.set()
            await running
            async with server.changed:
                await server.changed.wait_for(lambda: server.open == 0)
            assert server.opened == 20
            assert load.tally.failed == 0

    asyncio.run(asyncio.wait_for(go(), 20))


def test_a_connection_is_opened_anew_when_it_is_old() -> None:
    async def go() -> None:
        async with served() as server:
            load = Load("127.0.0.1", server.port, connections=2, reopen_seconds=0.05)
            stop = asyncio.Event()
            running = asyncio.ensure_future(load.run(stop))
            async with server.changed:
                await server.changed.wait_for(lambda: server.opened >= 6)
            stop.set()
            await running
            assert load.tally.answered >= 4

    asyncio.run(asyncio.wait_for(go(), 20))


def test_without_connections_it_only_waits() -> None:
    async def go() -> None:
        load = Load("192.0.2.1", 1, connections=0, reopen_seconds=5)
        stop = asyncio.Event()
        stop.set()
        await load.run(stop)
        assert load.tally.opened == 0

    asyncio.run(go())


@pytest.mark.parametrize("text", ["web", "web:", ":80", "web:99999", "web:http"])
def test_an_address_needs_host_and_port(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        address(text)


@pytest.mark.parametrize(
    "words",
    [
        ("--to=web:80",),
        ("--connections=1",),
        ("--to=web:80", "--connections=999999"),
        ("--to=web:80", "--connections=-1"),
    ],
)
def test_wrong_arguments_are_refused(words: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit):
        main(list(words))


def test_it_ends_on_sigterm() -> None:
    words = [sys.executable, "-m", "bench.demo_load", "--to=127.0.0.1:1"]
    with subprocess.Popen([*words, "--connections=3"]) as process:
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(timeout=1.0)
        process.terminate()
        assert process.wait(timeout=20) == 0
