"""Bring a workload to a number of replicas, and back again.

The port and what is done with it; nothing here sends load. Without ``scale`` in the
plan, nothing is scaled at all.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Protocol

from octoscale.core.errors import EnvironmentMissingError
from octoscale.kube.types import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.load.plan import Scale
    from octoscale.kube.base import KubePort

_POLL_SECONDS = 1.0


class Scaler(Protocol):
    """Who scales workloads."""

    def to(self, scale: Scale, replicas: int) -> None:
        """Bring a workload to so many Ready replicas.

        Raises ``EnvironmentMissingError`` when that takes too long.
        """

    def restore(self) -> None:
        """Bring every workload back to where it was found; may be called twice."""


class NoScaler:
    """Scales nothing: for plans without ``scale``."""

    def to(self, scale: Scale, replicas: int) -> None:
        """Refuse: nobody said on which cluster."""
        raise EnvironmentMissingError(
            f"{scale.kind} {scale.namespace}/{scale.name} is to have {replicas} "
            "replicas, and no cluster was named",
            hint="name one with --context",
        )

    def restore(self) -> None:
        """Do nothing."""


class KubernetesScaler:
    """Scales through the scale subresource, and waits for Ready replicas."""

    def __init__(
        self,
        kube: KubePort,
        *,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Work on the cluster behind *kube*."""
        self._kube = kube
        self._sleep = sleep
        self._now = now
        self._found: dict[tuple[str, str, str], int] = {}

    def to(self, scale: Scale, replicas: int) -> None:
        """Ask for the replicas, then look until all of them are Ready."""
        kind = Kind("apps/v1", scale.kind)
        key = (scale.kind, scale.namespace, scale.name)
        if key not in self._found:
            self._found[key] = self._asked(kind, scale)
        self._kube.scale(kind, scale.name, replicas, namespace=scale.namespace)
        end = self._now() + scale.ready_within_seconds
        while True:
            ready, total = self._ready(kind, scale)
            if ready == total == replicas:
                return
            if self._now() >= end:
                raise EnvironmentMissingError(
                    f"{scale.kind} {scale.namespace}/{scale.name} has {ready} of "
                    f"{replicas} replicas Ready after {scale.ready_within_seconds:g} s"
                )
            self._sleep(_POLL_SECONDS)

    def restore(self) -> None:
        """Ask for the replicas that were asked for before; does not wait."""
        while self._found:
            (kind, namespace, name), replicas = self._found.popitem()
            self._kube.scale(Kind("apps/v1", kind), name, replicas, namespace=namespace)

    def _asked(self, kind: Kind, scale: Scale) -> int:
        found = self._kube.get(
            kind, scale.name, namespace=scale.namespace, subresource="scale"
        )
        return int(found["spec"].get("replicas", 0))

    def _ready(self, kind: Kind, scale: Scale) -> tuple[int, int]:
        found = self._kube.get(kind, scale.name, namespace=scale.namespace)
        status = found.get("status", {})
        return int(status.get("readyReplicas", 0)), int(status.get("replicas", 0))
