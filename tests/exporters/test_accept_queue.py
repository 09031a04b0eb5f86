"""A server that accepts nobody: the kernel still says who waits."""

from __future__ import annotations

import socket
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from exporters.accept_queue import accept_queue
from exporters.collectors.apache import ApacheCollector
from tests.exporters.exposed import values

if TYPE_CHECKING:
    from pathlib import Path


def server_of_nobody() -> socket.socket:
    """Listen, and never accept."""
    return socket.create_server(("127.0.0.1", 0), backlog=8)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_waiting_connections_are_counted(host: str) -> None:
    with server_of_nobody() as server, ExitStack() as all_:
        port = server.getsockname()[1]
        assert accept_queue(host, port) == 0
        for _ in range(3):
            all_.enter_context(socket.create_connection(("127.0.0.1", port)))
        assert accept_queue(host, port) == 3


def test_of_other_machines_and_closed_ports_nothing_is_known(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert accept_queue("192.0.2.1", port) is None
        assert accept_queue("127.0.0.1", port, folder=tmp_path) is None
    assert accept_queue("127.0.0.1", port) is None


def test_a_saturated_server_says_nothing_and_the_exporter_says_so() -> None:
    with server_of_nobody() as server, ExitStack() as all_:
        port = server.getsockname()[1]
        for _ in range(4):
            all_.enter_context(socket.create_connection(("127.0.0.1", port)))
        uri = f"http://127.0.0.1:{port}/server-status?auto"
        found = values(ApacheCollector(uri, timeout_seconds=0.2))
    assert found["apache_up"] == 0
    assert found["apache_exporter_accept_queue"] == 4
