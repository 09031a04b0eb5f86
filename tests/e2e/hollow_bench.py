"""What hollow nodes only pretend: a process for each pod of a bench, and its load.

Follows the pods of all runs of a bench. A Ready pod of the service gets a demo
service and an exporter; a started load pod gets its connections, through a balancer
that stands in for the Service. The driver under test knows nothing of this.
"""

from __future__ import annotations

import json
import os
import threading
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import psutil
from prometheus_client import CollectorRegistry

from bench.drivers.kubernetes.names import MANAGED_BY, ROLE, SERVICE_ROLE, TOOL
from bench.drivers.kubernetes.objects import LOAD
from bench.plan import load_plan
from exporters.collectors.process import ProcessCollector
from exporters.serving import serve
from octoscale.kube.types import EventType, Kind
from tests.e2e import chain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from prometheus_client.core import Metric

    from bench.demo.balancer import Balancer
    from bench.plan import Plan
    from octoscale.kube.base import KubePort
    from octoscale.kube.types import Manifest
    from tests.prometheus_plugin import LivePrometheus

POD = Kind("v1", "Pod")

CLIENTS = 300
"""Connections, each a descriptor of some service: more than eight times the target."""

TARGET = 33


def plan(
    *,
    images: tuple[str, ...] = ("small",),
    sync_seconds: float = 2.0,
    settle_seconds: float = 4.0,
    limit_seconds: float = 120.0,
    repeats: int = 1,
) -> Plan:
    """Give the paper's plan for some images, in the size of this machine."""
    paper = load_plan().narrowed(images=images, repeats=repeats)
    target = paper.metric.target.model_copy(
        update={"average_value_milli": TARGET * 1000}
    )
    changes = {
        "goal": paper.goal.model_copy(update={"time_limit_seconds": limit_seconds}),
        "metric": paper.metric.model_copy(update={"target": target}),
        "autoscaler": paper.autoscaler.model_copy(
            update={"sync_period_seconds": sync_seconds}
        ),
        "scrape": paper.scrape.model_copy(update={"interval_seconds": 1.0}),
        "load": paper.load.model_copy(
            update={"connections": CLIENTS, "settle_seconds": settle_seconds}
        ),
    }
    return paper.model_copy(update=changes)


@dataclass
class HollowBench:
    """Runs what the pods of benches would run."""

    kube: KubePort
    prometheus: LivePrometheus
    balancer: Balancer
    _members: dict[tuple[str, str], tuple[str, tuple[str, int], ExitStack]] = field(
        default_factory=dict
    )
    _loads: dict[tuple[str, str], ExitStack] = field(default_factory=dict)
    _pids: dict[tuple[str, str], int] = field(default_factory=dict)
    _stop: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def following(self) -> Iterator[None]:
        """Follow in a thread, and end everything at the end of the block."""
        thread = threading.Thread(target=self._follow)
        thread.start()
        try:
            yield
        finally:
            self._stop.set()
            thread.join()
            for _, _, stack in self._members.values():
                stack.close()
            for stack in self._loads.values():
                stack.close()
            self._members.clear()
            self._tell()

    def is_steady(self) -> bool:
        """Tell whether the load is all there, or not at all."""
        if not self._loads:
            return True
        held = 0
        for pid in list(self._pids.values()):
            with suppress(psutil.Error):
                held += psutil.Process(pid).num_fds()
        return held >= CLIENTS

    def _follow(self) -> None:
        for event in self.kube.watch(
            POD, label_selector=f"{MANAGED_BY}={TOOL}", stop=self._stop.is_set
        ):
            if event.manifest is not None:
                self._take(event.type, event.manifest)

    def _take(self, kind: EventType, pod: Manifest) -> None:
        metadata = pod["metadata"]
        key = (metadata["namespace"], metadata["name"])
        gone = kind is EventType.DELETED or "deletionTimestamp" in metadata
        role = metadata["labels"][ROLE]
        if gone:
            self._end(key)
        elif role == SERVICE_ROLE and _ready(pod) and key not in self._members:
            self._begin(key)
        elif role == LOAD and _ready(pod) and key not in self._loads:
            stack = ExitStack()
            stack.enter_context(
                chain.hey(self.balancer.url, clients=CLIENTS, per_second=1)
            )
            self._loads[key] = stack

    def _begin(self, key: tuple[str, str]) -> None:
        stack = ExitStack()
        process, url = stack.enter_context(chain.demo_service())
        registry = CollectorRegistry()
        collector = ProcessCollector(prefix="myapphttp", pid=process.pid)
        registry.register(_Steady(self, collector))
        self._pids[key] = process.pid
        server = stack.enter_context(serve(registry))
        parts = urlsplit(url)
        assert parts.hostname
        assert parts.port
        where = (parts.hostname, parts.port)
        self._members[key] = (urlsplit(server.url).netloc, where, stack)
        self._tell()

    def _end(self, key: tuple[str, str]) -> None:
        member = self._members.pop(key, None)
        if member is not None:
            self._tell()
            member[2].close()
        self._pids.pop(key, None)
        load = self._loads.pop(key, None)
        if load is not None:
            load.close()

    def _tell(self) -> None:
        """Tell Prometheus what to scrape, and the balancer whom to use."""
        targets = [
            {
                "targets": [exporter],
                "labels": {"job": "bench", "namespace": space, "pod": name},
            }
            for (space, name), (exporter, _, _) in self._members.items()
        ]
        path = self.prometheus.process.directory / "targets" / "bench.json"
        temporary = path.with_suffix(".tmp")
        temporary.write_text(json.dumps(targets), encoding="utf-8")
        os.replace(temporary, path)  # noqa: PTH105 - the same, and it says atomic
        self.balancer.use([where for _, where, _ in self._members.values()])


class _Steady:
    """Exposes nothing while clients are on their way from one service to another.

    The plan's load is a step. Between two syncs of 2 s a scrape would else show a
    part of it now and then, which is another load than the plan's.
    """

    def __init__(self, bench: HollowBench, collector: ProcessCollector) -> None:
        self._bench, self._collector = bench, collector

    def describe(self) -> list[Metric]:
        return []

    def collect(self) -> Iterable[Metric]:
        return self._collector.collect() if self._bench.is_steady() else []


def _ready(pod: Manifest) -> bool:
    conditions = (pod.get("status") or {}).get("conditions") or ()
    return any(one["type"] == "Ready" and one["status"] == "True" for one in conditions)
