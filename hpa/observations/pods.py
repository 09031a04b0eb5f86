"""The pods of an observation file, as the algorithm sees them.

Pods that are left out are made up: ready, old, and named after the samples.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpa.algorithm.types import Container, ContainerResourceMetric, Pod
from hpa.observations.model import PodSeen
from octoscale.core.duration import parse_prometheus
from octoscale.core.quantity import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hpa.algorithm.types import ConditionStatus, Spec
    from hpa.observations.model import ObservationFile

DEFAULT_CONTAINER = "app"
"""What the only container of a pod is called when nothing names it."""

FULL_MILLI = 100_000
"""The request that stands for any, where only a percentage is given."""


def pods_of(seen: ObservationFile, spec: Spec) -> tuple[Pod, ...]:
    """Give the pods that are listed, or as many ready ones as there are."""
    container = container_of(spec)
    if seen.pods is not None:
        return tuple(_pod(pod, container) for pod in seen.pods)
    named = dict.fromkeys(name for m in seen.metrics for name in m.pods or ())
    count = seen.replicas if seen.status_replicas is None else seen.status_replicas
    made_up = (f"pod-{number}" for number in range(count))
    names = [*named, *(name for name in made_up if name not in named)][:count]
    return tuple(_pod(PodSeen(name=name), container) for name in names)


def container_of(spec: Spec) -> str:
    """Name the container of pods that are given without containers."""
    named = {
        metric.container
        for metric in spec.metrics
        if isinstance(metric, ContainerResourceMetric)
    }
    return named.pop() if len(named) == 1 else DEFAULT_CONTAINER


def with_request(pod: Pod, resource: str, container: str) -> Pod:
    """Give *pod* a request for *resource* in every container that it concerns."""
    changed = []
    for each in pod.containers:
        concerned = not container or each.name == container
        requests = dict(each.requests_milli)
        if concerned:
            requests.setdefault(resource, FULL_MILLI)
        changed.append(Container(name=each.name, requests_milli=requests))
    return Pod(
        name=pod.name,
        phase=pod.phase,
        deleted=pod.deleted,
        ready=pod.ready,
        ready_transition_time=pod.ready_transition_time,
        start_time=pod.start_time,
        containers=tuple(changed),
    )


def request_milli(pod: Pod, resource: str, container: str) -> int:
    """Add up what *pod* requests of *resource*, in one container or all."""
    return sum(
        each.requests_milli.get(resource, 0)
        for each in pod.containers
        if not container or each.name == container
    )


def running(pods: Iterable[Pod]) -> list[Pod]:
    """Choose the pods that usually have samples."""
    return [pod for pod in pods if pod.phase == "Running"]


def _pod(seen: PodSeen, container: str) -> Pod:
    started = None if seen.started_ago is None else -parse_prometheus(seen.started_ago)
    changed = seen.ready_changed_ago
    containers = seen.containers or {container: seen.requests}
    return Pod(
        name=seen.name,
        phase=seen.phase,
        deleted=seen.deleted,
        ready=_ready(seen),
        ready_transition_time=(
            (started or 0.0) if changed is None else -parse_prometheus(changed)
        ),
        start_time=started,
        containers=tuple(
            Container(name=name, requests_milli=_milli(requests))
            for name, requests in containers.items()
        ),
    )


def _ready(seen: PodSeen) -> ConditionStatus | None:
    given = seen.ready
    if seen.phase == "Pending" and "ready" not in seen.model_fields_set:
        given = False
    if given is None or given == "Unknown":
        return given
    return "True" if given else "False"


def _milli(requests: Mapping[str, str]) -> dict[str, int]:
    return {name: Quantity.parse(text).milli_value for name, text in requests.items()}
