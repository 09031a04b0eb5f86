"""Throughput by name and with ``*``: ours, and the real adapter's where it is.

Eight clients that keep their connections, for some seconds. The real adapter is
a binary that ``OCTOSCALE_PEER_ADAPTER`` names.
"""

from __future__ import annotations

import asyncio
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

import aiohttp
from yarl import URL

from tests.controlplane.processes import free_ports

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.serving.world import Stage

VARIABLE = "OCTOSCALE_PEER_ADAPTER"
CLIENTS = 8
SECONDS = 5.0
START_SECONDS = 30.0


def throughput(stage: Stage, peer: str | None) -> list[str]:
    """Measure, and write one line for each figure."""
    lines = []
    with stage.serve() as server:
        for name, target in _targets(stage):
            rate = asyncio.run(_rate(server.url + target))
            lines.append(f"throughput {name}, ours: {rate:.0f} answers/s")
    if peer is None:
        return [*lines, f"the real adapter's: not measured ({VARIABLE} is not set)"]
    with adapter(
        peer,
        stage.folder,
        rules=stage.rules,
        prometheus=stage.prometheus.url,
        kubeconfig=stage.kubeconfig,
    ) as url:
        for name, target in _targets(stage):
            rate = asyncio.run(_rate(url + target))
            lines.append(f"throughput {name}, the adapter's: {rate:.0f} answers/s")
    if not unthrottled(peer):
        lines[-1] += " (this release lists objects five times a second at most)"
    return lines


def _targets(stage: Stage) -> list[tuple[str, str]]:
    workload = stage.workloads[0]
    every = workload.target
    one = every.partition("?")[0].replace("%2A", workload.pods[0])
    return [("by name", one), ("with *", every)]


async def _rate(url: str) -> float:
    loop = asyncio.get_running_loop()
    connector = aiohttp.TCPConnector(limit=CLIENTS, ssl=False)
    async with aiohttp.ClientSession(connector=connector) as session:
        await _first(session, url, loop.time() + START_SECONDS)
        end = loop.time() + SECONDS

        async def client() -> int:
            count = 0
            while loop.time() < end:
                async with session.get(URL(url, encoded=True)) as answer:
                    await answer.read()
                    count += answer.status == 200
            return count

        counts = await asyncio.gather(*(client() for _ in range(CLIENTS)))
    return sum(counts) / SECONDS


async def _first(session: aiohttp.ClientSession, url: str, until: float) -> None:
    """Wait for the first good answer."""
    loop = asyncio.get_running_loop()
    while loop.time() < until:
        try:
            async with session.get(URL(url, encoded=True)) as answer:
                if answer.status == 200:
                    return
        except aiohttp.ClientError:
            pass
        await asyncio.sleep(0.1)


def unthrottled(binary: str) -> list[str]:
    """Give the flags against five lists a second; old releases have none."""
    said = subprocess.run(
        [binary, "--help"], capture_output=True, text=True, check=False, timeout=20
    )
    wanted = ("--client-qps", "--client-burst")
    known = said.stdout + said.stderr
    return [f"{name}=1000" for name in wanted if name in known]


@contextmanager
def adapter(
    binary: str,
    folder: Path,
    *,
    rules: Path,
    prometheus: str,
    kubeconfig: Path,
    options: tuple[str, ...] = (),
) -> Iterator[str]:
    """Run the real adapter over TLS; gives its address, maybe too early."""
    (port,) = free_ports(1)
    command = [binary, f"--config={rules}", f"--secure-port={port}"]
    command += [f"--prometheus-url={prometheus}", "--bind-address=127.0.0.1"]
    command += [f"--lister-kubeconfig={kubeconfig}", *unthrottled(binary)]
    command += [f"--authentication-kubeconfig={kubeconfig}"]
    command += [f"--authorization-kubeconfig={kubeconfig}"]
    command += ["--authentication-tolerate-lookup-failure=true"]
    command += [f"--cert-dir={folder / 'adapter-certificates'}", *options]
    log = folder / "adapter.log"
    with (
        log.open("wb") as stream,
        subprocess.Popen(command, stdout=stream, stderr=stream) as process,
    ):
        try:
            yield f"https://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=20)
