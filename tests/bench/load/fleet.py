"""Replicas of a service, each with a share of a CPU, behind a real haproxy.

The shares are cgroups', as Kubernetes' CPU limits are; without them replicas on one
machine only take from each other, and more of them serve no more. For each number of
replicas haproxy has a port of its own.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.reference import ROOT
from tests.tools import find_tool, tool_environment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

COUNTERS = Path("/sys/fs/cgroup/cpu")
PERIOD_MICROSECONDS = 100_000
WAIT_SECONDS = 20.0

_GLOBAL = """\
global
  maxconn 4000
  nbthread 1
defaults
  mode http
  option http-keep-alive
  timeout connect 5s
  timeout client 30s
  timeout server 30s
"""


@dataclass(frozen=True)
class Fleet:
    """Replicas that serve, and haproxy in front of them."""

    urls: dict[int, str]
    """By number of replicas."""

    pages: tuple[str, ...]
    """Every replica's metrics."""


@contextmanager
def running_fleet(counts: Sequence[int], *, cpu_share: float) -> Iterator[Fleet]:
    """Run as many replicas as the largest of *counts*, each with *cpu_share* of a CPU.

    Skips the test where haproxy is missing, or where no quota can be set.
    """
    haproxy = find_tool("haproxy")
    if haproxy is None:
        pytest.skip("haproxy is missing (make tools)")
    if not os.access(COUNTERS / "cpu.cfs_quota_us", os.W_OK):
        pytest.skip("no CPU quota can be set here: needs root and cgroup v1")
    with ExitStack() as stack:
        replicas = [
            stack.enter_context(_replica(number, cpu_share))
            for number in range(max(counts))
        ]
        urls = stack.enter_context(_balanced(haproxy, counts, replicas))
        yield Fleet(urls, tuple(f"http://{address}/metrics" for address in replicas))


@contextmanager
def _replica(number: int, cpu_share: float) -> Iterator[str]:
    """Run one replica; it starts up at full speed, and is slowed down then."""
    script = ROOT / "tests" / "bench" / "load" / "replica.py"
    process = subprocess.Popen(
        [sys.executable, str(script)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().strip()
            assert address, "the replica did not start"
            with _quota(f"octoscale-{os.getpid()}-{number}", process.pid, cpu_share):
                yield address
        finally:
            process.kill()


@contextmanager
def _quota(name: str, pid: int, cpu_share: float) -> Iterator[None]:
    group = COUNTERS / name
    group.mkdir()
    try:
        quota = str(int(PERIOD_MICROSECONDS * cpu_share))
        (group / "cpu.cfs_period_us").write_text(str(PERIOD_MICROSECONDS))
        (group / "cpu.cfs_quota_us").write_text(quota)
        (group / "cgroup.procs").write_text(str(pid))
        yield
    finally:
        with suppress(OSError):
            (COUNTERS / "cgroup.procs").write_text(str(pid))
        _remove(group)


def _remove(group: Path) -> None:
    end = time.monotonic() + WAIT_SECONDS
    while group.exists():
        try:
            group.rmdir()
        except OSError:
            assert time.monotonic() < end, f"{group} cannot be removed"
            time.sleep(0.05)


@contextmanager
def _balanced(
    haproxy: Path, counts: Sequence[int], replicas: Sequence[str]
) -> Iterator[dict[int, str]]:
    ports = {count: _free_port() for count in counts}
    text = _GLOBAL + "".join(
        f"listen r{count}\n  bind 127.0.0.1:{ports[count]}\n  balance roundrobin\n"
        + "".join(f"  server s{n} {replicas[n]}\n" for n in range(count))
        for count in counts
    )
    with tempfile.TemporaryDirectory(prefix="haproxy-") as folder:
        config = Path(folder) / "haproxy.cfg"
        config.write_text(text, encoding="utf-8")
        process = subprocess.Popen(
            [haproxy, "-db", "-f", config],
            env=tool_environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        with process:
            try:
                for port in ports.values():
                    _wait(process, port)
                yield {c: f"http://127.0.0.1:{port}" for c, port in ports.items()}
            finally:
                process.kill()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def _wait(process: subprocess.Popen[str], port: int) -> None:
    end = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if process.poll() is not None:
                assert process.stderr is not None
                pytest.fail(f"haproxy did not start: {process.stderr.read()}")
            assert time.monotonic() < end, "haproxy does not listen"
            time.sleep(0.02)
        else:
            return
