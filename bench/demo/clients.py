"""The load: clients that each keep a connection open, and ask now and then.

Only ever against the demo's own balancer on the loopback. Either our own, in a
thread, or the load generator ``hey`` as a process.
"""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from octoscale.core.errors import EnvironmentMissingError
from octoscale.core.tools import find_program

if TYPE_CHECKING:
    from bench.demo.settings import DemoSettings

REOPEN_SECONDS = 5.0
"""How long a client keeps a connection, which is when it can get to a new pod."""

KEPT_BY_HEY = 500
"""So many idle connections one ``hey`` keeps (its MaxIdleConnsPerHost)."""

_PAUSE_SECONDS = 0.25
_ASK_SECONDS = 1.0
_REQUEST = b"GET / HTTP/1.1\r\nHost: demo\r\n\r\n"


@dataclass(slots=True)
class Asked:
    """What the clients have done so far."""

    answered: int = 0
    failed: int = 0


class Clients:
    """Our own load; ``start`` and ``stop`` may be called at any time."""

    def __init__(self, port: int, settings: DemoSettings) -> None:
        """Aim at the balancer on *port*."""
        self._port = port
        self._number = settings.connections
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self.asked = Asked()

    @property
    def running(self) -> bool:
        """Whether there is load."""
        return self._thread is not None

    def start(self) -> None:
        """Let all clients connect, in a thread."""
        if self._thread is None:
            self._loop = asyncio.new_event_loop()
            self._thread = threading.Thread(
                target=self._run, args=(self._loop,), name="octoscale-load", daemon=True
            )
            self._thread.start()

    def stop(self) -> None:
        """Let all clients leave, and wait until they have."""
        thread, self._thread = self._thread, None
        if thread is not None and self._loop is not None:
            self._loop.call_soon_threadsafe(self._leave, self._loop)
            thread.join()

    @staticmethod
    def _leave(loop: asyncio.AbstractEventLoop) -> None:
        for task in asyncio.all_tasks(loop):
            task.cancel()

    def _run(self, loop: asyncio.AbstractEventLoop) -> None:
        with contextlib.closing(loop), contextlib.suppress(asyncio.CancelledError):
            loop.run_until_complete(self._all())

    async def _all(self) -> None:
        await asyncio.gather(*(self._client(n) for n in range(self._number)))

    async def _client(self, number: int) -> None:
        """Connect, ask for a while, and connect anew; others do so in between."""
        first = REOPEN_SECONDS * (1 + number / self._number)
        while True:
            try:
                await self._visit(first)
            except (OSError, asyncio.IncompleteReadError):
                self.asked.failed += 1
                await asyncio.sleep(_PAUSE_SECONDS)
            first = REOPEN_SECONDS

    async def _visit(self, seconds: float) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        clock = asyncio.get_running_loop().time
        end = clock() + seconds
        try:
            while clock() < end:
                writer.write(_REQUEST)
                await _answer(reader)
                self.asked.answered += 1
                await asyncio.sleep(_ASK_SECONDS)
        finally:
            writer.close()


async def _answer(reader: asyncio.StreamReader) -> None:
    """Read one answer to its end; the demo service always tells its length."""
    head = await reader.readuntil(b"\r\n\r\n")
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            await reader.readexactly(int(value))


class Hey:
    """The same load from ``hey``: its clients never close what stays open."""

    def __init__(self, port: int, settings: DemoSettings) -> None:
        """Find the program; raises ``EnvironmentMissingError``."""
        self._program = _find_hey()
        self._url = f"http://127.0.0.1:{port}/"
        self._number = settings.connections
        self._processes: list[subprocess.Popen[bytes]] = []
        self.asked = Asked()
        """Stays at 0: ``hey`` tells only at its end."""

    @property
    def running(self) -> bool:
        """Whether there is load."""
        return bool(self._processes)

    def start(self) -> None:
        """Start it, for longer than any demo lasts."""
        left = 0 if self.running else self._number
        while left > 0:
            clients = min(left, KEPT_BY_HEY)
            self._processes.append(self._spawn(clients))
            left -= clients

    def stop(self) -> None:
        """End it."""
        processes, self._processes = self._processes, []
        for process in processes:
            process.kill()  # it would write its summary for nobody
        for process in processes:
            process.wait()

    def _spawn(self, clients: int) -> subprocess.Popen[bytes]:
        command = [self._program, "-z", "1h", "-c", str(clients), "-q", "1"]
        return subprocess.Popen(  # noqa: S603 - the program that was found
            [*command, self._url],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )


def _find_hey() -> str:
    found = find_program("hey")
    if found is None:
        raise EnvironmentMissingError(
            "no 'hey' program was found",
            hint="run 'make tools', or leave --load out for a built-in load",
        )
    return str(found)
