"""The controller's ports on the demo: its workload, and the metrics server.

The metrics are asked for as the HPA controller asks, over HTTP.
"""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urlsplit

from bench.demo.replicas import DEPLOYMENT
from bench.demo.settings import NAMESPACE, SERVICE
from hpa.algorithm.types import Pod, PodSample, ScaleView
from hpa.errors import PortError
from octoscale.core.quantity import Quantity
from octoscale.kube.errors import KubeError

if TYPE_CHECKING:
    from bench.demo.replicas import Replicas
    from hpa.algorithm.types import (
        Event,
        ExternalMetric,
        ObjectMetric,
        PodsMetric,
        PodUsage,
        Status,
    )
    from octoscale.kube.base import KubePort

API = "/apis/custom.metrics.k8s.io/v1beta2"
ANSWER_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class DemoScale:
    """The Deployment's scale."""

    kube: KubePort

    def read(self) -> ScaleView:
        """Read replicas and selector."""
        try:
            scale = self.kube.get(
                DEPLOYMENT, SERVICE, namespace=NAMESPACE, subresource="scale"
            )
        except KubeError as error:
            raise PortError(str(error)) from error
        return ScaleView(
            spec_replicas=scale["spec"]["replicas"],
            status_replicas=scale["status"]["replicas"],
            selector=scale["status"]["selector"],
        )

    def write(self, replicas: int) -> None:
        """Ask for *replicas*."""
        try:
            self.kube.scale(DEPLOYMENT, SERVICE, replicas, namespace=NAMESPACE)
        except KubeError as error:
            raise PortError(str(error)) from error


@dataclass(frozen=True, slots=True)
class DemoPods:
    """The processes, as pods."""

    replicas: Replicas

    def list(self, selector: str) -> tuple[Pod, ...]:
        """List them; they all have the one label that the Deployment selects."""
        del selector
        return tuple(
            Pod(
                name=pod.name,
                phase="Pending" if pod.ready is None else "Running",
                ready="False" if pod.ready is None else "True",
                ready_transition_time=pod.ready or pod.created,
                start_time=pod.created,
            )
            for pod in self.replicas.pods
        )


@dataclass(frozen=True, slots=True)
class DemoMetrics:
    """The metrics server at a loopback URL; only Pods metrics are asked for."""

    url: str

    def pods(self, metric: PodsMetric, selector: str) -> tuple[PodSample, ...]:
        """Ask for one value for each pod found."""
        path = f"{API}/namespaces/{NAMESPACE}/pods/*/{quote(metric.name)}"
        found = self._get(f"{path}?{urlencode({'labelSelector': selector})}")
        return tuple(
            PodSample(
                pod=item["describedObject"]["name"],
                value_milli=Quantity.parse(item["value"]).milli_value,
            )
            for item in found.get("items") or ()
        )

    def object(self, metric: ObjectMetric) -> int:
        """Refuse: the demo's HPA has no such metric."""
        raise PortError(f"no Object metric here: {metric.name}")

    def external(self, metric: ExternalMetric) -> tuple[int, ...]:
        """Refuse: the demo's HPA has no such metric."""
        raise PortError(f"no External metric here: {metric.name}")

    def resource(self, selector: str) -> tuple[PodUsage, ...]:
        """Refuse: the demo's HPA has no such metric."""
        raise PortError(f"no resource metrics here: {selector}")

    def _get(self, path: str) -> dict[str, Any]:
        netloc = urlsplit(self.url).netloc
        connection = http.client.HTTPConnection(netloc, timeout=ANSWER_SECONDS)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            document: dict[str, Any] = json.loads(answer.read())
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise PortError(f"the metrics server does not answer: {error}") from error
        finally:
            connection.close()
        if answer.status != HTTPStatus.OK:
            raise PortError(str(document.get("message", answer.status)))
        return document


@dataclass(slots=True)
class DemoSink:
    """Where the controller reports to; nothing but a memory of the events."""

    events: list[Event] = field(default_factory=list)

    def status(self, status: Status) -> None:
        """Forget it: the controller's own state has it."""

    def event(self, event: Event) -> None:
        """Remember one."""
        self.events.append(event)
