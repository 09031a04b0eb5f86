"""The service under load: its workload, what it can serve, what it exposes."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator, model_validator

from octoscale.core.quantity import Quantity
from simulator.parameter import Amount, Seconds, Section, Share, assumed
from simulator.sections.requests import RequestsSection


class ExposedSeries(Section):
    """One series that each replica's exporter exposes.

    A gauge is ``base + per_load x the replica's share of the load``; a counter
    is ``base + per_load x everything that the replica has served`` (for a load
    of connections: connection-seconds).
    """

    name: str = Field(pattern=r"^[a-zA-Z_:][a-zA-Z0-9_:]*$")
    """As Prometheus stores it."""

    kind: Literal["gauge", "counter"] = "gauge"
    base: float = Field(default=0.0, allow_inf_nan=False)
    """What it shows without any load."""

    per_load: float = Field(default=1.0, allow_inf_nan=False)
    """What one unit of load adds."""

    labels: dict[str, str] = Field(default_factory=dict)
    """Labels that the exporter itself sets."""

    @model_validator(mode="after")
    def _counters_grow(self) -> ExposedSeries:
        if self.kind == "counter" and (self.per_load < 0 or self.base < 0):
            raise ValueError(
                "a counter only grows: base and per_load must be 0 or more"
            )
        return self


class ServiceSection(Section):
    """The workload that the autoscaler scales (a Deployment)."""

    name: str = Field(min_length=1)
    namespace: str = Field(default="default", min_length=1)
    labels: dict[str, str] = Field(default_factory=dict)
    """The pods' labels and the scale's selector; empty for ``app: <name>``."""

    replicas: int = Field(default=1, ge=1)
    """How many run, ready and scraped, when the run begins."""

    series: tuple[ExposedSeries, ...]
    capacity: Amount | None = None
    """What one replica can serve; the rest is lost. ``None``: all that comes."""

    requests: RequestsSection = RequestsSection()
    """How single requests are served; for the *requests* load model only, where
    it takes the place of *capacity*."""

    warm_up_seconds: Seconds = assumed(0.0, "s", "a program that is fast at once")
    """For so long after its first answer a replica can serve less."""

    warm_up_share: Share = assumed(1.0, "ratio", "as above")
    """Which part of its capacity it can serve in that time."""

    reopen_seconds: Seconds = assumed(
        1.0, "s", "clients that keep a connection for a few requests"
    )
    """How often each connection is re-opened, which is when it can go to a new
    replica. Requests are routed one by one and do not wait for that."""

    cpu: str = "100m"
    """A replica's request, as the paper's authors' manifest asks for."""

    memory: str = "32Mi"
    """A replica's request, as the paper's authors' manifest asks for."""

    memory_limit: str = ""
    """A container that uses more is killed, and started again; empty: none."""

    memory_base: str = "16Mi"
    """What a replica uses without any load."""

    memory_per_load: str = "0"
    """What one unit of load adds to that."""

    @field_validator("series")
    @classmethod
    def _names_differ(
        cls, series: tuple[ExposedSeries, ...]
    ) -> tuple[ExposedSeries, ...]:
        if not series:
            raise ValueError("should name at least one series")
        seen = [(one.name, sorted(one.labels.items())) for one in series]
        if any(one in seen[:index] for index, one in enumerate(seen)):
            raise ValueError("two series have the same name and labels")
        return series

    @field_validator("cpu", "memory", "memory_limit", "memory_base", "memory_per_load")
    @classmethod
    def _is_quantity(cls, text: str) -> str:
        if text:
            Quantity.parse(text)
        return text

    @property
    def pod_labels(self) -> dict[str, str]:
        """Give the pods' labels, in a fixed order."""
        return dict(sorted(self.labels.items())) or {"app": self.name}
