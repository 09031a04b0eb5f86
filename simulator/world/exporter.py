"""What each replica's exporter says when it is scraped.

A pod whose program does not answer says nothing: absent, never zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.sections.service import ExposedSeries
    from simulator.world.pods import Pod
    from simulator.world.requests import RequestService
    from simulator.world.service import Service


@dataclass(frozen=True, slots=True)
class Exporter:
    """The exporters of all pods: they only differ in what their pod does."""

    service: Service | RequestService
    series: tuple[ExposedSeries, ...]

    def expose(self, pod: Pod) -> list[tuple[ExposedSeries, float]] | None:
        """Give every series of *pod* with its value now; ``None``: no answer."""
        if not pod.answers:
            return None
        return [(one, self._value(one, pod)) for one in self.series]

    def _value(self, series: ExposedSeries, pod: Pod) -> float:
        service = self.service
        if series.kind == "gauge":
            return series.base + series.per_load * service.load_of(pod)
        return series.base + series.per_load * service.served_by(pod)

    def average(self, series_name: str, pods: list[Pod]) -> float | None:
        """Average a series over those of *pods* that answer, for the record."""
        wanted = [one for one in self.series if one.name == series_name]
        answering = [pod for pod in pods if pod.answers]
        values = [self._value(one, pod) for pod in answering for one in wanted]
        return sum(values) / len(values) if values else None
