"""An HTTP server on loopback that answers what a test lays out for it.

For what a healthy API server never says: broken JSON, 503, silence, a
connection cut in the middle. All else is tested against the real one.
"""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from kubernetes import client

from octoscale.kube.transport import Transport

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is sent back to one request."""

    status: int = 200
    body: bytes = b"{}"
    missing_bytes: int = 0
    """Promised in the header and never sent: the connection is cut."""

    silent: bool = False
    """Nothing is sent until the test is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request as it came in."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class Stub:
    """Answers in turn, path by path; the last answer of a path stays."""

    url: str = ""
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def lay(self, path: str, *answers: Answer) -> None:
        """Answer *path* with these, one after the other."""
        self.answers[path] = list(answers)

    def take(self, path: str) -> Answer:
        """Give the next answer for *path*; 404 if there is none."""
        waiting = self.answers.get(path)
        if not waiting:
            return Answer(status=404, body=b"404 page not found")
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]


def document(value: Any, *, status: int = 200) -> Answer:
    """Answer with *value* as JSON."""
    return Answer(status=status, body=json.dumps(value).encode())


@contextmanager
def serving() -> Iterator[Stub]:
    """Run a stub for the length of a test."""
    stub = Stub()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(stub))
    server.daemon_threads = True
    stub.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield stub
    finally:
        stub.over.set()
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def transport_to(
    url: str, *, token: str = "", timeout_seconds: float = 5.0
) -> Iterator[Transport]:
    """Talk to *url* with the official client's pool, as ``connect`` sets it up."""
    configuration = client.Configuration(host=url)
    if token:
        configuration.api_key["authorization"] = f"Bearer {token}"
    transport = Transport(
        client.ApiClient(configuration), timeout_seconds=timeout_seconds
    )
    try:
        yield transport
    finally:
        transport.close()


def _handler(stub: Stub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            parts = urlsplit(self.path)
            length = int(self.headers.get("Content-Length") or 0)
            asked = Asked(
                method=self.command,
                path=parts.path,
                query=dict(parse_qsl(parts.query)),
                headers={k.lower(): v for k, v in self.headers.items()},
                body=self.rfile.read(length),
            )
            stub.asked.append(asked)
            answer = stub.take(parts.path)
            if answer.silent:
                stub.over.wait()
                return
            promised = len(answer.body) + answer.missing_bytes
            self.send_response(answer.status)
            self.send_header("Content-Length", str(promised))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

        do_GET = do_POST = do_PATCH = do_DELETE = answer  # noqa: N815 - as http.server

    return Handler
