"""What Prometheus itself makes of the collectors' expositions."""

from __future__ import annotations

import os
import re
import subprocess
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import generate_latest
from prometheus_client.openmetrics.exposition import (
    generate_latest as generate_openmetrics,
)
from prometheus_client.openmetrics.parser import (
    text_string_to_metric_families as read_openmetrics,
)

from exporters.collectors import COLLECTORS
from exporters.collectors.apache import ApacheCollector
from exporters.collectors.process import ProcessCollector
from exporters.collectors.redis import RedisCollector
from exporters.serving import serve
from tests.exporters.good_sources import PAGES, local, page_source
from tests.exporters.redis_process import running_redis
from tests.tools import find_tool

if TYPE_CHECKING:
    from pathlib import Path

    from exporters.source_collector import SourceCollector
    from tests.apache_plugin import RunningApache
    from tests.prometheus_plugin import LivePrometheus

INHERITED = {
    "web_memory_total",
    "web_swap_total",
    "apache_cpu_time_ms_total",
    "apache_duration_ms_total",
    "apache_sent_kilobytes_total",
}
"""Names of the originals that no linter likes, kept for existing rules."""


@pytest.fixture
def registry(apache: RunningApache) -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(ProcessCollector(prefix="web", pid=os.getpid()))
    registry.register(ApacheCollector(apache.status_uri))
    return registry


def test_prometheus_scrapes_every_series_and_finds_no_fault(
    registry: CollectorRegistry, live_prometheus: LivePrometheus
) -> None:
    with serve(registry) as server:
        address = f"127.0.0.1:{server.port}"
        with live_prometheus.scrape(address):
            live_prometheus.wait_for(f'up{{instance="{address}"}} == 1')
            found = live_prometheus.ask(f'{{instance="{address}",__name__!="up"}}')
    stored = {sample["metric"]["__name__"] for sample in found}
    exposed = {
        sample.name for family in registry.collect() for sample in family.samples
    }
    assert exposed - stored <= {"web_cpu_percent", "web_top_cpu"}
    assert {"apache_accesses_total", "web_process_open_fds"} <= stored


def test_prometheus_scrapes_every_collector_without_an_error(
    apache: RunningApache, live_prometheus: LivePrometheus, tmp_path: Path
) -> None:
    registry = CollectorRegistry()
    with ExitStack() as stack:
        collectors: dict[str, SourceCollector] = {
            name: stack.enter_context(page_source(name))
            for name in PAGES
            if name != "apache"
        }
        collectors |= local() | {"apache": ApacheCollector(apache.status_uri)}
        if find_tool("redis-server") is not None:
            port = stack.enter_context(running_redis(tmp_path))
            collectors["redis"] = RedisCollector(port=port, queues=["jobs"])
        for collector in collectors.values():
            registry.register(collector)
        server = stack.enter_context(serve(registry))
        address = f"127.0.0.1:{server.port}"
        with live_prometheus.scrape(address):
            live_prometheus.wait_for(f'up{{instance="{address}"}} == 1')
            found = live_prometheus.ask(f'{{instance="{address}"}}')
    stored = {sample["metric"]["__name__"] for sample in found}
    for name, collector in collectors.items():
        own = {d.series_name for d in collector.descriptors}
        assert own & stored, f"nothing of {name} is stored"
        (said,) = {d.series_name for d in collector.own_descriptors[:1]}
        values = {s["value"][1] for s in found if s["metric"]["__name__"] == said}
        assert values == {"1"}, f"{name} is down"
    assert set(collectors) | {"redis"} == {row.name for row in COLLECTORS}


def test_the_linter_finds_fault_with_inherited_names_only(
    registry: CollectorRegistry,
) -> None:
    promtool = find_tool("promtool")
    if promtool is None:
        pytest.skip("promtool is missing (make tools)")
    said = subprocess.run(
        [promtool, "check", "metrics"],
        input=generate_latest(registry),
        capture_output=True,
        check=False,
    )
    lines = (said.stdout + said.stderr).decode().splitlines()
    blamed = {found[0] for line in lines if (found := re.match(r"\w+", line))}
    assert blamed == INHERITED


def test_the_exposition_is_openmetrics_to_those_who_ask(
    registry: CollectorRegistry,
) -> None:
    text = generate_openmetrics(registry).decode()  # type: ignore[no-untyped-call]  # theirs
    families = {
        family.name: family
        for family in read_openmetrics(text)  # type: ignore[no-untyped-call]  # theirs
    }
    assert families["apache_accesses"].type == "counter"
    assert families["web_process_cpu_seconds"].unit == "seconds"
    assert families["web_memory_total"].type == "gauge"
