"""The exposition over HTTP, from a thread of its own.

For an exporter that stands alone and for a service without a web framework. What
is exposed is the registry's business; how collectors are read together is
``exporters.collection``, TLS and passwords ``exporters.web_config``.
"""

from __future__ import annotations

import socket
import socketserver
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from threading import BoundedSemaphore, Lock, Thread
from typing import TYPE_CHECKING, Any, ClassVar

from exporters.answering import TIMEOUT_HEADER, expose
from exporters.collection import Collection, deadline_of
from octoscale.core.errors import EnvironmentMissingError, UsageError

if TYPE_CHECKING:
    import ssl
    from types import TracebackType
    from typing import Self

    from prometheus_client import CollectorRegistry

    from exporters.probing import Prober
    from exporters.web_config import WebConfig

MAXIMUM_AT_ONCE = 32
"""Requests answered at the same time; more are told to come back. Prometheus
sends one, and a few people look at the page."""

IDLE_SECONDS = 5.0
"""How long a client may say nothing before its connection is closed."""

_INDEX = b"""<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Octoscale exporter</title>
<p>The metrics are under <a href="/metrics">/metrics</a>.
</html>
"""

_TEXT = "text/plain; charset=utf-8"
_HEALTHY = ("/healthz", "/-/ready", "/-/healthy")

PROBE_SECONDS = 5.0
"""How long a probed target may take when the scraper does not say."""

PROBE_SHARE = 0.9
"""Of a probe's time: a target that says nothing is told from one that is late."""


class Server:
    """A running exposition; ``close`` ends it, as leaving its context does."""

    def __init__(self, listener: _Listener) -> None:
        """Start the thread that accepts connections; ``serve`` is the way here."""
        self._listener = listener
        self._thread = Thread(
            target=listener.serve_forever,
            kwargs={"poll_interval": 0.05},
            name="octoscale-exposition",
            daemon=True,  # a service that ends does not wait for its exporter
        )
        self._thread.start()

    @property
    def port(self) -> int:
        """The port that is listened on, also when a free one was asked for."""
        return int(self._listener.server_address[1])

    @property
    def url(self) -> str:
        """Where Prometheus scrapes: ``http://127.0.0.1:18883/metrics``."""
        host = str(self._listener.server_address[0])
        scheme = "http" if self._listener.context is None else "https"
        where = f"[{host}]" if ":" in host else host
        return f"{scheme}://{where}:{self.port}/metrics"

    def close(self) -> None:
        """Stop listening, let running answers end, and end all threads."""
        self._listener.shutdown()
        self._thread.join()
        self._listener.hang_up()
        self._listener.server_close()

    def __enter__(self) -> Self:
        """Give the server itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it, whatever happened."""
        self.close()


def serve(
    registry: CollectorRegistry,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    web: WebConfig | None = None,
    prober: Prober | None = None,
) -> Server:
    """Serve *registry* under ``/metrics`` until the server is closed.

    *web* adds TLS and passwords, *prober* the path ``/probe``. ``/healthz`` and
    ``/-/ready`` answer anybody. Of an ``ExporterRegistry`` each collector may be
    late by itself; a scrape's own time-out is kept.

    Port 0 takes a free one. The text format 0.0.4 is given, or OpenMetrics to
    those who ask for it. An address that cannot be had is an
    ``EnvironmentMissingError``.

    >>> from urllib.request import urlopen
    >>> from prometheus_client import CollectorRegistry, Gauge
    >>> registry = CollectorRegistry()
    >>> Gauge("web_in_flight", "Requests in flight.", registry=registry).set(3)
    >>> with serve(registry) as server, urlopen(server.url) as answer:
    ...     print(answer.read().decode().splitlines()[-1])
    web_in_flight 3.0
    """
    if not 0 <= port <= 65535:
        raise UsageError(f"not a port: {port}")
    try:
        family, *_, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = _Listener(registry, family, address)
        listener.web, listener.prober = web, prober
        return Server(listener)
    except OSError as error:
        raise EnvironmentMissingError(
            f"cannot listen on {host} port {port}: {error.strerror}",
            hint="free the port or name another; port 0 takes any that is free",
        ) from error


