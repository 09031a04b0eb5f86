"""From what containers use to one sample a pod (Resource, ContainerResource).

What upstream's resource metrics client does with the answer of
``metrics.k8s.io``. Which pods count is ``hpa.algorithm.pods``' business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpa.algorithm.observation import Failure, PodSample

if TYPE_CHECKING:
    from hpa.algorithm.observation import PodUsage


def pod_samples(
    usages: tuple[PodUsage, ...], resource: str, container: str = ""
) -> tuple[PodSample, ...] | Failure:
    """Sum each pod's use of *resource* over its containers.

    A pod gets no sample when it has no containers or one of them does not
    report the resource: a part is not the whole. With *container* only that
    one is read, and a pod that lacks it fails the whole metric.
    """
    samples = []
    for usage in usages:
        value = (
            _of_container(usage, resource, container)
            if container
            else _of_all(usage, resource)
        )
        if isinstance(value, Failure):
            return value
        if value is not None:
            samples.append(
                PodSample(
                    pod=usage.pod,
                    value_milli=value,
                    time=usage.time,
                    window_seconds=usage.window_seconds,
                )
            )
    return tuple(samples)


def _of_all(usage: PodUsage, resource: str) -> int | None:
    total = 0
    for container in usage.containers:
        value = container.usage_milli.get(resource)
        if value is None:
            return None
        total += value
    return total if usage.containers else None


def _of_container(usage: PodUsage, resource: str, name: str) -> int | Failure | None:
    for container in usage.containers:
        if container.name == name:
            return container.usage_milli.get(resource)
    return Failure(f"container {name} not present in metrics for pod {usage.pod}")
