"""One metric of an HPA as a request to a metrics API, with what it concerns.

How the controller asks is ``hpa.live.metrics``' knowledge; asking is the links'.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hpa.algorithm.types import ExternalMetric, ObjectMetric, PodsMetric
from hpa.errors import PortError
from hpa.live.metrics import CUSTOM, EXTERNAL, RESOURCE

if TYPE_CHECKING:
    from adapter_rules.explanation import Asked
    from hpa.algorithm.types import MetricSpec
    from hpa.live.metrics import ClusterMetrics


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiRequest:
    """What the controller sends for one metric."""

    spec: MetricSpec
    name: str
    """The metric's; ``cpu`` or ``memory`` of resource metrics."""

    group: str
    path: str
    """Of the API server; empty when the kind of the object is not known."""

    query: dict[str, str]
    asked: Asked | None
    """As the rules understand it; ``None`` for resource metrics."""

    problem: str = ""
    """Why there is no path."""

    @property
    def is_external(self) -> bool:
        """Whether it goes to the external metrics API."""
        return self.group == EXTERNAL

    @property
    def is_of_pods(self) -> bool:
        """Whether it asks for one value a pod."""
        return self.group == CUSTOM and isinstance(self.spec, PodsMetric)


def request_of(
    spec: MetricSpec,
    asked: Asked | None,
    *,
    metrics: ClusterMetrics,
    namespace: str,
    selector: str,
) -> ApiRequest:
    """Write the request; *selector* is that of the workload's pods."""
    given: dict[str, str] = {}
    own = getattr(spec, "selector", "")
    name, path, problem = str(getattr(spec, "name", "")), "", ""
    group = CUSTOM
    if isinstance(spec, PodsMetric):
        path = metrics.pods_path(spec)
        given = {"labelSelector": selector, "metricLabelSelector": own}
    elif isinstance(spec, ObjectMetric):
        given = {"metricLabelSelector": own}
        try:
            path = metrics.object_path(spec)
        except PortError as error:
            problem = str(error)
    elif isinstance(spec, ExternalMetric):
        group, path = EXTERNAL, metrics.external_path(spec)
        given = {"labelSelector": own}
    else:
        group = RESOURCE
        path = f"/apis/{RESOURCE}/v1beta1/namespaces/{namespace}/pods"
        given = {"labelSelector": selector}
    return ApiRequest(
        spec=spec,
        name=name,
        group=group,
        path=path,
        query={key: text for key, text in given.items() if text},
        asked=asked,
        problem=problem,
    )


def shown(request: ApiRequest) -> str:
    """Write the request as people would with kubectl."""
    query = "&".join(f"{key}={text}" for key, text in request.query.items())
    return f"GET {request.path}" + (f"?{query}" if query else "")


def items_of(answer: Any) -> list[dict[str, Any]]:
    """Give the items of an answer; none of what is no list."""
    items = answer.get("items") if isinstance(answer, dict) else None
    return [one for one in items or () if isinstance(one, dict)]
