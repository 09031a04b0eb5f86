"""What kube-state-metrics would say about the demo's own objects.

By its series' names, for one HPA, one Deployment and the processes that stand in
for pods, so that dashboards and alerts find what they ask for. The source of
names: kube-state-metrics, docs/metrics (HorizontalPodAutoscaler, Deployment, Pod).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from bench.demo.settings import NAMESPACE, SERVICE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_HPA = {"namespace": NAMESPACE, "horizontalpodautoscaler": SERVICE}
_DEPLOYMENT = {"namespace": NAMESPACE, "deployment": SERVICE}
_STATUSES = ("true", "false", "unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class KubeState:
    """The demo's objects at one moment."""

    min_replicas: int
    max_replicas: int
    metric_name: str
    metric_target: float
    spec_replicas: int
    current: int
    """As the HPA's status has it."""

    desired: int
    conditions: Mapping[str, str] = field(default_factory=dict)
    """Type -> status (``True``, ``False``, ``Unknown``)."""

    pods: Mapping[str, bool] = field(default_factory=dict)
    """Name -> whether it is ready."""


class KubeStateCollector(Collector):
    """Exposes ``state``, as it is when somebody scrapes."""

    def __init__(self) -> None:
        """Start without anything to say."""
        self.state: KubeState | None = None

    def describe(self) -> list[GaugeMetricFamily]:
        """Name nothing in advance."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Give all series."""
        state = self.state
        if state is None:
            return
        yield from _hpa(state)
        yield from _deployment(state)
        yield from _pods(state)


def _hpa(state: KubeState) -> Iterator[GaugeMetricFamily]:
    stem = "kube_horizontalpodautoscaler"
    figures = {
        "spec_min_replicas": ("Lower limit of replicas.", state.min_replicas),
        "spec_max_replicas": ("Upper limit of replicas.", state.max_replicas),
        "status_current_replicas": ("Replicas that it saw.", state.current),
        "status_desired_replicas": ("Replicas that it wants.", state.desired),
    }
    for name, (text, value) in figures.items():
        yield _family(f"{stem}_{name}", text, [(_HPA, value)])
    target = {"metric_name": state.metric_name, "metric_target_type": "average"}
    yield _family(
        f"{stem}_spec_target_metric",
        "The metric target.",
        [({**_HPA, **target}, state.metric_target)],
    )
    conditions = [
        ({**_HPA, "condition": kind, "status": status}, status == given.lower())
        for kind, given in state.conditions.items()
        for status in _STATUSES
    ]
    yield _family(f"{stem}_status_condition", "Its conditions.", conditions)


def _deployment(state: KubeState) -> Iterator[GaugeMetricFamily]:
    ready = sum(state.pods.values())
    figures = {
        "kube_deployment_spec_replicas": ("Replicas asked for.", state.spec_replicas),
        "kube_deployment_status_replicas": ("Replicas there are.", len(state.pods)),
        "kube_deployment_status_replicas_ready": ("Replicas that are ready.", ready),
        "kube_deployment_status_replicas_available": ("As ready, here.", ready),
    }
    for name, (text, value) in figures.items():
        yield _family(name, text, [(_DEPLOYMENT, value)])


def _pods(state: KubeState) -> Iterator[GaugeMetricFamily]:
    ready = [
        (
            {"namespace": NAMESPACE, "pod": name, "condition": status},
            status == str(is_ready).lower(),
        )
        for name, is_ready in state.pods.items()
        for status in _STATUSES
    ]
    yield _family("kube_pod_status_ready", "Whether the pod is ready.", ready)


def _family(
    name: str, text: str, rows: Sequence[tuple[Mapping[str, str], float]]
) -> GaugeMetricFamily:
    labels = list(rows[0][0]) if rows else []
    family = GaugeMetricFamily(name, f"{text} (octoscale demo)", labels=labels)
    for values, value in rows:
        family.add_metric([values[label] for label in labels], float(value))
    return family
