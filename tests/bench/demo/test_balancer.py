"""Connections go round over what is ready, and stay where they are."""

from __future__ import annotations

import socket
import threading
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from bench.demo.balancer import Address, Balancer

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def named(name: bytes) -> Iterator[Address]:
    """Serve a backend that answers every line with its name."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve(connection: socket.socket) -> None:
        with closing(connection):
            while connection.recv(64):
                connection.sendall(name)

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=(connection,), daemon=True).start()

    thread = threading.Thread(target=accept)
    thread.start()
    try:
        yield listener.getsockname()
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


def connect(balancer: Balancer) -> socket.socket:
    return socket.create_connection(("127.0.0.1", balancer.port), timeout=10)


def ask(connection: socket.socket) -> bytes:
    try:
        connection.sendall(b"who?\n")
        return connection.recv(64)
    except ConnectionError:
        return b""


def test_new_connections_take_turns_and_open_ones_stay() -> None:
    with named(b"one") as one, named(b"two") as two, Balancer() as balancer:
        balancer.use([one])
        with closing(connect(balancer)) as kept:
            assert ask(kept) == b"one"
            balancer.use([one, two])
            found = set()
            for _ in range(2):
                with closing(connect(balancer)) as connection:
                    found.add(ask(connection))
            assert found == {b"one", b"two"}
            assert ask(kept) == b"one"


def test_without_a_backend_a_connection_is_closed() -> None:
    with Balancer() as balancer, closing(connect(balancer)) as connection:
        assert ask(connection) == b""


def test_on_demand_a_change_drops_what_is_open() -> None:
    with named(b"one") as one, named(b"two") as two, Balancer(drop=True) as balancer:
        balancer.use([one])
        with closing(connect(balancer)) as kept:
            assert ask(kept) == b"one"
            balancer.use([one])
            assert ask(kept) == b"one"
            balancer.use([two])
            assert kept.recv(64) == b""
