"""What people write with the HPA builders, for mypy alone: all of it is right.

Nothing here runs; a builder whose types refuse one of these lines is wrong.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from hpa.behavior import behavior, percent, pods, preset, rules
from hpa.builders import (
    autoscaler,
    container_resource_metric,
    external_metric,
    metric_for,
    object_metric,
    pods_metric,
    resource_metric,
    scale_target,
)
from hpa.manifests import for_kubernetes, load
from hpa.model.convert import convert
from hpa.model.meta import CrossVersionObjectReference
from hpa.spec import decision_spec
from octoscale.core.quantity import Quantity

if TYPE_CHECKING:
    from hpa.algorithm.types import Spec
    from hpa.model import v1, v2, v2beta2
    from hpa.model.metrics import MetricSpec
    from hpa.model.objects import AnyHorizontalPodAutoscaler
    from octoscale.core.descriptor import MetricDescriptor

SERVICE = CrossVersionObjectReference(kind="Service", name="web", api_version="v1")


def sources(descriptor: MetricDescriptor) -> list[MetricSpec]:
    """Every builder, every natural form."""
    return [
        pods_metric("rps", average_value=0.5),
        pods_metric("rps", average_value="500m", selector={"verb": "GET"}),
        object_metric("rps", SERVICE, value=Quantity.parse("2k")),
        object_metric("rps", SERVICE, average_value=5),
        external_metric("queue", value=30),
        external_metric("queue", average_value=30, selector=None),
        resource_metric("cpu", average_utilization=70),
        resource_metric("memory", average_value="300Mi"),
        container_resource_metric("cpu", "app", average_utilization=70),
        metric_for(descriptor, average_value=200),
    ]


def hpas(metrics: list[MetricSpec]) -> list[v2beta2.HorizontalPodAutoscaler]:
    """Scale targets and behaviors in every form."""
    careful = behavior(
        scale_up=rules(pods(4, per="15s"), percent(100, per=15), select="Max"),
        scale_down=rules(pods(1, per=timedelta(minutes=10)), window="5m"),
    )
    return [
        autoscaler("deployment/web", metrics, max_replicas=8),
        autoscaler(
            scale_target("StatefulSet", "db"),
            tuple(metrics),
            max_replicas=8,
            behavior="fast-up",
        ),
        autoscaler(SERVICE, metrics, max_replicas=8, behavior=careful),
        autoscaler(SERVICE, metrics, max_replicas=8, behavior=preset("no-down")),
    ]


def conversions(hpa: AnyHorizontalPodAutoscaler) -> v2.HorizontalPodAutoscaler:
    """Convert: the version asked for is the type that comes back."""
    older: v1.HorizontalPodAutoscaler = convert(hpa, "v1").result
    paper: v2beta2.HorizontalPodAutoscaler = convert(older, "v2beta2").result
    newer: v2.HorizontalPodAutoscaler = convert(paper, "v2").result
    written: AnyHorizontalPodAutoscaler = for_kubernetes(newer, "1.25").result
    return convert(written, "v2").result


def followed(text: str) -> list[Spec]:
    """From a file to what the algorithm follows."""
    return [decision_spec(hpa) for hpa in load(text)]
