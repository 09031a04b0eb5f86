"""One metric source in words: what is compared, and from where on it scales.

The edges come from ``hpa.thresholds``. What a missing metric does is
``hpa.missing``'s business.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hpa.algorithm.types import (
    ContainerResourceMetric,
    ExternalMetric,
    ObjectMetric,
    PodsMetric,
    ResourceMetric,
)
from hpa.thresholds import Thresholds, is_percent, is_total, target_of, thresholds
from octoscale.core.quantity import Quantity

if TYPE_CHECKING:
    from hpa.algorithm.types import Config, MetricSpec, Spec

MOST_REPLICAS = 50
"""Beyond, the edges do not move any more, and asking takes long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricWords:
    """One metric source of a description."""

    name: str
    """``pods metric http_requests`` or ``cpu of container web``."""

    compared: str
    """What is held at what: ``average over the pods at 200``."""

    edges: tuple[Thresholds, ...]
    """At the fewest and the most replicas from which it can scale down."""

    percent: bool
    """Whether the edges are percent of the requests, and not milli-units."""

    def lines(self) -> list[str]:
        """Give what is compared and the edges as lines."""
        return [self.compared, self._up(), self._down()]

    def to_dict(self) -> dict[str, Any]:
        """Give it as plain data; values as quantities or whole percent."""
        return {
            "name": self.name,
            "compared": self.compared,
            "thresholds": [
                {
                    "replicas": edge.replicas,
                    "upFrom": self._plain(edge.up_from),
                    "downTo": self._plain(edge.down_to),
                }
                for edge in self.edges
            ],
        }

    def _up(self) -> str:
        value = self.edges[0].up_from
        if value is None:
            return "scale up: never"
        # 220001m is meant as "above 220", 220000m as "220 or more".
        if not self.percent and _digits(value - 1) < _digits(value):
            return f"scale up: above {self._text(value - 1)}"
        return f"scale up: {self._text(value)} or more"

    def _down(self) -> str:
        parts = [
            f"{self._at_most(edge.down_to)} with {edge.replicas}"
            for edge in self.edges
            if edge.down_to is not None and edge.replicas > 1
        ]
        if not parts:
            return "scale down: never"
        return f"scale down: {', '.join(parts)} replicas"

    def _at_most(self, value: int) -> str:
        if not self.percent and _digits(value + 1) < _digits(value):
            return f"below {self._text(value + 1)}"
        return f"{self._text(value)} or less"

    def _text(self, value: int) -> str:
        plain = self._plain(value)
        return f"{plain} %" if self.percent else str(plain)

    def _plain(self, value: int | None) -> str | int | None:
        if value is None or self.percent:
            return value
        return Quantity.of_milli(value).canonical


def metric_words(metric: MetricSpec, spec: Spec, config: Config) -> MetricWords:
    """Describe one metric source of *spec*."""
    percent = is_percent(metric)
    target = target_of(metric)
    held = f"{target} %" if percent else Quantity.of_milli(target).canonical
    return MetricWords(
        name=name_of(metric),
        compared=f"{_compared(metric)}, held at {held}",
        edges=tuple(
            thresholds(metric, replicas, config, spec.behavior)
            for replicas in _replica_counts(spec)
        ),
        percent=percent,
    )


def name_of(metric: MetricSpec) -> str:
    """Name a metric source for people.

    >>> name_of(ExternalMetric(name="queue", value_milli=1, selector="q=work"))
    'External metric queue{q=work}'
    """
    selector = getattr(metric, "selector", "")
    braces = f"{{{selector}}}" if selector else ""
    if isinstance(metric, PodsMetric):
        return f"Pods metric {metric.name}{braces}"
    if isinstance(metric, ObjectMetric):
        described = metric.described_object
        return f"Object metric {metric.name}{braces} of {described.kind} " + (
            described.name
        )
    if isinstance(metric, ExternalMetric):
        return f"External metric {metric.name}{braces}"
    if isinstance(metric, ContainerResourceMetric):
        return f"Resource {metric.name} of container {metric.container}"
    return f"Resource {getattr(metric, 'name', '')}"


def _digits(value: int) -> int:
    """Count the digits up to the last one that is not 0: how round it is."""
    return len(str(value).rstrip("0"))


def _compared(metric: MetricSpec) -> str:
    if isinstance(metric, PodsMetric):
        return "the average over the pods"
    if isinstance(metric, ResourceMetric | ContainerResourceMetric):
        if is_percent(metric):
            return "the pods' usage in percent of what they request"
        return "the average over the pods"
    if is_total(metric):
        return "the value as a whole"
    return "the value divided by the replicas"


def _replica_counts(spec: Spec) -> list[int]:
    """Choose the counts to ask at: the first that can go down, and the most."""
    most = min(spec.max_replicas, MOST_REPLICAS)
    least = min(max(spec.min_replicas, 1) + 1, most)
    return sorted({least, most}, reverse=True)
