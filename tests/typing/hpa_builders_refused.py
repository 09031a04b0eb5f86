"""What the HPA builders' types refuse, for mypy alone: every line is wrong.

Nothing here runs. Each line carries the error that mypy must find; where it
finds none, the unused comment is the error.
"""

from __future__ import annotations

from hpa.behavior import pods, preset, rules
from hpa.builders import (
    autoscaler,
    container_resource_metric,
    external_metric,
    object_metric,
    pods_metric,
    resource_metric,
    scale_target,
)
from hpa.model import v1
from hpa.model.convert import convert
from hpa.model.meta import CrossVersionObjectReference

SERVICE = CrossVersionObjectReference(kind="Service", name="web", api_version="v1")


def wrong_names() -> None:
    """Names that do not exist."""
    preset("fastest")  # type: ignore[arg-type]  # no such preset
    rules(select="max")  # type: ignore[arg-type]  # the API's names are capitalised
    resource_metric("disk", average_value=1)  # type: ignore[call-overload]  # not served
    scale_target("DaemonSet", "web")  # type: ignore[arg-type]  # cannot be scaled
    autoscaler("deployment/web", [], max_replica=8)  # type: ignore[call-arg]  # typo


def wrong_kinds() -> None:
    """Values and objects of another kind."""
    pods_metric("rps", average_value=[1])  # type: ignore[arg-type]  # no quantity
    pods(0.5, per="15s")  # type: ignore[arg-type]  # part of a pod
    object_metric("rps", "Service/web", value=1)  # type: ignore[call-overload]  # text
    autoscaler(None, [], max_replicas=8)  # type: ignore[arg-type]  # no scale target
    autoscaler(SERVICE, [SERVICE], max_replicas=8)  # type: ignore[list-item]  # no metric


def wrong_targets() -> None:
    """No target, or two."""
    object_metric("rps", SERVICE)  # type: ignore[call-overload]  # none
    external_metric("q", value=1, average_value=1)  # type: ignore[call-overload]  # two
    resource_metric("cpu", average_utilization="70%")  # type: ignore[call-overload]  # text
    pods_metric("rps", value=1)  # type: ignore[call-arg]  # pods are averaged
    container_resource_metric("cpu", average_utilization=7)  # type: ignore[call-overload]  # whose


def wrong_versions() -> v1.HorizontalPodAutoscaler:
    """Convert to a version that does not exist, or expect another one back."""
    convert(v1.HorizontalPodAutoscaler(), "v3")  # type: ignore[call-overload]  # none
    return convert(v1.HorizontalPodAutoscaler(), "v2").result  # type: ignore[return-value]  # v2
