"""From the text of an observation file to what one decision is made from.

Fields are in ``model``; here they become the algorithm's values, for one HPA.
The sync itself is at time 0, and everything before it at negative times.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hpa.algorithm.decide import looks_at_metrics
from hpa.algorithm.instants import micros
from hpa.algorithm.types import (
    Config,
    Failure,
    Observation,
    Recommendation,
    ScaleEvent,
    ScaleView,
    State,
)
from hpa.algorithm.versions import switches_for
from hpa.observations.model import ObservationFile
from hpa.observations.pods import pods_of
from hpa.observations.readings import match
from octoscale.core import schema, yamlio
from octoscale.core.duration import parse_prometheus
from octoscale.core.errors import InputError
from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hpa.algorithm.types import Spec
    from hpa.observations.model import Controller, Rescaled
    from octoscale.core.yamlio import Document

NOW = 0.0
"""When the sync is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sync:
    """Everything that one decision needs, beside the spec."""

    observation: Observation
    state: State
    config: Config
    kubernetes: str
    """The version whose controller decides."""

    now: float = NOW


def load(
    text: str,
    spec: Spec,
    *,
    file: str | None = None,
    kubernetes: str | None = None,
    default_kubernetes: str,
) -> Sync:
    """Read an observation of the HPA whose spec is given.

    *kubernetes* goes before the version in the file, *default_kubernetes* after
    it. Raises ``InputError`` with places: YAnnn and SCnnn for the file as such,
    OBnnn for what does not fit the HPA.
    """
    document = yamlio.load(text, file=file)
    seen = schema.decode(ObservationFile, document)
    findings = [*_repeated_pods(seen, document)]
    pods = pods_of(seen, spec)
    matched = match(seen, document, spec, pods)
    if looks_at_metrics(spec, seen.replicas) and seen.scale_failed is None:
        findings += matched.findings
    if findings:
        raise InputError(findings)
    version = kubernetes or seen.kubernetes or default_kubernetes
    status = seen.status_replicas
    scale = ScaleView(
        spec_replicas=seen.replicas,
        status_replicas=seen.replicas if status is None else status,
        selector=seen.selector,
    )
    return Sync(
        observation=Observation(
            scale=scale if seen.scale_failed is None else Failure(seen.scale_failed),
            pods=matched.pods
            if seen.pods_failed is None
            else Failure(seen.pods_failed),
            readings=matched.readings,
            rivals=seen.rivals,
        ),
        state=_state(seen),
        config=_config(seen.controller, version),
        kubernetes=version,
    )


def _state(seen: ObservationFile) -> State:
    memory = seen.memory
    return State(
        recommendations=tuple(
            Recommendation(each.replicas, -micros(parse_prometheus(each.ago)))
            for each in memory.recommendations
        ),
        scale_up_events=_events(memory.scaled_up),
        scale_down_events=_events(memory.scaled_down),
    )


def _events(rescales: Sequence[Rescaled]) -> tuple[ScaleEvent, ...]:
    return tuple(
        ScaleEvent(each.by, -micros(parse_prometheus(each.ago))) for each in rescales
    )


def _config(given: Controller, version: str) -> Config:
    """Set the flags that are given; the defaults are the algorithm's."""
    config = Config(switches=switches_for(version))
    tolerance = config.tolerance if given.tolerance is None else given.tolerance
    return replace(
        config,
        tolerance=tolerance,
        downscale_stabilization_seconds=_seconds(
            given.downscale_stabilization, config.downscale_stabilization_seconds
        ),
        cpu_initialization_period_seconds=_seconds(
            given.cpu_initialization_period, config.cpu_initialization_period_seconds
        ),
        initial_readiness_delay_seconds=_seconds(
            given.initial_readiness_delay, config.initial_readiness_delay_seconds
        ),
    )


def _seconds(text: str | None, default: float) -> float:
    return default if text is None else parse_prometheus(text)


def _repeated_pods(seen: ObservationFile, document: Document) -> list[Finding]:
    first: dict[str, int] = {}
    findings = []
    for index, pod in enumerate(seen.pods or ()):
        earlier = first.setdefault(pod.name, index)
        if earlier != index:
            findings.append(
                Finding(
                    code="OB005",
                    severity=Severity.ERROR,
                    message=f"the pod {pod.name!r} is listed twice; the first is "
                    f"pods[{earlier}]",
                    place=document.place(("pods", index, "name")),
                )
            )
    return findings
