"""Connections by state, those in TIME_WAIT on the ports of the service."""

from __future__ import annotations

import socket
from contextlib import ExitStack

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporters.processes.sockets import (
    SocketLine,
    connections,
    count_tcp,
    read_table,
)
from tests.exporters.child import child
from tests.exporters.raw_server import raw_server, say

HEAD = (
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt"
    "   uid  timeout inode\n"
)


def line(port: int, state: str, inode: int, address: str = "0100007F") -> str:
    """Write a line as the kernel does."""
    return (
        f"   0: {address}:{port:04X} {address}:D431 {state} 00000000:00000000 "
        f"00:00000000 00000000  1000        0 {inode} 1 00000000 100 0 0 10 0\n"
    )


TRIES = 50

TABLE = HEAD + "".join(
    [
        line(8888, "0A", 1),
        line(8888, "01", 2),
        line(8888, "01", 3),
        line(8888, "08", 4),
        line(8888, "06", 0),
        line(8888, "06", 0),
        line(8080, "06", 0),
        line(8888, "01", 99),
    ]
)


@pytest.mark.parametrize(
    ("inodes", "expected"),
    [
        pytest.param({"1", "2", "3", "4"}, (1, 2, 1, 2), id="the-server"),
        pytest.param({"2"}, (0, 1, 0, 0), id="a-worker-that-does-not-listen"),
        pytest.param(set(), (0, 0, 0, 0), id="nobody"),
    ],
)
def test_sockets_are_counted_by_owner_and_state(
    inodes: set[str], expected: tuple[int, ...]
) -> None:
    counts = count_tcp(read_table(TABLE), inodes)
    assert counts == dict(
        zip(
            (
                "listen_connections",
                "established_connections",
                "close_wait_connections",
                "time_wait_connections",
            ),
            expected,
            strict=True,
        )
    )


def test_the_newer_protocols_table_is_read_alike() -> None:
    text = HEAD + line(8888, "0A", 5, address="0" * 32)
    assert list(read_table(text)) == [SocketLine(8888, "0A", "5")]


@given(st.integers(0, 65535), st.sampled_from(["01", "06", "0A"]), st.integers(0))
def test_what_the_kernel_writes_is_read_back(port: int, state: str, inode: int) -> None:
    (found,) = read_table(HEAD + line(port, state, inode))
    assert found == SocketLine(port, state, str(inode))


@pytest.mark.parametrize("text", ["", HEAD, HEAD + "\n", HEAD + "   0: cut off\n"])
def test_what_is_no_line_is_passed_over(text: str) -> None:
    assert list(read_table(text)) == []


def test_every_kind_of_internet_socket_is_counted_as_psutil_counts_it() -> None:
    with ExitStack() as held:
        held.enter_context(socket.create_server(("127.0.0.1", 0)))
        held.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)).bind(
            ("127.0.0.1", 0)
        )
        pair = socket.socketpair()  # no connection of the Internet
        held.enter_context(pair[0])
        held.enter_context(pair[1])
        ours = connections(psutil.Process())
        theirs = psutil.Process().net_connections("inet")
    assert ours["total_connections"] == len(theirs) >= 2
    listening = [held.status for held in theirs if held.status == psutil.CONN_LISTEN]
    assert ours["listen_connections"] == len(listening) >= 1


def test_a_connection_that_the_server_ended_waits() -> None:
    waiting: list[float] = []
    with raw_server(say(b"")) as port:
        # The kernel keeps so many waiting connections of all programs, and no more.
        while not any(waiting) and len(waiting) < TRIES:
            with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
                client.sendall(b"GET / HTTP/1.0\r\n\r\n")
                assert client.recv(10) == b""
            waiting.append(connections(psutil.Process())["time_wait_connections"])
    assert waiting[-1] >= 1


def test_a_process_without_sockets_has_none() -> None:
    with child() as service:
        counts = connections(psutil.Process(service.pid))
    assert set(counts.values()) == {0}


def test_a_process_that_ended_has_no_counts_at_all() -> None:
    with child() as service:
        process = psutil.Process(service.pid)
        service.kill()
        with pytest.raises(FileNotFoundError):
            connections(process)
