"""Asks a metrics server as the HPA controller does, and measures the answers.

Each HPA every 15 seconds, spread evenly; every answer is checked: all eight pods,
and no zero, ever.
"""

from __future__ import annotations

import asyncio
import random
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import aiohttp
import psutil
from yarl import URL

from adapter_rules.server.protobuf import MAGIC
from octoscale.core.quantity import Quantity
from tests.serving.protobuf_reader import texts
from tests.serving.world import PODS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.serving.world import Server, Stage, Workload

SYNC_SECONDS = 15.0
ACCEPT = {"Accept": "application/vnd.kubernetes.protobuf, */*"}
"""What the controller says."""

WATCH_SECONDS = 1.0
_MEGABYTE = 1024 * 1024


@dataclass
class Result:
    """What one run gave."""

    latencies: list[float] = field(default_factory=list)
    failures: list[tuple[float, str]] = field(default_factory=list)
    """When, from the beginning, and what."""

    zeros: int = 0
    memory: list[float] = field(default_factory=list)
    """The server's RSS in MB, second by second."""

    prometheus_cpu: float = 0.0
    server_cpu: float = 0.0

    @property
    def errors(self) -> int:
        """How many answers were wrong, or none."""
        return len(self.failures) + self.zeros

    @property
    def first_error(self) -> str:
        """The first of them."""
        return self.failures[0][1] if self.failures else ""

    @property
    def p99(self) -> float:
        """In seconds."""
        return percentile(self.latencies, 0.99)

    @property
    def rss_megabytes(self) -> float:
        """At most."""
        return max(self.memory, default=0.0)

    @property
    def growth_megabytes(self) -> float:
        """Over the last three fifths of the run."""
        late = self.memory[len(self.memory) * 2 // 5 :]
        return late[-1] - late[0] if late else 0.0

    def __str__(self) -> str:
        """Write it on one line."""
        half = percentile(self.latencies, 0.5)
        return (
            f"{len(self.latencies)} answers, {self.errors} errors, "
            f"p50 {half * 1000:.1f} ms, p99 {self.p99 * 1000:.1f} ms, "
            f"RSS {self.rss_megabytes:.0f} MB (+{self.growth_megabytes:.1f}), CPU: "
            f"server {self.server_cpu:.1f} s, Prometheus {self.prometheus_cpu:.1f} s"
        )


def percentile(values: list[float], share: float) -> float:
    """Give the value that *share* of them do not exceed.

    >>> percentile([1.0, 2.0, 3.0, 4.0], 0.5)
    2.0
    """
    if not values:
        return float("inf")
    ordered = sorted(values)
    return ordered[max(0, round(share * len(ordered)) - 1)]


def run(
    stage: Stage,
    server: Server,
    *,
    seconds: float,
    halfway: Callable[[], None] | None = None,
) -> Result:
    """Ask for *seconds*; *halfway* is called in a thread at half of the time."""
    prometheus = psutil.Process(stage.prometheus_pid)
    process = psutil.Process(server.process.pid)
    before = _cpu(prometheus), _cpu(process)
    result = asyncio.run(_run(stage, server, seconds, process, halfway))
    if prometheus.is_running():
        result.prometheus_cpu = _cpu(prometheus) - before[0]
    result.server_cpu = _cpu(process) - before[1]
    return result


def pause(seconds: float) -> None:
    """Let time pass, in a thread beside the load."""
    threading.Event().wait(seconds)


async def _run(
    stage: Stage,
    server: Server,
    seconds: float,
    process: psutil.Process,
    halfway: Callable[[], None] | None,
) -> Result:
    result = Result()
    loop = asyncio.get_running_loop()
    began = loop.time()
    connector = aiohttp.TCPConnector(limit=64)
    async with aiohttp.ClientSession(connector=connector) as session:
        tasks = [
            asyncio.create_task(_hpa(session, server, one, result, began, seconds))
            for one in stage.workloads
        ]
        tasks.append(asyncio.create_task(_watch(process, result, began + seconds)))
        if halfway is not None:
            await asyncio.sleep(seconds / 2)
            await asyncio.to_thread(halfway)
        await asyncio.gather(*tasks)
    return result


async def _hpa(
    session: aiohttp.ClientSession,
    server: Server,
    workload: Workload,
    result: Result,
    began: float,
    seconds: float,
) -> None:
    loop = asyncio.get_running_loop()
    url = URL(server.url + workload.target, encoded=True)
    at = began + random.random() * SYNC_SECONDS
    while at < began + seconds:
        await asyncio.sleep(at - loop.time())
        started = loop.time()
        try:
            async with session.get(url, headers=ACCEPT) as answer:
                body = await answer.read()
                result.latencies.append(loop.time() - started)
                found = _quantities(body) if answer.status == 200 else []
                problem = "" if answer.status == 200 else _message(body)
        except aiohttp.ClientError as error:
            found, problem = [], repr(error)
        if not problem and len(found) != PODS:
            problem = f"{len(found)} items"
        if problem:
            result.failures.append((started - began, problem))
        values = [Quantity.parse(text).milli_value for text in found]
        result.zeros += values.count(0)
        at += SYNC_SECONDS


def _quantities(body: bytes) -> list[str]:
    """Read the values of a list in protobuf."""
    return [one.decode() for one in texts(body[len(MAGIC) :], (2, 2, 5, 1))]


def _message(body: bytes) -> str:
    """Read why a Status in protobuf says no."""
    return b" ".join(texts(body[len(MAGIC) :], (2, 3))).decode()


async def _watch(process: psutil.Process, result: Result, until: float) -> None:
    loop = asyncio.get_running_loop()
    while loop.time() < until:
        result.memory.append(process.memory_info().rss / _MEGABYTE)
        await asyncio.sleep(WATCH_SECONDS)


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)
