"""A registry of our own that misbehaves as it is told."""

from __future__ import annotations

import hashlib
import http.server
import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class Behavior:
    """How it answers, and what it saw."""

    login: str = ""
    """``basic`` or ``bearer``: what it wants to see."""

    failures: list[int] = field(default_factory=list)
    """Statuses that it answers with first; 0 hangs up."""

    manifest_digest: str = ""
    """What it says that the manifest's digest is; empty for the truth."""

    other_store: str = ""
    """Where it sends uploads instead of to itself."""

    seen: list[tuple[str, str, str]] = field(default_factory=list)
    """Method, path and authorization of each request."""

    blobs: dict[str, bytes] = field(default_factory=dict)
    manifests: dict[str, bytes] = field(default_factory=dict)
    address: str = ""


class _Handler(http.server.BaseHTTPRequestHandler):
    behavior: Behavior
    protocol_version = "HTTP/1.1"

    def handle_any(self) -> None:
        """Answer one request."""
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length)
        known = self.headers.get("Authorization", "")
        self.behavior.seen.append((self.command, self.path, known))
        if self.path.startswith("/token"):
            self.reply(200, {"token": "let-me-in"} if known else {"token": "anonymous"})
        elif self.behavior.failures:
            self.fail(self.behavior.failures.pop(0))
        elif not self.is_welcome(known):
            self.challenge()
        else:
            self.serve(body)

    do_GET = do_HEAD = do_POST = do_PUT = handle_any  # noqa: N815 - http.server's names

    def is_welcome(self, known: str) -> bool:
        """Say whether the caller showed what is wanted."""
        wanted = {"basic": "Basic dTpw", "bearer": "Bearer let-me-in"}
        return known == wanted.get(self.behavior.login, known)

    def challenge(self) -> None:
        """Ask who it is."""
        realm = f"http://{self.behavior.address}/token"
        asked = {
            "basic": 'Basic realm="here"',
            "bearer": f'Bearer realm="{realm}",service="here",scope="x"',
        }[self.behavior.login]
        error = {"errors": [{"code": "UNAUTHORIZED", "message": "who are you?"}]}
        self.reply(401, error, {"WWW-Authenticate": asked})

    def fail(self, status: int) -> None:
        """Fail as told."""
        if status:
            self.reply(status, {"errors": [{"code": "OOPS", "message": "no luck"}]})
        else:
            self.close_connection = True
            self.connection.close()

    def serve(self, body: bytes) -> None:
        """Do what a registry does."""
        parts = urlsplit(self.path)
        name = parts.path.rpartition("/")[2]
        if self.command == "HEAD":
            self.reply(200 if name in self.behavior.blobs else 404)
        elif self.command == "POST":
            where = f"{self.behavior.other_store}{parts.path}one?state=x"
            self.reply(202, headers={"Location": where})
        elif "/manifests/" in parts.path:
            self.behavior.manifests[name] = body
            digest = "sha256:" + hashlib.sha256(body).hexdigest()
            shown = self.behavior.manifest_digest or digest
            self.reply(201, headers={"Docker-Content-Digest": shown})
        else:
            (digest,) = parse_qs(parts.query)["digest"]
            right = digest == "sha256:" + hashlib.sha256(body).hexdigest()
            self.behavior.blobs[digest] = body
            self.reply(201 if right else 400)

    def reply(
        self, status: int, content: Any = None, headers: dict[str, str] | None = None
    ) -> None:
        """Send an answer."""
        raw = b"" if content is None else json.dumps(content).encode()
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(raw)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
        """Stay silent."""


@contextmanager
def misbehaving(behavior: Behavior) -> Iterator[str]:
    """Serve; give the address."""

    class Handler(_Handler):
        pass

    Handler.behavior = behavior
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    behavior.address = f"127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield behavior.address
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
