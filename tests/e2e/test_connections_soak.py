"""The paper's load on one machine: 1,800 connections, the service restarted.

Every scrape is whole or says absent; nothing in between, and never a 0.
"""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import urllib.request
import uuid
from typing import TYPE_CHECKING

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.e2e import chain
from tests.reference import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

CONNECTIONS = 1_800
RESTARTS = 25


def scraped(address: str) -> dict[str, float]:
    with urllib.request.urlopen(f"http://{address}/metrics") as answer:
        families = text_string_to_metric_families(answer.read().decode())
        return {s.name: s.value for family in families for s in family.samples}


@contextlib.contextmanager
def connected(url: str, count: int) -> Iterator[None]:
    """Hold *count* connections that have each asked once."""
    host, _, port = url.removeprefix("http://").rstrip("/").rpartition(":")
    with contextlib.ExitStack() as stack:
        for _ in range(count):
            connection = stack.enter_context(
                socket.create_connection((host, int(port)))
            )
            connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            assert connection.recv(64).startswith(b"HTTP/1.1 200")
        yield


@pytest.mark.soak
def test_each_connection_is_one_descriptor() -> None:
    with chain.demo_service() as (service, url):
        watched = ("process", "--pid", str(service.pid), "--prefix", "myapphttp")
        with chain.exporter(*watched) as address:
            idle = scraped(address)["myapphttp_process_open_fds"]
            with connected(url, CONNECTIONS):
                full = scraped(address)
            assert full["myapphttp_process_open_fds"] == idle + CONNECTIONS
            assert full["myapphttp_established_connections"] == CONNECTIONS


@pytest.mark.soak
def test_over_restarts_every_scrape_is_whole_or_absent() -> None:
    marker = f"octoscale-soak-{uuid.uuid4().hex}"
    # The service's own name for itself, as a pattern would look for it.
    named = [marker, "-m", "bench.demo_service", "--listen", "127.0.0.1:0"]
    seen = set()
    with chain.exporter("process", "--pattern", marker, "--prefix", "web") as address:
        for _ in range(RESTARTS):
            with subprocess.Popen(
                named,
                executable=sys.executable,
                stdout=subprocess.PIPE,
                text=True,
                cwd=ROOT,
            ) as service:
                assert service.stdout is not None
                service.stdout.readline()
                seen.add(state(scraped(address)))
                service.kill()
            seen.add(state(scraped(address)))
    assert seen == {"whole", "absent"}


def state(values: dict[str, float]) -> str:
    """Say whether the process' values are all there, or none of them."""
    names = ("process_open_fds", "process_resident_memory_bytes", "num_threads")
    present = [f"web_{name}" in values for name in names]
    if values["web_up"] == 1 and all(present):
        return "whole"
    if values["web_up"] == 0 and not any(present):
        return "absent"
    return f"torn: {values}"
