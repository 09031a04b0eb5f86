"""The workload: as many service processes as the scale asks for.

One process is one pod: it starts, gets ready when it listens, has an exporter of
its own, and is ended when it is not wanted any more. Deployment and pods are kept
in the API server in memory, for whoever looks there.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from prometheus_client import CollectorRegistry

from bench.demo.settings import NAMESPACE, PREFIX, SERVICE
from exporters.collectors.process import ProcessCollector
from exporters.serving import Server, serve
from octoscale.core.errors import EnvironmentMissingError
from octoscale.kube.types import Kind

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Self

    from octoscale.kube.base import KubePort

POD = Kind("v1", "Pod")
DEPLOYMENT = Kind("apps/v1", "Deployment")
LABELS = {"app": SERVICE}

START_SECONDS = 30.0
"""How long a service may take until it listens."""

_STOP_SECONDS = 5.0
_FIRST_LINE_BYTES = 4096


@dataclass(slots=True)
class ServicePod:
    """One process, as one pod."""

    name: str
    process: subprocess.Popen[bytes]
    created: float
    """Seconds of the demo."""

    ready: float | None = None
    address: tuple[str, int] | None = None
    exporter: Server | None = None
    said: bytes = b""

    @property
    def scrape_target(self) -> str | None:
        """Where its exporter is, ``host:port``."""
        return None if self.exporter is None else urlsplit(self.exporter.url).netloc


@dataclass(slots=True)
class Replicas:
    """All pods of the service; ``reconcile`` brings them to what is asked for."""

    kube: KubePort
    clock: Callable[[], float]
    """Seconds of the demo."""

    pods: list[ServicePod] = field(default_factory=list)
    """Those that run, in order of creation."""

    stories: list[ServicePod] = field(default_factory=list)
    """All that there ever were."""

    _number: int = 0

    def __enter__(self) -> Self:
        """Make the Deployment, of one replica."""
        self.kube.create(_deployment())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End every process."""
        self._end(self.pods)
        self.pods = []

    @property
    def ready(self) -> list[ServicePod]:
        """Those that answer."""
        return [pod for pod in self.pods if pod.ready is not None]

    def wanted(self) -> int:
        """Read what the scale asks for."""
        scale = self.kube.get(
            DEPLOYMENT, SERVICE, namespace=NAMESPACE, subresource="scale"
        )
        return int(scale["spec"]["replicas"])

    def reconcile(self) -> bool:
        """Start or end processes, and note who got ready; whether anything changed.

        Raises ``EnvironmentMissingError`` when a service cannot be started.
        """
        wanted = self.wanted()
        dead = [pod for pod in self.pods if pod.process.poll() is not None]
        self._forget(dead)
        surplus = self.pods[wanted:]  # the youngest, as a ReplicaSet chooses
        self._forget(surplus)
        new = [self._begin() for _ in range(wanted - len(self.pods))]
        self.pods += new
        grown = [pod for pod in self.pods if pod.ready is None and self._listens(pod)]
        for pod in grown:
            self._write(pod)
        changed = bool(dead or surplus or new or grown)
        if changed:
            self._count()
        return changed

    def _begin(self) -> ServicePod:
        self._number += 1
        process = subprocess.Popen(
            [sys.executable, "-m", "bench.demo_service", "--listen", "127.0.0.1:0"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for us; we end them
        )
        if process.stdout is not None:
            os.set_blocking(process.stdout.fileno(), False)
        pod = ServicePod(pod_name(self._number), process, self.clock())
        self.stories.append(pod)
        self._write(pod)
        return pod

    def _listens(self, pod: ServicePod) -> bool:
        """Read whether it has said where it listens; then expose it."""
        stream = pod.process.stdout
        if stream is None:
            return False
        pod.said += stream.read(_FIRST_LINE_BYTES) or b""
        if b"\n" not in pod.said:
            if self.clock() - pod.created > START_SECONDS:
                raise EnvironmentMissingError(
                    f"a demo service did not start in {START_SECONDS:.0f} s"
                )
            return False
        parts = urlsplit(pod.said.split(b"\n")[0].decode())
        pod.address = (str(parts.hostname), parts.port or 0)
        registry = CollectorRegistry()
        registry.register(ProcessCollector(prefix=PREFIX, pid=pod.process.pid))
        pod.exporter = serve(registry)
        pod.ready = self.clock()
        return True

    def _forget(self, pods: list[ServicePod]) -> None:
        for pod in pods:
            self.pods.remove(pod)
            self.kube.delete(POD, pod.name, namespace=NAMESPACE)
        self._end(pods)

    def _end(self, pods: list[ServicePod]) -> None:
        for pod in pods:
            pod.process.terminate()
        for pod in pods:
            if pod.exporter is not None:
                pod.exporter.close()
            try:
                pod.process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                pod.process.kill()
                pod.process.wait()
            if pod.process.stdout is not None:
                pod.process.stdout.close()

    def _write(self, pod: ServicePod) -> None:
        self.kube.apply(_manifest(pod), namespace=NAMESPACE, force=True)

    def _count(self) -> None:
        status = {"replicas": len(self.pods), "readyReplicas": len(self.ready)}
        found = self.kube.get(DEPLOYMENT, SERVICE, namespace=NAMESPACE)
        if found.get("status") != status:
            applied = {key: found[key] for key in ("apiVersion", "kind")} | {
                "metadata": {"name": SERVICE},
                "status": status,
            }
            self.kube.apply(applied, namespace=NAMESPACE, force=True)


def pod_name(number: int) -> str:
    """Name a pod in the form of a Deployment's.

    >>> pod_name(7)
    'demo-web-local-00007'
    """
    return f"{SERVICE}-local-{number:05}"


def _deployment() -> dict[str, Any]:
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": SERVICE, "namespace": NAMESPACE, "labels": LABELS},
        "spec": {
            "replicas": 1,
            "selector": {"matchLabels": LABELS},
            "template": {
                "metadata": {"labels": LABELS},
                "spec": {"containers": [{"name": "web"}]},
            },
        },
    }


def _manifest(pod: ServicePod) -> dict[str, Any]:
    """Write the little of a pod that the controller looks at."""
    began = _stamp(pod.created)
    ready = {"type": "Ready", "status": "False", "lastTransitionTime": began}
    if pod.ready is not None:
        ready |= {"status": "True", "lastTransitionTime": _stamp(pod.ready)}
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": pod.name, "namespace": NAMESPACE, "labels": LABELS},
        "spec": {"containers": [{"name": "web"}]},
        "status": {
            "phase": "Pending" if pod.ready is None else "Running",
            "startTime": began,
            "conditions": [ready],
        },
    }


def _stamp(seconds: float) -> str:
    """Write a moment as Kubernetes does: in whole seconds of the day's time."""
    now = time.time() - time.monotonic() + seconds
    return datetime.fromtimestamp(now, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
