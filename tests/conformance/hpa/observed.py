"""From recorded pods and metrics to what the algorithm observes.

Only translation; the recordings give ages, the algorithm wants times.
"""

from __future__ import annotations

from typing import Any

from hpa.algorithm.types import (
    Container,
    ContainerUsage,
    ExternalReading,
    Failure,
    ObjectReading,
    Pod,
    PodSample,
    PodsReading,
    PodUsage,
    Reading,
    ResourceReading,
)

Case = dict[str, Any]

RESOURCES = ("cpu", "memory")
"""A recorded request counts for whichever resource is asked about."""


def pods_of(recorded: list[Case] | None, now: float) -> tuple[Pod, ...]:
    """Translate recorded pods; no list is an empty one."""
    return tuple(_pod(each, now) for each in recorded or ())


def reading_of(recorded: Case, kind: str, resource: str, now: float) -> Reading:
    """Translate what was recorded of one metric; *kind* as the keys have it."""
    error = recorded.get("error") or recorded.get("metricsError")
    if error:
        return Failure(error)
    if kind == "resource":
        usages = recorded.get("resourceMetrics") or ()
        return ResourceReading(tuple(_usage(each, resource, now) for each in usages))
    if kind == "pods":
        samples = recorded.get("podMetrics") or ()
        return PodsReading(tuple(_sample(each, now) for each in samples))
    if kind == "object":
        return ObjectReading(recorded["objectValueMilli"])
    return ExternalReading(tuple(recorded.get("externalValuesMilli") or ()))


def _pod(recorded: Case, now: float) -> Pod:
    started = recorded["startTimeAgoMs"]
    ready = recorded["ready"]
    return Pod(
        name=recorded["name"],
        phase=recorded["phase"],
        deleted=recorded["deleted"],
        ready=ready and ready["status"],
        ready_transition_time=now - (ready or {}).get("lastTransitionAgoMs", 0) / 1000,
        start_time=None if started is None else now - started / 1000,
        containers=tuple(_container(each) for each in recorded.get("containers") or ()),
    )


def _container(recorded: Case) -> Container:
    request: int | None = recorded["requestMilli"]
    if request is None:
        return Container(name=recorded["name"])
    return Container(
        name=recorded["name"], requests_milli=dict.fromkeys(RESOURCES, request)
    )


def _usage(recorded: Case, resource: str, now: float) -> PodUsage:
    return PodUsage(
        pod=recorded["pod"],
        time=now - recorded["timestampAgoMs"] / 1000,
        window_seconds=recorded["windowMs"] / 1000,
        containers=tuple(
            ContainerUsage(
                name=each["name"],
                usage_milli={}
                if each["usageMilli"] is None
                else {resource: each["usageMilli"]},
            )
            for each in recorded.get("containers") or ()
        ),
    )


def _sample(recorded: Case, now: float) -> PodSample:
    window = recorded["windowSeconds"]
    return PodSample(
        pod=recorded["pod"],
        value_milli=recorded["valueMilli"],
        time=now - recorded["timestampAgoMs"] / 1000,
        window_seconds=60.0 if window is None else window,
    )
