"""The three metrics APIs, asked as the controller's clients ask them.

Upstream: ``staging/src/k8s.io/metrics/pkg/client``. Paths go through the API
server's aggregator, so that what answers is what the controller gets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from hpa.algorithm.types import ContainerUsage, PodSample, PodUsage
from hpa.errors import PortError
from hpa.live.instants import seconds
from octoscale.core.duration import DurationError, parse_go
from octoscale.core.quantity import Quantity, QuantityError
from octoscale.kube.errors import KubeError
from octoscale.kube.restmapper import GroupResource, MapperError, RESTMapper

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hpa.algorithm.types import ExternalMetric, ObjectMetric, PodsMetric
    from octoscale.kube.base import KubePort

CUSTOM = "custom.metrics.k8s.io"
EXTERNAL = "external.metrics.k8s.io"
RESOURCE = "metrics.k8s.io"
CUSTOM_VERSIONS = ("v1beta2", "v1beta1")
"""What the controller's client speaks, the first one preferred."""

_MINUTE = 60.0


class ClusterMetrics:
    """``MetricsPort`` of one namespace."""

    def __init__(
        self,
        kube: KubePort,
        namespace: str,
        *,
        mapper: RESTMapper | None = None,
        custom_version: str = CUSTOM_VERSIONS[0],
    ) -> None:
        """Ask nothing yet; *mapper* names the resources of described objects."""
        self._kube = kube
        self._namespace = namespace
        self._mapper = mapper or RESTMapper.builtin()
        self._custom = f"/apis/{CUSTOM}/{custom_version}"

    def pods(self, metric: PodsMetric, selector: str) -> tuple[PodSample, ...]:
        """Ask for one value for each pod found; raises ``PortError``."""
        path = self.pods_path(metric)
        answer = self._ask(path, _selectors(selector, metric.selector))
        return tuple(
            PodSample(
                pod=str(item["describedObject"]["name"]),
                value_milli=_milli(item["value"]),
                time=seconds(item.get("timestamp")) or 0.0,
                window_seconds=float(item.get("windowSeconds") or _MINUTE),
            )
            for item in answer.get("items") or ()
        )

    def object(self, metric: ObjectMetric) -> int:
        """Ask for the described object's value, in milli-units."""
        path = self.object_path(metric)
        answer = self._ask(path, _selectors("", metric.selector))
        items: list[dict[str, Any]] = list(answer.get("items") or ())
        if len(items) != 1:
            raise PortError(f"the custom metrics API gave {len(items)} values, not one")
        return _milli(items[0]["value"])

    def external(self, metric: ExternalMetric) -> tuple[int, ...]:
        """Ask for all series that the metric's selector finds, in milli-units."""
        query = {"labelSelector": metric.selector} if metric.selector else {}
        answer = self._ask(self.external_path(metric), query)
        return tuple(_milli(item["value"]) for item in answer.get("items") or ())

    def resource(self, selector: str) -> tuple[PodUsage, ...]:
        """Ask what the containers of the pods found use."""
        path = f"/apis/{RESOURCE}/v1beta1/namespaces/{self._namespace}/pods"
        answer = self._ask(path, {"labelSelector": selector})
        return tuple(_usage(item) for item in answer.get("items") or ())

    def pods_path(self, metric: PodsMetric) -> str:
        """Write the path of a Pods metric's request."""
        name = quote(metric.name, safe="")
        return f"{self._custom}/namespaces/{self._namespace}/pods/*/{name}"

    def object_path(self, metric: ObjectMetric) -> str:
        """Write the path of an Object metric's request."""
        described = metric.described_object
        name = quote(metric.name, safe="")
        group = described.api_version.rpartition("/")[0]
        wanted = GroupResource(group, described.kind.lower())
        try:
            found = self._mapper.resource_for(wanted)
        except MapperError as error:
            raise PortError(f"no resource of kind {described.kind}: {error}") from error
        resource, of = str(found.group_resource), quote(described.name, safe="")
        inside = f"{self._custom}/namespaces/{self._namespace}"
        if resource == "namespaces":
            # Whatever namespace is described: the HPA's own is asked for.
            return f"{inside}/metrics/{name}"
        # Nodes and their like as well, although they are in no namespace.
        return f"{inside}/{resource}/{of}/{name}"

    def external_path(self, metric: ExternalMetric) -> str:
        """Write the path of an External metric's request."""
        name = quote(metric.name, safe="")
        return f"/apis/{EXTERNAL}/v1beta1/namespaces/{self._namespace}/{name}"

    def _ask(self, path: str, query: Mapping[str, str]) -> dict[str, Any]:
        try:
            answer = self._kube.fetch(path, query=query)
        except KubeError as error:
            raise PortError(str(error)) from error
        if not isinstance(answer, dict):
            raise PortError(f"{path}: not an object")
        return answer


def custom_version(kube: KubePort) -> str:
    """Tell which version of the custom metrics API the controller would take.

    Raises ``KubeError`` when the server does not answer.
    """
    served = kube.served_versions(CUSTOM)
    known = (version for version in CUSTOM_VERSIONS if version in served)
    return next(known, CUSTOM_VERSIONS[0])


def _selectors(labels: str, metric: str) -> dict[str, str]:
    query = {"labelSelector": labels, "metricLabelSelector": metric}
    return {name: text for name, text in query.items() if text}


def _milli(text: object) -> int:
    try:
        return Quantity.parse(str(text)).milli_value
    except QuantityError as error:
        raise PortError(f"not a quantity: {text!r}") from error


def _usage(item: Mapping[str, Any]) -> PodUsage:
    try:
        window = parse_go(str(item.get("window", "")))
    except DurationError:
        window = _MINUTE
    return PodUsage(
        pod=str((item.get("metadata") or {}).get("name", "")),
        containers=tuple(
            ContainerUsage(
                name=str(one.get("name", "")),
                usage_milli={
                    str(name): _milli(amount)
                    for name, amount in (one.get("usage") or {}).items()
                },
            )
            for one in item.get("containers") or ()
        ),
        time=seconds(item.get("timestamp")) or 0.0,
        window_seconds=window,
    )
