"""A load balancer for TCP on the loopback: round robin over what is ready.

It stands in for a Service. A connection stays where it is until one of its ends
closes it, as behind a real one.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType
    from typing import Self

Address = tuple[str, int]

BACKLOG = 4096
"""Connections that may wait to be accepted: clients open them all at once."""

_CHUNK_BYTES = 65536


class Balancer:
    """Listens on a free loopback port, in a thread of its own."""

    def __init__(self, *, drop: bool = False) -> None:
        """Start without backends: connections are closed at once.

        With *drop* all connections are closed when the backends change, so that
        clients which never close theirs spread anew.
        """
        self._drop = drop
        self._loop = asyncio.new_event_loop()
        self._turns = itertools.count()
        self._backends: Sequence[Address] = ()
        self._open: set[asyncio.StreamWriter] = set()
        self._thread = threading.Thread(
            target=self._loop.run_forever, name="octoscale-balancer", daemon=True
        )
        self._server: asyncio.Server | None = None
        self.port = 0

    def __enter__(self) -> Self:
        """Listen."""
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close everything."""
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def url(self) -> str:
        """Where clients connect."""
        return f"http://127.0.0.1:{self.port}/"

    def use(self, backends: Sequence[Address]) -> None:
        """Send new connections to *backends*."""
        self._loop.call_soon_threadsafe(self._use, tuple(backends))

    def _use(self, backends: Sequence[Address]) -> None:
        changed, self._backends = backends != self._backends, backends
        if changed and self._drop:
            self._hang_up()

    def _hang_up(self) -> None:
        for writer in self._open:
            writer.close()

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(
            self._serve, "127.0.0.1", 0, backlog=BACKLOG
        )
        self.port = self._server.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        if self._server is not None:
            self._server.close()
        self._hang_up()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        backends = self._backends
        # A demo that ends cancels this in the middle; asyncio would tell of it.
        with contextlib.closing(writer), contextlib.suppress(asyncio.CancelledError):
            if not backends:
                return
            host, port = backends[next(self._turns) % len(backends)]
            with contextlib.suppress(OSError):
                there = await asyncio.open_connection(host, port)
                await self._join((reader, writer), there)

    async def _join(
        self,
        here: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        there: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    ) -> None:
        writers = {here[1], there[1]}
        self._open |= writers
        try:
            await asyncio.gather(_copy(here[0], there[1]), _copy(there[0], here[1]))
        finally:
            self._open -= writers
            for writer in writers:
                writer.close()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(_CHUNK_BYTES):
            writer.write(data)
            await writer.drain()
    writer.close()
