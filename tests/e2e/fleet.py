"""One demo service for each pod that the cluster runs, with an exporter beside it.

Hollow nodes run nothing, so the service of a pod is a process of ours, started
when the pod is Ready and stopped when it is gone; Prometheus and the balancer
are told. What happened when is kept, for whoever wants to check decisions.
"""

from __future__ import annotations

import json
import os
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from prometheus_client import CollectorRegistry

from exporters.collectors.process import ProcessCollector
from exporters.serving import serve
from octoscale.kube.types import EventType, Kind
from tests.e2e import chain

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from bench.demo.balancer import Balancer
    from octoscale.kube.base import KubePort
    from octoscale.kube.types import Manifest
    from tests.prometheus_plugin import LivePrometheus

POD = Kind("v1", "Pod")
DEPLOYMENT = Kind("apps/v1", "Deployment")


@dataclass(frozen=True)
class Seen:
    """One state of a Deployment."""

    at: float
    spec_replicas: int
    status_replicas: int


@dataclass
class _Member:
    exporter: str
    service: tuple[str, int]
    stack: ExitStack


@dataclass
class Fleet:
    """Follows the pods of ``app=web`` and all Deployments of one namespace."""

    kube: KubePort
    namespace: str
    prometheus: LivePrometheus
    balancer: Balancer
    trails: dict[str, list[Seen]] = field(default_factory=dict)
    """What each Deployment looked like, from when on."""

    changes: list[float] = field(default_factory=list)
    """When a pod or its service came, got Ready or went."""

    pods: list[tuple[float, frozenset[str]]] = field(default_factory=list)
    """Names of the pods that run, from when on."""

    _members: dict[str, _Member] = field(default_factory=dict)
    _stop: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def __enter__(self) -> Self:
        """Follow in two threads."""
        for follow in (self._follow_pods, self._follow_deployments):
            thread = threading.Thread(target=follow)
            thread.start()
            self._threads.append(thread)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop every service."""
        self._stop.set()
        for thread in self._threads:
            thread.join()
        for member in self._members.values():
            member.stack.close()
        self._members.clear()
        self._tell()

    @property
    def size(self) -> int:
        """How many services run."""
        return len(self._members)

    def _follow_pods(self) -> None:
        running: set[str] = set()
        for event in self.kube.watch(
            POD,
            namespace=self.namespace,
            label_selector="app=web",
            stop=self._stop.is_set,
        ):
            if event.manifest is None:
                continue
            name = event.manifest["metadata"]["name"]
            gone = event.type is EventType.DELETED or _deleted(event.manifest)
            before = set(running)
            if gone:
                running.discard(name)
                self._end(name)
            elif _ready(event.manifest):
                running.add(name)
                self._begin(name)
            if running != before or gone:
                now = time.time()
                self.changes.append(now)
                self.pods.append((now, frozenset(running)))

    def _follow_deployments(self) -> None:
        for event in self.kube.watch(
            DEPLOYMENT, namespace=self.namespace, stop=self._stop.is_set
        ):
            if event.manifest is None:
                continue
            seen = Seen(
                time.time(),
                event.manifest["spec"]["replicas"],
                (event.manifest.get("status") or {}).get("replicas", 0),
            )
            name = event.manifest["metadata"]["name"]
            self.trails.setdefault(name, []).append(seen)

    def _begin(self, name: str) -> None:
        if name in self._members:
            return
        stack = ExitStack()
        process, url = stack.enter_context(chain.demo_service())
        registry = CollectorRegistry()
        registry.register(ProcessCollector(prefix="myapphttp", pid=process.pid))
        server = stack.enter_context(serve(registry))
        parts, exporter = urlsplit(url), urlsplit(server.url)
        assert parts.hostname
        assert parts.port
        self._members[name] = _Member(
            exporter.netloc, (parts.hostname, parts.port), stack
        )
        self._tell()

    def _end(self, name: str) -> None:
        member = self._members.pop(name, None)
        if member is not None:
            self._tell()
            member.stack.close()

    def _tell(self) -> None:
        """Tell Prometheus what to scrape, and the balancer whom to use."""
        targets = [
            {
                "targets": [member.exporter],
                "labels": {"job": "demo", "namespace": self.namespace, "pod": name},
            }
            for name, member in self._members.items()
        ]
        path = self.prometheus.process.directory / "targets" / "fleet.json"
        temporary = path.with_suffix(".tmp")
        temporary.write_text(json.dumps(targets), encoding="utf-8")
        os.replace(temporary, path)  # noqa: PTH105 - the same, and it says atomic
        self.balancer.use([member.service for member in self._members.values()])


def _ready(manifest: Manifest) -> bool:
    conditions = (manifest.get("status") or {}).get("conditions") or ()
    return any(one["type"] == "Ready" and one["status"] == "True" for one in conditions)


def _deleted(manifest: Manifest) -> bool:
    return "deletionTimestamp" in manifest["metadata"]
