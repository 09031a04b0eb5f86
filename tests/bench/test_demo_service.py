"""The demo service as a process of its own: what it answers and what it costs."""

from __future__ import annotations

import http.client
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from threading import Thread
from typing import TYPE_CHECKING

import psutil
import pytest

from bench.demo_http import Request
from bench.demo_service import (
    MAXIMUM_WAITING,
    answer,
    parse_seconds,
    parse_size,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

GET = b"GET / HTTP/1.1\r\nHost: demo\r\n\r\n"


@dataclass
class Demo:
    """A running demo service."""

    process: subprocess.Popen[str]
    port: int

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=20)

    def ask(
        self, path: str, *, method: str = "GET", body: bytes | None = None
    ) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        with closing(connection):
            connection.request(method, path, body=body, headers={"X-Test": "yes"})
            response = connection.getresponse()
            return response.status, response.read()

    def open_fds(self) -> int:
        return psutil.Process(self.process.pid).num_fds()


@contextmanager
def demo(*arguments: str) -> Iterator[Demo]:
    words = [sys.executable, "-m", "bench.demo_service", "--listen", "127.0.0.1:0"]
    process = subprocess.Popen([*words, *arguments], stdout=subprocess.PIPE, text=True)
    with process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        try:
            yield Demo(process, int(address.rpartition(":")[2]))
        finally:
            process.kill()


@pytest.fixture(scope="module")
def service() -> Iterator[Demo]:
    with demo() as running:
        yield running


def read_answers(client: socket.socket) -> bytes:
    """Read until the service hangs up."""
    parts = []
    while part := client.recv(65536):
        parts.append(part)
    return b"".join(parts)


@pytest.mark.parametrize("path", ["/", "/any/path?x=1", "/metrics", "/%2e%2e/"])
def test_any_path_gets_the_requests_headers(service: Demo, path: str) -> None:
    status, body = service.ask(path)
    assert status == 200
    assert body.startswith(f"GET {path}\n".encode())
    assert b"X-Test: yes\n" in body


def test_a_payload_has_the_size_that_was_asked_for(service: Demo) -> None:
    assert len(service.ask("/payload?size=10KB")[1]) == 10_000
    assert len(service.ask("/payload?size=3MB")[1]) == 3_000_000
    assert service.ask("/payload") == (200, b"")


def test_a_payload_comes_as_late_as_was_asked_for(service: Demo) -> None:
    started = time.monotonic()
    service.ask("/payload?latency=0.2")
    assert time.monotonic() - started >= 0.2


@pytest.mark.parametrize(
    "query",
    [
        "size=11MB",
        "size=-1",
        "size=x",
        "size=1GB",
        "latency=31",
        "latency=-1",
        "latency=nan",
        "latency=1e9",
        "size",
    ],
)
def test_a_payload_out_of_bounds_is_refused(service: Demo, query: str) -> None:
    assert service.ask(f"/payload?{query}")[0] == 400


def test_a_target_that_is_no_uri_is_refused() -> None:
    assert (
        answer(Request("GET", "//[", (), keep_alive=True, body_bytes=0)).status == 400
    )


def test_a_body_is_read_and_forgotten(service: Demo) -> None:
    status, body = service.ask("/up", method="POST", body=b"x" * 2_000_000)
    assert status == 200
    assert body.endswith(b"(2000000 bytes of body)\n")


def test_head_gets_the_length_and_no_body(service: Demo) -> None:
    assert service.ask("/payload?size=10KB", method="HEAD") == (200, b"")
    assert service.ask("/")[0] == 200


def test_pipelined_requests_are_answered_in_their_order(service: Demo) -> None:
    with service.connect() as client:
        count = 3 * MAXIMUM_WAITING
        requests = [
            f"GET /{i} HTTP/1.1\r\nHost: demo\r\n\r\n".encode() for i in range(count)
        ]
        client.sendall(b"".join(requests) + b"GET /last HTTP/1.0\r\n\r\n")
        text = read_answers(client).decode()
    order = [line.split()[1] for line in text.splitlines() if line.startswith("GET /")]
    assert order == [*(f"/{i}" for i in range(count)), "/last"]


def test_nonsense_gets_its_status_after_the_answers_before_it(service: Demo) -> None:
    with service.connect() as client:
        client.sendall(GET + b"nonsense\r\n\r\n" + b"x" * 100_000)
        text = read_answers(client)
    assert text.count(b"HTTP/1.1 200 OK") == 1
    assert text.count(b"HTTP/1.1 400 Bad Request") == 1
    assert text.endswith(b"not a request line\n")


