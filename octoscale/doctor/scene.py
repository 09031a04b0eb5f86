"""What is known of one HPA's chain: asked once, when a link needs it, and kept.

A question that the server refuses is an answer as well (``Refusal``): which link
that breaks is the links' business. Rules and Prometheus are in ``rules_scene``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from hpa.algorithm.types import Failure, ScaleView
from hpa.errors import PortError
from hpa.live.events import events_of
from hpa.live.metrics import ClusterMetrics, custom_version
from hpa.live.scale import ClusterScale
from hpa.model.objects import from_dict
from hpa.requests import requests_of
from octoscale.doctor.request import ApiRequest, request_of
from octoscale.kube.errors import KubeError, UnreachableError
from octoscale.kube.types import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from hpa.live.autoscalers import LiveAutoscaler
    from octoscale.doctor.rules_scene import RulesScene
    from octoscale.kube.base import KubePort
    from octoscale.kube.restmapper import RESTMapper
    from octoscale.kube.types import Manifest

T = TypeVar("T")

API_SERVICE = Kind("apiregistration.k8s.io/v1", "APIService")
CONFIG_MAP = Kind("v1", "ConfigMap")
DEPLOYMENT = Kind("apps/v1", "Deployment")
POD = Kind("v1", "Pod")
SERVICE = Kind("v1", "Service")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A question that the server did not answer."""

    message: str
    status: int = 0

    @property
    def is_forbidden(self) -> bool:
        """Whether a right is missing."""
        return self.status in (401, 403)


@dataclass(kw_only=True)
class Cluster:
    """What all HPAs of one look share."""

    kube: KubePort
    mapper: RESTMapper
    now: float
    deep: bool = False
    """Whether rights are used that reach into pods."""

    _kept: dict[str, Any] = field(default_factory=dict)

    def ask(self, name: str, question: Callable[[], T]) -> T | Refusal:
        """Ask once, keep what came; raises ``UnreachableError`` only."""
        if name not in self._kept:
            try:
                self._kept[name] = question()
            except UnreachableError:
                raise
            except KubeError as error:
                self._kept[name] = Refusal(str(error), error.status)
        kept: T | Refusal = self._kept[name]
        return kept

    def all_of(self, kind: Kind, namespace: str = "") -> tuple[Manifest, ...] | Refusal:
        """List the objects of a kind, in one namespace or everywhere."""
        return self.ask(
            f"{kind} {namespace}",
            lambda: self.kube.list(kind, namespace=namespace or None).items,
        )

    def document(self, path: str, query: dict[str, str] | None = None) -> Any:
        """Fetch a path; a ``Refusal`` when that fails."""
        return self.ask(
            f"GET {path} {query}", lambda: self.kube.fetch(path, query=query)
        )

    def text(self, path: str) -> str | Refusal:
        """Fetch a path that answers in plain text; a ``Refusal`` when that fails."""
        return self.ask(f"GET text {path}", lambda: self.kube.fetch_text(path))

    @cached_property
    def custom_version(self) -> str:
        """The version of the custom metrics API that the controller takes."""
        found = self.ask("custom version", lambda: custom_version(self.kube))
        return "v1beta1" if isinstance(found, Refusal) else found


@dataclass(kw_only=True)
class Scene:
    """One HPA and everything around it that a link may look at."""

    live: LiveAutoscaler
    cluster: Cluster
    rules: RulesScene

    @property
    def namespace(self) -> str:
        """The HPA's."""
        return self.live.namespace

    @property
    def now(self) -> float:
        """When the look is taken, in seconds."""
        return self.cluster.now

    @cached_property
    def scale(self) -> ScaleView | Failure:
        """The scale of the workload."""
        port = ClusterScale(self.cluster.kube, self.live.target, self.namespace)
        try:
            return port.read()
        except PortError as error:
            if isinstance(error.__cause__, UnreachableError):
                raise error.__cause__ from None
            return Failure(str(error))

    @property
    def selector(self) -> str:
        """The selector of the workload's pods; empty when that is not known."""
        return "" if isinstance(self.scale, Failure) else self.scale.selector

    @cached_property
    def pods(self) -> tuple[Manifest, ...] | Refusal:
        """The workload's pods."""
        if not self.selector:
            return ()
        kube, where, chosen = self.cluster.kube, self.namespace, self.selector
        return self.cluster.ask(
            f"pods {where} {chosen}",
            lambda: kube.list(POD, namespace=where, label_selector=chosen).items,
        )

    @property
    def pod_names(self) -> tuple[str, ...]:
        """Their names; none when they cannot be listed."""
        pods = () if isinstance(self.pods, Refusal) else self.pods
        return tuple(str(pod["metadata"]["name"]) for pod in pods)

    @cached_property
    def events(self) -> tuple[Manifest, ...]:
        """The HPA's events, the latest last; none when they cannot be listed."""
        return events_of(self.cluster.kube, self.namespace, self.live.name)

    @cached_property
    def requests(self) -> tuple[ApiRequest, ...]:
        """What the controller asks for, in the order of ``spec.metrics``."""
        hpa = from_dict(self.live.manifest)
        asked = iter(requests_of(hpa, self.cluster.mapper, namespace=self.namespace))
        metrics = ClusterMetrics(
            self.cluster.kube,
            self.namespace,
            mapper=self.cluster.mapper,
            custom_version=self.cluster.custom_version,
        )
        return tuple(
            request_of(
                spec,
                None if _is_resource(spec) else next(asked, None),
                metrics=metrics,
                namespace=self.namespace,
                selector=self.selector,
            )
            for spec in self.live.spec.metrics
        )

    def answer(self, request: ApiRequest) -> Any:
        """Send a request as the controller does; a ``Refusal`` when that fails."""
        return self.cluster.document(request.path, request.query)


def _is_resource(spec: object) -> bool:
    return type(spec).__name__ in ("ResourceMetric", "ContainerResourceMetric")


def is_ready(pod: Manifest) -> bool:
    """Tell whether a pod's Ready condition holds.

    >>> is_ready({"status": {"conditions": [{"type": "Ready", "status": "True"}]}})
    True
    """
    conditions = (pod.get("status") or {}).get("conditions") or ()
    return any(
        one.get("type") == "Ready" and one.get("status") == "True" for one in conditions
    )
