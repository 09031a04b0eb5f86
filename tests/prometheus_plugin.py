"""Starts one real Prometheus for all tests that ask for one.

A pytest plugin. The fixture ``live_prometheus`` starts it on a free loopback
port when the first test needs it; without the program those tests are skipped
by name. Tests add what it scrapes with ``scrape``.
"""

from __future__ import annotations

import http.client
import json
import os
import threading
import time
import urllib.parse
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from adapter_rules.prometheus.process import PrometheusProcess
from tests.tools import find_tool

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SCRAPE_SECONDS = 1
"""Its scrape interval: the shortest that tests may count on."""

_WAIT_SECONDS = 30.0
_CONFIG = {
    "global": {"scrape_interval": f"{SCRAPE_SECONDS}s"},
    "scrape_configs": [
        {
            "job_name": "test",
            "file_sd_configs": [
                {"files": ["targets/*.json"], "refresh_interval": "1s"}
            ],
        }
    ],
}


@dataclass(frozen=True)
class LivePrometheus:
    """A running Prometheus, and how to make it scrape something."""

    process: PrometheusProcess

    @property
    def url(self) -> str:
        """Its base URL."""
        return self.process.url

    @contextmanager
    def scrape(self, address: str, **labels: str) -> Iterator[None]:
        """Scrape *address* within the block, which starts after two scrapes.

        *labels* are attached to every series; ``job`` among them replaces
        Prometheus' own.
        """
        name = address.replace(":", "-") + ".json"
        path = self.process.directory / "targets" / name
        _write(path, [{"targets": [address], "labels": labels}])
        try:
            self.wait_for(f'count_over_time(up{{instance="{address}"}}[1m]) >= 2')
            yield
        finally:
            _write(path, [])

    def ask(self, promql: str) -> list[dict[str, Any]]:
        """Give the samples of an instant query, as Prometheus writes them."""
        query = urllib.parse.urlencode({"query": promql})
        connection = http.client.HTTPConnection("127.0.0.1", self.process.port)
        try:
            connection.request("GET", f"/api/v1/query?{query}")
            answer = json.load(connection.getresponse())
        finally:
            connection.close()
        result: list[dict[str, Any]] = answer["data"]["result"]
        return result

    def wait_for(self, promql: str, *, seconds: float = _WAIT_SECONDS) -> None:
        """Ask until *promql* gives a sample; fail the test when it does not."""
        end = time.monotonic() + seconds
        pause = threading.Event()
        while not self.ask(promql):
            if time.monotonic() > end:
                pytest.fail(f"no sample within {seconds} s: {promql}")
            pause.wait(0.05)


@pytest.fixture(scope="session")
def prometheus_binary() -> Path:
    """Find the program, or skip the test by name."""
    program = find_tool("prometheus")
    if program is None:
        pytest.skip("prometheus is missing (make tools)")
    return program


@pytest.fixture(scope="session")
def live_prometheus(prometheus_binary: Path) -> Iterator[LivePrometheus]:
    """Start one real Prometheus for the whole session."""
    with PrometheusProcess(_CONFIG, binary=prometheus_binary) as process:
        (process.directory / "targets").mkdir()
        yield LivePrometheus(process)


def _write(path: Path, value: Any) -> None:
    """Write a file that Prometheus never sees half-written."""
    temporary = path.with_suffix(".tmp")
    temporary.write_text(json.dumps(value), encoding="utf-8")
    os.replace(temporary, path)  # noqa: PTH105 - the same, and it says atomic
