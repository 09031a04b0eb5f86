"""The workload and its pods, and the objects that metrics describe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpa.algorithm.types import (
    ContainerResourceMetric,
    Failure,
    ObjectMetric,
    ResourceMetric,
)
from hpa.live.pods import pod_of
from octoscale.doctor.clue import Clue, broken, note, ok, unknown
from octoscale.doctor.scene import Refusal, Scene, is_ready
from octoscale.kube.types import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpa.algorithm.types import ObjectReference
    from octoscale.kube.types import Manifest

SHOWN = 5


def examine(scene: Scene) -> Iterator[Clue]:
    """Look at the scale target, its pods, their requests and described objects."""
    target = f"{scene.live.target.kind} {scene.namespace}/{scene.live.target.name}"
    if isinstance(scene.scale, Failure):
        yield broken(
            f"the scale of {target} cannot be read: {scene.scale.message}",
            fix="name a workload that exists, its kind and API version, in "
            "spec.scaleTargetRef",
        )
        return
    for described in _described(scene):
        yield from _object(scene, described)
    if not scene.selector:
        yield broken(
            f"the scale of {target} has no selector: its pods cannot be found",
            fix="a custom kind's scale subresource needs labelSelectorPath",
        )
        return
    if isinstance(scene.pods, Refusal):
        yield unknown(f"the pods cannot be listed: {scene.pods.message}")
        return
    yield _ready(scene, target, scene.pods)
    yield from _requested(scene, scene.pods)


def _ready(scene: Scene, target: str, pods: tuple[Manifest, ...]) -> Clue:
    ready = [one for one in pods if is_ready(one)]
    if not pods:
        replicas = 0 if isinstance(scene.scale, Failure) else scene.scale.spec_replicas
        return broken(
            f"{target} asks for {replicas} pods, and {scene.selector!r} finds none",
            fix="see the workload's events, and whether its selector fits its pods"
            if replicas
            else "scale it to at least 1: an HPA does nothing at 0",
        )
    if not ready:
        return broken(
            f"none of the {len(pods)} pods of {target} is ready",
            *(_state(one) for one in pods[:SHOWN]),
            fix="see why they do not start: kubectl describe pod",
        )
    waiting = [_state(one) for one in pods if not is_ready(one)]
    text = f"{len(ready)} of {len(pods)} pods of {target} are ready"
    return note(text, *waiting[:SHOWN]) if waiting else ok(text)


def _requested(scene: Scene, pods: tuple[Manifest, ...]) -> Iterator[Clue]:
    """Find pods without the request that a utilization is a part of."""
    for metric in scene.live.spec.metrics:
        if not isinstance(metric, ResourceMetric | ContainerResourceMetric):
            continue
        if metric.average_utilization is None:
            continue
        only = metric.container if isinstance(metric, ContainerResourceMetric) else ""
        lacking = [
            f"{pod.name}: container {one.name}"
            for pod in map(pod_of, pods)
            for one in pod.containers
            if (not only or one.name == only) and metric.name not in one.requests_milli
        ]
        if lacking:
            yield broken(
                f"a utilization is a part of what is requested, and {metric.name} is "
                "not requested",
                *lacking[:SHOWN],
                fix=f"set resources.requests.{metric.name} in these containers",
                metric=metric.name,
            )


def _described(scene: Scene) -> list[ObjectReference]:
    return [
        one.described_object
        for one in scene.live.spec.metrics
        if isinstance(one, ObjectMetric)
    ]


def _object(scene: Scene, described: ObjectReference) -> Iterator[Clue]:
    """See whether a described object exists, where its kind may be read."""
    kind = Kind(described.api_version or "v1", described.kind)
    kube = scene.cluster.kube
    found = scene.cluster.ask(
        f"object {kind} {scene.namespace} {described.name}",
        lambda: kube.get(kind, described.name, namespace=scene.namespace),
    )
    if isinstance(found, Refusal) and found.status == 404:
        yield broken(
            f"the described object is not there: {found.message}",
            fix="mend describedObject, or make the object",
        )


def _state(pod: Manifest) -> str:
    status = pod.get("status") or {}
    reasons = [
        str(state.get("reason"))
        for one in status.get("containerStatuses") or ()
        if (state := (one.get("state") or {}).get("waiting"))
    ]
    told = ", ".join([str(status.get("phase", "Unknown")), *reasons])
    return f"{pod['metadata']['name']}: {told}"
