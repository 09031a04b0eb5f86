"""What the catalogue says of a service: its row, its workloads, their metric.

The forms only; the services themselves are ``exporters.catalogue``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from exporters.building import Request

EXPORTER_OFFSET = 10_000
"""Their convention: the exporter of port 8252 listens on 18252."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """The metric that we would scale a workload on."""

    series: str
    target: str
    """For each pod, as a quantity."""

    why: str
    kind: Literal["counter", "gauge"] = "gauge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """One deployment: what is exported beside it and how it is scaled."""

    name: str
    namespace: str
    port: int
    """The service's own."""

    request: Request
    """What our exporter reads."""

    metric: Metric
    pattern_from: str = ""
    """Where a process' pattern is from: ``theirs``, or ``assumed`` and from what."""

    replicas: tuple[int, int] = (1, 4)
    """Least and most, theirs where they had an HPA."""

    port_exception: int | None = None
    """The exporter's port where it is not the convention's."""

    @property
    def exporter_port(self) -> int:
        """Where its exporter listens.

        >>> from exporters.catalogue import find
        >>> find("dbs-global-r").exporter_port
        18252
        """
        return self.port_exception or self.port + EXPORTER_OFFSET


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One row of the paper's list."""

    title: str
    implementation: str
    ran: str
    """The exporter that they really ran, and what was wrong with it."""

    recommend: str
    workloads: tuple[Workload, ...]
