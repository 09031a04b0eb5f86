"""A service to scale: it stands in for httpgo, which the paper's tests used.

It answers every path with the request's headers as text, and ``/payload`` with as
many bytes after as long as asked. A fixed service time with a bound on how many
requests are worked on at once makes it saturate like a real service: more than
that wait in line. Each connection costs one file descriptor.

Standard library only, so that a container needs nothing but Python::

    python -m bench.demo_service --listen 127.0.0.1:0 --service-time 50ms
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import re
import resource
import signal
import sys
from collections import deque
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, cast
from urllib.parse import parse_qs, urlsplit

from bench.demo_http import BadRequestError, Request, RequestParser

if TYPE_CHECKING:
    from collections.abc import Sequence

MAXIMUM_PAYLOAD_BYTES = 10_000_000
MAXIMUM_LATENCY_SECONDS = 30.0
MAXIMUM_WAITING = 64
"""Pipelined requests that a connection may have in line before it is not read."""

BACKLOG = 4096
"""Connections that may wait to be accepted: a load generator opens them at once."""

LINGER_SECONDS = 1.0
"""How long a client that sent nonsense may take to read what was wrong."""

_CHUNK = b"." * 65536
_SIZE = re.compile(r"(\d{1,9})(B|KB|MB)?\Z", re.ASCII)
_SIZES = {"B": 1, "KB": 1000, "MB": 1_000_000, None: 1}
_SECONDS = re.compile(r"(\d{1,6}(?:\.\d{1,9})?)(ms|s)?\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request gets: a text, or *filler_bytes* of nothing in particular."""

    status: int
    text: bytes = b""
    filler_bytes: int = 0
    latency_seconds: float = 0.0
    """How long to wait before answering, beside the service time."""


def answer(request: Request) -> Answer:
    """Decide what *request* gets. Pure.

    ``/payload`` takes ``size`` (bytes, ``KB`` of 1000, ``MB``; at most 10 MB) and
    ``latency`` (seconds, or with ``ms``; at most 30 s). Any other path gets the
    request's headers.

    >>> answer(Request("GET", "/payload?size=2KB&latency=0.1", (), True, 0))
    Answer(status=200, text=b'', filler_bytes=2000, latency_seconds=0.1)
    """
    try:
        parts = urlsplit(request.target)
        if parts.path != "/payload":
            return Answer(200, _dump(request))
        asked = parse_qs(parts.query, strict_parsing=bool(parts.query))
        size = parse_size(asked.get("size", ["0"])[-1])
        latency = parse_seconds(asked.get("latency", ["0"])[-1])
    except ValueError as error:
        return Answer(400, f"{error}\n".encode())
    if size > MAXIMUM_PAYLOAD_BYTES or latency > MAXIMUM_LATENCY_SECONDS:
        return Answer(400, b"at most 10 MB and 30 s\n")
    return Answer(200, filler_bytes=size, latency_seconds=latency)


def parse_size(text: str) -> int:
    """Read ``10KB`` as 10,000 bytes; ``ValueError`` when it is no size."""
    found = _SIZE.match(text)
    if found is None:
        raise ValueError(f"not a size: {text[:40]!r} (write it like 512, 10KB or 1MB)")
    return int(found[1]) * _SIZES[found[2]]


def parse_seconds(text: str) -> float:
    """Read ``50ms``, ``0.1s`` or ``0.1``; ``ValueError`` when it is no duration."""
    found = _SECONDS.match(text)
    if found is None:
        raise ValueError(f"not a duration: {text[:40]!r} (write it like 50ms or 0.1)")
    return float(found[1]) / (1000 if found[2] == "ms" else 1)


def _dump(request: Request) -> bytes:
    """Write the request down: its first line, then its headers."""
    lines = [f"{request.method} {request.target}"]
    lines += [f"{name}: {value}" for name, value in request.headers]
    lines.append(f"({request.body_bytes} bytes of body)")
    return ("\n".join(lines) + "\n").encode()


class Service:
    """The work: a service time, and how many requests are worked on at once."""

    def __init__(self, *, service_seconds: float = 0.0, concurrency: int = 0) -> None:
        """Work on *concurrency* requests at once (0: any number)."""
        self._service_seconds = service_seconds
        self._places = asyncio.Semaphore(concurrency) if concurrency else None
        self.connections: set[Connection] = set()
        """All that are open."""

    async def work(self, wanted: Answer) -> None:
        """Take the time that one request takes, waiting in line first."""
        seconds = self._service_seconds + wanted.latency_seconds
        async with self._places or contextlib.nullcontext():
            if seconds:
                await asyncio.sleep(seconds)


