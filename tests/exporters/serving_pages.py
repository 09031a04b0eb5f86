"""A server of fixed pages, for collectors that ask for several."""

from __future__ import annotations

import http.server
import socket
import struct
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Page = bytes | int
"""A body, or the status of an answer without one."""


_RESET = struct.pack("ii", 1, 0)
"""SO_LINGER: closing resets the connection."""


@contextmanager
def pages(content: Mapping[str, Page], *, cut_first: bool = False) -> Iterator[str]:
    """Serve *content* by path, without the query; give the server's root.

    With *cut_first* the first answer with a body breaks off half way, as of a
    server that is killed.
    """
    cut = [cut_first]

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = content.get(self.path.partition("?")[0], 404)
            body = page if isinstance(page, bytes) else b""
            self.send_response(200 if isinstance(page, bytes) else page)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if body and cut[0]:
                cut[0] = False
                self.wfile.write(body[: len(body) // 2])
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                self.connection.close()
                return
            self.wfile.write(body)

        def log_message(self, *arguments: Any) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