def test_a_client_that_stops_sending_has_left(service: Demo) -> None:
    with service.connect() as client:
        client.sendall(b"GET /payload?latency=30 HTTP/1.1\r\nHost: demo\r\n\r\n")
        client.shutdown(socket.SHUT_WR)
        assert read_answers(client) == b""


def test_a_client_that_waits_for_leave_gets_it(service: Demo) -> None:
    with service.connect() as client:
        client.sendall(
            b"PUT / HTTP/1.1\r\nHost: demo\r\nContent-Length: 2\r\n"
            b"Expect: 100-continue\r\nConnection: close\r\n\r\n"
        )
        assert client.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        client.sendall(b"ab")
        assert b"200 OK" in read_answers(client)


def test_a_client_that_reads_slowly_does_not_fill_the_memory(service: Demo) -> None:
    process = psutil.Process(service.process.pid)
    request = b"GET /payload?size=10MB HTTP/1.1\r\nHost: demo\r\n\r\n"
    before = process.memory_info().rss
    with ExitStack() as held:
        for _ in range(30):
            client = held.enter_context(service.connect())
            client.sendall(request)
        assert service.ask("/")[0] == 200  # it serves others meanwhile
        assert process.memory_info().rss - before < 60_000_000


def test_two_thousand_kept_connections_cost_a_descriptor_each_and_little_else() -> None:
    with demo() as service, ExitStack() as held:
        process = psutil.Process(service.process.pid)
        idle, memory = service.open_fds(), process.memory_info().rss
        clients = [held.enter_context(service.connect()) for _ in range(2000)]
        for client in clients:
            client.sendall(GET)
        for client in clients:
            assert client.recv(4096).startswith(b"HTTP/1.1 200 OK")
        assert service.open_fds() == idle + 2000
        assert process.memory_info().rss - memory < 2000 * 25_000
        started = process.cpu_times()
        for client in clients[:100]:
            client.sendall(GET)
            assert client.recv(4096)
        spent = process.cpu_times()
        assert spent.user + spent.system - started.user - started.system < 1.0


def test_requests_beyond_the_concurrency_wait_in_line() -> None:
    arguments = ("--service-time", "100ms", "--concurrency", "2")
    with demo(*arguments) as service:
        threads = [Thread(target=service.ask, args=("/",)) for _ in range(8)]
        started = time.monotonic()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert time.monotonic() - started >= 0.4  # four rounds of two


def test_a_client_that_leaves_the_line_makes_room_in_it() -> None:
    with demo("--concurrency", "1") as service:
        with service.connect() as client:
            client.sendall(b"GET /payload?latency=30 HTTP/1.1\r\nHost: demo\r\n\r\n")
        assert service.ask("/")[0] == 200


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_at_once_with_clients_at_work(number: signal.Signals) -> None:
    with demo() as service, service.connect() as idle, service.connect() as busy:
        idle.sendall(GET)
        idle.recv(4096)
        busy.sendall(b"GET /payload?latency=30 HTTP/1.1\r\nHost: demo\r\n\r\n")
        service.ask("/")
        service.process.send_signal(number)
        assert service.process.wait(timeout=5) == 0


def test_a_taken_port_is_said_in_one_line(service: Demo) -> None:
    said = subprocess.run(
        [sys.executable, "-m", "bench.demo_service", "--listen", f":{service.port}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 3
    assert said.stderr.count("\n") == 1
    assert said.stdout == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ("--listen", "localhost"),
        ("--listen", "localhost:x"),
        ("--listen", "localhost:70000"),
        ("--service-time", "soon"),
        ("--concurrency", "-1"),
    ],
)
def test_wrong_arguments_are_wrong_usage(arguments: tuple[str, str]) -> None:
    said = subprocess.run(
        [sys.executable, "-m", "bench.demo_service", *arguments],
        capture_output=True,
        check=False,
    )
    assert said.returncode == 2


def test_it_needs_nothing_but_the_standard_library() -> None:
    code = (
        "import sys, bench.demo_service;"
        "roots = {name.partition('.')[0] for name in sys.modules};"
        "print(*sorted(roots - sys.stdlib_module_names - {'bench', '__main__'}))"
    )
    said = subprocess.run(
        [sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True
    )
    assert said.stdout.split() == []


@pytest.mark.parametrize(
    ("text", "expected"), [("0", 0), ("512", 512), ("7B", 7), ("10KB", 10_000)]
)
def test_sizes_are_read(text: str, expected: int) -> None:
    assert parse_size(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("50ms", 0.05), ("0.1", 0.1), ("2s", 2.0)]
)
def test_durations_are_read(text: str, expected: float) -> None:
    assert parse_seconds(text) == expected
