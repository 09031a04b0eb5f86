"""The workload of a test: so many pods, ready after a while. No node, no image.

It implements the autoscaler's scale and pods ports, and its sink.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hpa.algorithm.types import Container, ScaleView
from hpa.algorithm.types import Pod as PodView

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hpa.algorithm.types import Event, Status

SELECTOR = "app=tested"
"""The scale's selector; there are no other pods."""


_AGE = 3600.0
"""How old the first pods are at 0 s: none of them counts as just started."""


@dataclass(slots=True)
class Watch:
    """A clock that is set by hand."""

    now: float = 0.0

    @property
    def now_ms(self) -> int:
        """The time in whole milliseconds."""
        return round(self.now * 1000)


class TestedWorkload:
    """Pods that come and go as the scale asks; the youngest go first."""

    def __init__(
        self,
        watch: Watch,
        *,
        name: str,
        replicas: int,
        names: Sequence[str],
        ready_after: float,
        requests_milli: Mapping[str, int],
    ) -> None:
        """Begin with *replicas* pods that are ready; *names* are used first."""
        self._watch = watch
        self._name = name
        self._names = list(names)
        self._ready_after = ready_after
        self._container = Container(name=name, requests_milli=dict(requests_milli))
        self._pods: list[tuple[str, float]] = []
        self.replicas = 0
        self.write(replicas)
        self._pods = [(name, -_AGE - ready_after) for name, _ in self._pods]

    # The scale port.

    def read(self) -> ScaleView:
        """Read the scale; the pods follow it at once."""
        return ScaleView(
            spec_replicas=self.replicas,
            status_replicas=len(self._pods),
            selector=SELECTOR,
        )

    def write(self, replicas: int) -> None:
        """Ask for *replicas*."""
        self.replicas = replicas
        del self._pods[replicas:]
        while len(self._pods) < replicas:
            self._pods.append((self._new_name(), self._watch.now))

    # The pods port.

    def list(self, selector: str) -> tuple[PodView, ...]:
        """List the pods, if *selector* is the scale's."""
        if selector != SELECTOR:
            return ()
        return tuple(self._view(name, created) for name, created in self._pods)

    @property
    def names(self) -> tuple[str, ...]:
        """The pods' names, oldest first."""
        return tuple(name for name, _ in self._pods)

    @property
    def ready(self) -> int:
        """How many pods are ready."""
        return sum(self._is_ready(created) for _, created in self._pods)

    # The sink.

    def status(self, status: Status) -> None:
        """Keep no status: the controller has it."""

    def event(self, event: Event) -> None:
        """Keep no event: it is in the decision."""

    def _is_ready(self, created: float) -> bool:
        return self._watch.now >= created + self._ready_after

    def _view(self, name: str, created: float) -> PodView:
        ready = self._is_ready(created)
        return PodView(
            name=name,
            phase="Running" if ready else "Pending",
            ready="True" if ready else "False",
            ready_transition_time=created + (self._ready_after if ready else 0.0),
            start_time=created,
            containers=(self._container,),
        )

    def _new_name(self) -> str:
        used = set(self.names)
        free = next((name for name in self._names if name not in used), None)
        if free is not None:
            return free
        number = 1
        while f"{self._name}-{number}" in used:
            number += 1
        return f"{self._name}-{number}"
