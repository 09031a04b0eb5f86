"""A server that says exactly the bytes of a test, on a free loopback port."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

Script = Callable[[socket.socket, threading.Event], None]
"""What to do with a client; the event is set when the test is over."""


@contextmanager
def raw_server(script: Script, *, head: bytes = b"\r\n\r\n") -> Iterator[int]:
    """Run *script* on every client, one after the other; give the port.

    *head* is where a request's head ends.
    """
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_accept, args=(listener, script, over, head))
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            over.set()
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            thread.join()


def _accept(
    listener: socket.socket, script: Script, over: threading.Event, end: bytes
) -> None:
    while not over.is_set():
        try:
            client, _ = listener.accept()
        except OSError:
            return
        with client, suppress(OSError):
            client.settimeout(10)
            read_until(client, end)
            script(client, over)


def read_until(client: socket.socket, end: bytes) -> None:
    """Read a request away: a close with bytes unread would reset the answer."""
    head = b""
    while end not in head:
        part = client.recv(65536)
        if not part:
            return
        head += part


def say(text: bytes) -> Script:
    """Make a script that sends *text* and hangs up."""

    def script(client: socket.socket, over: threading.Event) -> None:
        del over
        client.sendall(text)

    return script


def say_nothing(client: socket.socket, over: threading.Event) -> None:
    """Accept, and never answer."""
    del client
    over.wait(30)


def drip(text: bytes) -> Script:
    """Make a script that sends a byte of *text* every 20 ms, over and over."""

    def script(client: socket.socket, over: threading.Event) -> None:
        while True:
            for byte in text:
                client.sendall(bytes([byte]))
                if over.wait(0.02):
                    return

    return script


def http(body: bytes, *, status: str = "200 OK", headers: str = "") -> bytes:
    """Write an answer whose end is the connection's end."""
    return f"HTTP/1.1 {status}\r\n{headers}\r\n".encode() + body


def sized(body: bytes, *, announced: int | None = None) -> bytes:
    """Write an answer with its Content-Length, or with a wrong one."""
    length = len(body) if announced is None else announced
    return http(body, headers=f"Content-Length: {length}\r\n")
