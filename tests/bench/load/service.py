"""A small service of our own, for load that has to go somewhere.

``/`` answers, ``/elsewhere`` redirects to where nobody may be sent, ``/broken``
answers 500, ``/metrics`` counts what was answered. Threads, standard library only.
"""

from __future__ import annotations

import http.server
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Iterator

SERIES = "demo_requests_total"


class _Server(http.server.ThreadingHTTPServer):
    request_queue_size = 256
    answered = 0


class _Answer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # one packet an answer, or Nagle's algorithm waits between two

    def do_GET(self) -> None:
        """Answer by the path."""
        status, body = {"/elsewhere": (302, b""), "/broken": (500, b"no\n")}.get(
            self.path, (200, b"hello\n")
        )
        if self.path == "/metrics":
            text = f"# TYPE {SERIES} counter\n{SERIES} {_server(self).answered}\n"
            body = text.encode()
        else:
            _server(self).answered += 1
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "http://192.0.2.1/")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
        """Stay silent."""


def _server(handler: http.server.BaseHTTPRequestHandler) -> _Server:
    return cast("_Server", handler.server)


@contextmanager
def serving() -> Iterator[str]:
    """Serve until the block ends; give the root without a slash at its end."""
    server = _Server(("127.0.0.1", 0), _Answer)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