class Connection(asyncio.Protocol):
    """One client. An idle one costs no task; its requests are answered in order."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._parser = RequestParser()
        self._waiting: deque[Request | BadRequestError] = deque()
        self._writable = asyncio.Event()
        self._worker: asyncio.Task[None] | None = None
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember the client."""
        self._transport = cast("asyncio.Transport", transport)
        self._writable.set()
        self._service.connections.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the client, and leave the line for it.

        A client that stops sending has left, as most servers see it.
        """
        del exc
        self._service.connections.discard(self)
        if self._worker is not None:
            self._worker.cancel()

    def data_received(self, data: bytes) -> None:
        """Put what came in line."""
        self._waiting.extend(self._parser.feed(data))
        if len(self._waiting) > MAXIMUM_WAITING:
            self._transport.pause_reading()
        if self._worker is not None:
            return
        if self._parser.take_continue() and not self._waiting:
            self._transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        if self._waiting:
            self._worker = asyncio.ensure_future(self._answer_all())

    def pause_writing(self) -> None:
        """Wait for a client that reads slowly."""
        self._writable.clear()

    def resume_writing(self) -> None:
        """Go on writing."""
        self._writable.set()

    def close(self) -> None:
        """Drop the client at once."""
        self._transport.abort()

    async def _answer_all(self) -> None:
        """Answer what is in line, then leave."""
        while self._waiting:
            waiting = self._waiting.popleft()
            if len(self._waiting) <= MAXIMUM_WAITING:
                self._transport.resume_reading()
            if isinstance(waiting, BadRequestError):
                self._reject(waiting)
                return
            wanted = answer(waiting)
            await self._service.work(wanted)
            await self._send(waiting, wanted)
            if not waiting.keep_alive:
                self._transport.close()
                return
        self._worker = None

    async def _send(self, request: Request, wanted: Answer) -> None:
        """Write one answer, no faster than the client reads."""
        with_body = request.method != "HEAD"
        head = _head(wanted, keep_alive=request.keep_alive)
        self._transport.write(head + (wanted.text if with_body else b""))
        left = wanted.filler_bytes if with_body else 0
        while left:
            await self._writable.wait()
            self._transport.write(_CHUNK[:left])
            left -= min(left, len(_CHUNK))

    def _reject(self, error: BadRequestError) -> None:
        """Say what is wrong and hang up, but not before the client could read it.

        Closing at once, with bytes of the client unread, would reset the
        connection and take the answer back.
        """
        wanted = Answer(error.status, f"{error}\n".encode())
        self._transport.write(_head(wanted, keep_alive=False) + wanted.text)
        self._transport.write_eof()
        loop = asyncio.get_running_loop()
        loop.call_later(LINGER_SECONDS, self._transport.close)


def _head(wanted: Answer, *, keep_alive: bool) -> bytes:
    """Write the status line and the headers."""
    return (
        f"HTTP/1.1 {wanted.status} {HTTPStatus(wanted.status).phrase}\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n"
        f"Content-Length: {len(wanted.text) or wanted.filler_bytes}\r\n"
        f"Connection: {'keep-alive' if keep_alive else 'close'}\r\n\r\n"
    ).encode()


async def run(service: Service, host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT; print the address once it listens."""
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    server = await loop.create_server(
        lambda: Connection(service), host, port, backlog=BACKLOG
    )
    bound_host, bound_port = server.sockets[0].getsockname()[:2]
    shown = f"[{bound_host}]" if ":" in bound_host else bound_host
    print(f"http://{shown}:{bound_port}", flush=True)  # noqa: T201 the one line that scripts wait for
    await stop.wait()
    server.close()
    for connection in list(service.connections):
        connection.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the arguments and serve; give the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.demo_service",
        description="A service to scale; prints its address once it listens.",
    )
    parser.add_argument("--listen", default="127.0.0.1:8888", metavar="HOST:PORT")
    parser.add_argument(
        "--service-time",
        type=parse_seconds,
        default=0.0,
        metavar="DURATION",
        help="how long each request is worked on, like 50ms",
    )
    parser.add_argument(
        "--concurrency",
        type=int,
        default=0,
        metavar="N",
        help="how many are worked on at once; 0: any number",
    )
    options = parser.parse_args(arguments)
    host, _, port = options.listen.rpartition(":")
    if not (port.isascii() and port.isdigit() and int(port) <= 65535):
        parser.error(f"not HOST:PORT: {options.listen!r}")
    if options.concurrency < 0:
        parser.error("--concurrency is at least 0")
    _allow_many_connections()
    service = Service(
        service_seconds=options.service_time, concurrency=options.concurrency
    )
    try:
        asyncio.run(run(service, host.strip("[]") or "0.0.0.0", int(port)))
    except OSError as error:
        text = f"cannot listen on {options.listen}: {error.strerror}"
        print(text, file=sys.stderr)  # noqa: T201 whoever started it must learn it
        return 3
    return 0


def _allow_many_connections() -> None:
    """Use all the file descriptors that the system lets this process have."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


if __name__ == "__main__":
    sys.exit(main())
