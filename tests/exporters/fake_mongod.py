"""A server that speaks MongoDB's wire protocol as far as one command needs it.

It shakes hands like a mongod and gives each other command to a test's function;
several clients at a time, for pymongo watches a server beside asking it.
"""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple

Document = dict[str, Any]


class Cut(NamedTuple):
    """A message of which only the beginning comes."""

    length: int
    """As its head says."""

    body: bytes


Reply = Document | Cut | bytes | None
"""A document, a cut one, bytes instead of a message, or ``None`` to hang up."""

Answer = Callable[[str, threading.Event], Reply]
"""Gets a command's name; the event is set when the test is over."""

HELLO: Document = {
    "ismaster": True,
    "isWritablePrimary": True,
    "helloOk": True,
    "maxBsonObjectSize": 16 * 1024 * 1024,
    "maxMessageSizeBytes": 48_000_000,
    "maxWriteBatchSize": 100_000,
    "minWireVersion": 0,
    "maxWireVersion": 21,
    "readOnly": False,
    "ok": 1.0,
}
_QUERY, _MESSAGE, _REPLY = 2004, 2013, 1


@contextmanager
def fake_mongod(answer: Answer) -> Iterator[int]:
    """Run the server on a free port until the block ends; give the port."""
    over = threading.Event()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            with suppress(OSError, struct.error):
                while not over.is_set() and self.one():
                    continue

        def one(self) -> bool:
            """Answer one message; tell whether there may be another."""
            head = self.rfile.read(16)
            if len(head) < 16:
                return False
            length, number, _, kind = struct.unpack("<iiii", head)
            command = _command(kind, self.rfile.read(length - 16))
            if command in {"hello", "ismaster"}:
                reply: Reply = HELLO
            else:
                reply = answer(command, over)
            if reply is None:
                return False
            if isinstance(reply, dict):
                self.wfile.write(_message(kind, number, reply))
                return True
            if isinstance(reply, Cut):
                head = struct.pack("<iiii", reply.length, 1, number, _MESSAGE)
                self.wfile.write(head)
                reply = reply.body
            self.wfile.write(reply)
            return False

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            over.set()
            server.shutdown()
            thread.join()


def _command(kind: int, body: bytes) -> str:
    """Give the first key of the document of a message, in lower case."""
    from bson import decode

    # Before the document: flags and the kind of the one section; or, as it was
    # before, flags, the collection's name and two numbers.
    start = 5 if kind == _MESSAGE else body.index(b"\0", 4) + 1 + 8
    size = struct.unpack_from("<i", body, start)[0]
    document = decode(body[start : start + size])
    return next(iter(document)).lower()


def _message(kind: int, number: int, document: Document) -> bytes:
    from bson import encode

    if kind == _MESSAGE:
        body = struct.pack("<iB", 0, 0) + encode(document)
        code = _MESSAGE
    else:
        body = struct.pack("<iqii", 8, 0, 0, 1) + encode(document)
        code = _REPLY
    return struct.pack("<iiii", 16 + len(body), 1, number, code) + body
