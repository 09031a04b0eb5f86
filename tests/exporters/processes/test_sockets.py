"""Connections by state, those in TIME_WAIT on the ports of the service."""

from __future__ import annotations

import socket

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporters.processes.sockets import connections, count_time_wait
from tests.exporters.child import child
from tests.exporters.raw_server import raw_server, say

HEAD = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when\n"
TABLE = HEAD + (
    "   0: 0100007F:22B8 00000000:0000 0A 00000000:00000000 00:00000000\n"
    "   1: 0100007F:22B8 0100007F:D431 06 00000000:00000000 03:000015B3\n"
    "   2: 0100007F:22B8 0100007F:D433 01 00000000:00000000 00:00000000\n"
    "   3: 0100007F:1F90 0100007F:D435 06 00000000:00000000 03:000015B3\n"
    "   4: 0100007F:D437 0100007F:22B8 06 00000000:00000000 03:000015B3\n"
)


@pytest.mark.parametrize(
    ("ports", "expected"),
    [
        pytest.param({8888}, 1, id="own-port-only"),
        pytest.param({8888, 8080}, 2, id="two-ports"),
        pytest.param(set(), 0, id="no-port"),
    ],
)
def test_time_wait_is_counted_on_the_given_local_ports(
    ports: set[int], expected: int
) -> None:
    assert count_time_wait(TABLE, ports) == expected


def test_the_newer_protocols_table_is_read_alike() -> None:
    line = f"   0: {'0' * 32}:22B8 {'0' * 32}:D431 06 00000000:00000000\n"
    assert count_time_wait(HEAD + line, {8888}) == 1


@given(st.text(alphabet="0123456789ABCDEF: \n"))
def test_lines_in_another_state_never_count(text: str) -> None:
    assert count_time_wait(text.replace("06", "01"), {8888}) == 0


def test_a_connection_that_the_server_ended_waits() -> None:
    with raw_server(say(b"")) as port:
        with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
            client.sendall(b"GET / HTTP/1.0\r\n\r\n")
            assert client.recv(10) == b""
        own = connections(psutil.Process())
    assert own["time_wait_connections"] >= 1
    assert own["listen_connections"] >= 1


def test_a_process_without_sockets_has_none() -> None:
    with child() as service:
        counts = connections(psutil.Process(service.pid))
    assert set(counts.values()) == {0}
