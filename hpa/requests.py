"""Which custom and external metrics an HPA asks for, as its controller asks.

Pods metrics of all pods of the scale target (``*``), Object metrics by the name
of the described object, External metrics in the HPA's namespace. Resource
metrics go to another API and are left out. What is answered lies below, in
``adapter_rules``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_rules.explanation import Asked
from hpa.model.hub import to_v2
from hpa.selectors import selector_text
from octoscale.kube.restmapper import GroupResource, MapperError

if TYPE_CHECKING:
    from hpa.model.meta import CrossVersionObjectReference
    from hpa.model.metrics import MetricSpec
    from hpa.model.objects import AnyHorizontalPodAutoscaler
    from octoscale.kube.restmapper import RESTMapper

DEFAULT_NAMESPACE = "default"
"""What kubectl takes where a file names none."""


def requests_of(
    hpa: AnyHorizontalPodAutoscaler, mapper: RESTMapper, *, namespace: str = ""
) -> list[Asked]:
    """List the requests, in the order of ``spec.metrics``.

    *namespace* is for a file that names none. A kind that *mapper* does not know
    is asked for as it is written.

    >>> from hpa.builders import autoscaler, pods_metric
    >>> from octoscale.kube.restmapper import RESTMapper
    >>> shop = autoscaler("deployment/shop", [pods_metric("hits", average_value=5)],
    ...                   min_replicas=1, max_replicas=3, namespace="store")
    >>> [one.path for one in requests_of(shop, RESTMapper.builtin())]
    ['/apis/custom.metrics.k8s.io/v1beta2/namespaces/store/pods/*/hits']
    """
    hub = to_v2(hpa)
    where = hub.metadata.namespace or namespace or DEFAULT_NAMESPACE
    found = []
    for index, metric in enumerate(hub.spec.metrics or ()):
        asked = _asked(metric, mapper, where, f"{hub.metadata.name} metrics[{index}]")
        if asked is not None:
            found.append(asked)
    return found


def _asked(
    metric: MetricSpec, mapper: RESTMapper, namespace: str, origin: str
) -> Asked | None:
    if metric.pods is not None:
        return Asked(
            metric=metric.pods.metric.name,
            resource="pods",
            name="*",
            namespace=namespace,
            selector=selector_text(metric.pods.metric.selector),
            origin=origin,
        )
    if metric.object is not None:
        described = metric.object.described_object
        resource = _resource(described, mapper)
        return Asked(
            metric=metric.object.metric.name,
            resource=resource,
            # Whatever namespace is described: the controller asks for the HPA's own.
            name=namespace if resource == "namespaces" else described.name,
            namespace="" if resource == "namespaces" else namespace,
            selector=selector_text(metric.object.metric.selector),
            origin=origin,
        )
    if metric.external is not None:
        return Asked(
            metric=metric.external.metric.name,
            namespace=namespace,
            selector=selector_text(metric.external.metric.selector),
            origin=origin,
        )
    return None


def _resource(described: CrossVersionObjectReference, mapper: RESTMapper) -> str:
    group = described.api_version.rpartition("/")[0]
    wanted = GroupResource(group, described.kind.lower())
    try:
        return str(mapper.resource_for(wanted).group_resource)
    except MapperError:
        return str(wanted)