class _Handler(BaseHTTPRequestHandler):
    """Answers one request; ``/metrics``, a page that leads there, and no more."""

    timeout: ClassVar[float] = IDLE_SECONDS
    server: _Listener

    def do_GET(self) -> None:
        """Answer with what the path names."""
        path, _, query = self.path.partition("?")
        if path in _HEALTHY:
            self._answer(HTTPStatus.OK, _TEXT, b"ok\n")
        elif not self._admitted():
            text = b"Say who you are.\n"
            self._answer(HTTPStatus.UNAUTHORIZED, _TEXT, text, challenge=True)
        elif path == "/metrics":
            self._expose(self.server.collection)
        elif path == "/probe" and self.server.prober is not None:
            self._probe(self.server.prober, query)
        elif path == "/":
            self._answer(HTTPStatus.OK, "text/html; charset=utf-8", _INDEX)
        else:
            text = b"Not found. The metrics are under /metrics.\n"
            self._answer(HTTPStatus.NOT_FOUND, _TEXT, text)

    def do_HEAD(self) -> None:
        """Answer like GET, without the body."""
        self.do_GET()

    def _admitted(self) -> bool:
        web = self.server.web
        return web is None or web.admits(self.headers.get("Authorization"))

    def _probe(self, prober: Prober, query: str) -> None:
        seconds = deadline_of(self.headers.get(TIMEOUT_HEADER)) or PROBE_SECONDS
        try:
            registry = prober.registry(query, seconds * PROBE_SHARE)
        except UsageError as error:
            text = f"Not probed: {error}\n".encode()
            self._answer(HTTPStatus.FORBIDDEN, _TEXT, text)
        else:
            self._expose(Collection(registry))

    def _expose(self, collection: Collection) -> None:
        accept, timeout = (
            self.headers.get("Accept", ""),
            self.headers.get(TIMEOUT_HEADER),
        )
        status, content_type, body = expose(collection, accept=accept, timeout=timeout)
        self._answer(HTTPStatus(status), content_type, body)

    def _answer(
        self,
        status: HTTPStatus,
        content_type: str,
        body: bytes,
        *,
        challenge: bool = False,
    ) -> None:
        self.send_response(status)
        if challenge:
            self.send_header("WWW-Authenticate", "Basic")
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Content-Security-Policy", "default-src 'none'")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 its name
        """Stay silent: this runs inside other people's services."""

    def version_string(self) -> str:
        """Name no versions to strangers."""
        return "octoscale"


class _Listener(socketserver.ThreadingMixIn, socketserver.TCPServer):
    """Accepts connections and gives each a thread, up to a bound."""

    allow_reuse_address = True
    request_queue_size = 128
    daemon_threads = False  # they are joined when the server closes

    def __init__(
        self, registry: CollectorRegistry, family: socket.AddressFamily, address: Any
    ) -> None:
        self.collection = Collection(registry)
        self.web: WebConfig | None = None
        self.prober: Prober | None = None
        self.address_family = family
        self._places = BoundedSemaphore(MAXIMUM_AT_ONCE)
        self._open: set[socket.socket] = set()
        self._lock = Lock()
        super().__init__(address, _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Start a thread for *request* if there is a place left."""
        if not self._places.acquire(blocking=False):
            _refuse(request)
            self.shutdown_request(request)
            return
        with self._lock:
            self._open.add(request)
        try:
            super().process_request(request, client_address)
        except RuntimeError:  # the system gives no more threads
            self._forget(request)
            raise

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer, then give the place back."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._forget(request)

    @property
    def context(self) -> ssl.SSLContext | None:
        """How connections are encrypted, if they are."""
        return None if self.web is None else self.web.context

    def finish_request(self, request: Any, client_address: Any) -> None:
        """Encrypt in the request's own thread: a slow handshake holds up nobody."""
        if self.context is None:
            super().finish_request(request, client_address)
            return
        request.settimeout(IDLE_SECONDS)
        with self.context.wrap_socket(request, server_side=True) as encrypted:
            super().finish_request(encrypted, client_address)

    def hang_up(self) -> None:
        """Stop waiting for requests that have not come; answers still go out."""
        with self._lock:
            for request in self._open:
                try:
                    request.shutdown(socket.SHUT_RD)
                except OSError:  # the client was faster
                    continue

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Stay silent about clients that hang up; the connection is closed."""

    def _forget(self, request: socket.socket) -> None:
        with self._lock:
            self._open.discard(request)
        self._places.release()


def _refuse(request: socket.socket) -> None:
    """Tell a client that there are too many."""
    try:
        request.settimeout(1.0)
        request.sendall(
            b"HTTP/1.0 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"
        )
    except OSError:
        return
