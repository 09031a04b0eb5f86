"""A process' values: all of them, those that may be read, or none."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import psutil
import pytest

from exporters.errors import Reason, SourceError
from exporters.processes.rates import BusyMeter
from exporters.processes.reading import GROUPS, UNLIMITED, read_process
from exporters.processes.series import ROWS
from exporters.processes.sockets import connections
from tests.exporters.child import child

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporters.families import Reading


CONNECTIONS = {
    f"{state}_connections"
    for state in ("total", "listen", "established", "close_wait", "time_wait")
}


class FakeProcess:
    """A process whose every value is known, and may be forbidden or gone."""

    pid = 4711

    def __init__(self, **answers: object) -> None:
        self._answers = answers

    def _say(self, name: str, value: object) -> object:
        answer = self._answers.get(name, value)
        if isinstance(answer, Exception):
            raise answer
        return answer

    @contextlib.contextmanager
    def oneshot(self) -> Iterator[None]:
        yield

    def num_fds(self) -> object:
        return self._say("num_fds", 9)

    def connections(self) -> object:
        return self._say("connections", dict.fromkeys(CONNECTIONS, 0.0))

    def rlimit(self, resource: int) -> object:
        limits = {psutil.RLIMIT_NOFILE: 1024, psutil.RLIMIT_AS: psutil.RLIM_INFINITY}
        return self._say("rlimit", (limits[resource], 0))

    def cpu_times(self) -> object:
        return self._say("cpu_times", SimpleNamespace(user=1.0, system=0.5))

    def create_time(self) -> object:
        return self._say("create_time", 1000.0)

    def num_threads(self) -> object:
        return self._say("num_threads", 4)

    def memory_info(self) -> object:
        return self._say("memory_info", SimpleNamespace(vms=100, rss=10))

    def is_running(self) -> object:
        return self._say("is_running", value=True)

    def status(self) -> object:
        return self._say("status", "sleeping")


def read_fake(
    answers: dict[str, object] | None = None, *, meter: BusyMeter | None = None
) -> Reading:
    """Read a fake at second 1, all groups as they are but for the sockets."""
    fake = FakeProcess(**(answers or {}))

    def sockets(_: psutil.Process) -> dict[str, float]:
        return cast("dict[str, float]", fake.connections())

    groups = tuple(
        (count, sockets if read is connections else read) for count, read in GROUPS
    )
    process = cast("psutil.Process", fake)
    return read_process(process, meter or BusyMeter(), 1.0, groups=groups)


def test_all_values_are_read() -> None:
    meter = BusyMeter()
    meter.percent(1.0, now=0.0)
    reading = read_fake(meter=meter)
    values = dict(reading.values)
    assert values.pop("proc_mem") == pytest.approx(1000 / psutil.virtual_memory().total)
    assert 0 < cast("float", values.pop("proc_cpu")) < 1
    assert values == {
        "process_open_fds": 9,
        "open_files": 9,
        "process_max_fds": 1024,
        "process_virtual_memory_max_bytes": UNLIMITED,
        "process_cpu_seconds_total": 1.5,
        "process_start_time_seconds": 1000.0,
        "num_threads": 4,
        "process_virtual_memory_bytes": 100,
        "process_resident_memory_bytes": 10,
        "total_connections": 0,
        "listen_connections": 0,
        "established_connections": 0,
        "close_wait_connections": 0,
        "time_wait_connections": 0,
        "top_cpu": 50.0,
    }
    assert reading.unreadable == 0


@pytest.mark.parametrize(
    ("forbidden", "missing"),
    [
        pytest.param("num_fds", {"process_open_fds", "open_files"}, id="fds"),
        pytest.param("connections", CONNECTIONS, id="connections"),
        pytest.param(
            "rlimit",
            {"process_max_fds", "process_virtual_memory_max_bytes"},
            id="limits",
        ),
    ],
)
@pytest.mark.parametrize(
    "error", [psutil.AccessDenied(4711), PermissionError()], ids=["psutil", "system"]
)
def test_what_may_not_be_read_is_absent_and_counted(
    forbidden: str, missing: set[str], error: Exception
) -> None:
    complete = read_fake().values.keys()
    reading = read_fake({forbidden: error})
    assert complete - reading.values.keys() == missing
    assert reading.unreadable == len(missing)


def test_the_counts_of_what_is_forbidden_add_up_to_everything() -> None:
    denied = psutil.AccessDenied(4711)
    names = ("num_fds", "connections", "rlimit", "cpu_times", "memory_info")
    reading = read_fake(dict.fromkeys(names, denied))
    assert reading.values == {}
    process_rows = [row for row in ROWS if not row.help.startswith("Of the whole")]
    assert reading.unreadable == len(process_rows) - 1  # top_cpu needs an earlier one


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param({"num_fds": psutil.NoSuchProcess(4711)}, id="at-first"),
        pytest.param({"memory_info": psutil.NoSuchProcess(4711)}, id="at-last"),
        pytest.param({"connections": FileNotFoundError()}, id="tables-vanish"),
        pytest.param({"num_fds": psutil.ZombieProcess(4711)}, id="zombie-at-first"),
        pytest.param({"status": psutil.STATUS_ZOMBIE}, id="zombie-at-last"),
        pytest.param({"is_running": False}, id="number-given-away"),
        pytest.param(
            {"memory_info": SimpleNamespace(vms=0, rss=0)}, id="memory-given-up"
        ),
    ],
)
def test_a_process_that_ends_meanwhile_gives_nothing(
    answers: dict[str, object],
) -> None:
    with pytest.raises(SourceError) as caught:
        read_fake(answers)
    assert caught.value.reason == Reason.GONE


def test_connections_of_a_real_process_are_counted() -> None:
    with child(program="listens") as service:
        process = psutil.Process(service.pid)
        before = read_process(process, BusyMeter(), now=0.0).values
        assert before["listen_connections"] == before["total_connections"] == 1
        clients = subprocess.Popen(
            [sys.executable, "-c", _CONNECTS, service.first_line],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        with clients:
            for _ in range(3):
                service.tell("accept")
            after = read_process(process, BusyMeter(), now=0.0).values
            clients.communicate("done\n")
    assert after["established_connections"] == 3
    assert after["total_connections"] == 4
    grown = cast("float", after["process_open_fds"]) - cast(
        "float", before["process_open_fds"]
    )
    assert grown == 3


_CONNECTS = """
import socket, sys
port = int(sys.argv[1])
held = [socket.create_connection(("127.0.0.1", port)) for _ in range(3)]
sys.stdin.read()
"""
