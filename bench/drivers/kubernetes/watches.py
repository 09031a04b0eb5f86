"""The watches of one repeat: a thread for each kind, all telling one recording.

Each lists again after a 410 or a lost connection and marks the gap
(``octoscale.kube.watching``). What is told is judged in ``recording``.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from bench.drivers.kubernetes.recording import Seen
from octoscale.core.errors import EnvironmentMissingError, OctoscaleError
from octoscale.kube.types import EventType, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import TracebackType
    from typing import Self

    from octoscale.kube.base import KubePort
    from octoscale.kube.types import WatchEvent

POD = Kind("v1", "Pod")
DEPLOYMENT = Kind("apps/v1", "Deployment")
ENDPOINTS = Kind("v1", "Endpoints")
EVENT = Kind("v1", "Event")

LOOK_SECONDS = 0.5
"""Longest wait for news before the deadlines are looked at again."""


class Listener(Protocol):
    """Takes what is told; the lock of the watches is held meanwhile."""

    gaps: list[str]

    def take(self, seen: Seen) -> None:
        """Take one thing."""


@dataclass(slots=True)
class _State:
    """Where one watch stands."""

    synced: bool = False
    gap_since: float | None = None


class Watches:
    """Follows some kinds in one namespace, in threads, within a block."""

    def __init__(
        self,
        kube: KubePort,
        namespace: str,
        kinds: Sequence[Kind],
        *,
        lost_seconds: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Follow *kinds*; a server silent for *lost_seconds* is lost."""
        self._kube, self._namespace, self._clock = kube, namespace, clock
        self._lost_seconds = lost_seconds
        self._changed = threading.Condition()
        self._stop = threading.Event()
        self._states = {kind: _State() for kind in kinds}
        self._failure: OctoscaleError | None = None
        self._listener: Listener | None = None
        self._early: list[Seen] = []
        self._threads = [
            threading.Thread(
                target=self._follow,
                args=(kind,),
                name=f"watch-{kind.name}",
                daemon=True,
            )
            for kind in kinds
        ]

    def __enter__(self) -> Self:
        """Start; wait until each watch has listed once."""
        for thread in self._threads:
            thread.start()
        self.wait_for(lambda: all(s.synced for s in self._states.values()), None)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Tell the threads to stop; they end within seconds, and disturb nobody."""
        self._stop.set()

    def tell(self, listener: Listener) -> None:
        """From now on tell *listener*; what came before is told to it first."""
        with self._changed:
            self._listener = listener
            for seen in self._early:
                listener.take(seen)
            self._early.clear()

    def wait_for(self, ready: Callable[[], bool], seconds: float | None) -> bool:
        """Wait until *ready*, at most *seconds* (``None``: for ever); whether it is.

        *ready* is asked whenever something was told. Raises
        ``EnvironmentMissingError`` when the server is lost.
        """
        deadline = None if seconds is None else self._clock() + seconds
        while True:
            with self._changed:
                self._require_server()
                if ready():
                    return True
                left = LOOK_SECONDS
                if deadline is not None:
                    left = min(left, deadline - self._clock())
                if left <= 0:
                    return False
                self._changed.wait(left)

    def _require_server(self) -> None:
        if self._failure is not None:
            raise self._failure
        now = self._clock()
        for kind, state in self._states.items():
            since = state.gap_since
            if since is not None and now - since > self._lost_seconds:
                raise EnvironmentMissingError(
                    f"the API server has not answered the watch of {kind.name}s for "
                    f"{self._lost_seconds:.0f} s"
                )

    def _follow(self, kind: Kind) -> None:
        try:
            for event in self._kube.watch(
                kind, namespace=self._namespace, stop=self._stop.is_set
            ):
                with self._changed:
                    self._take(kind, event, self._clock())
                    self._changed.notify_all()
        except OctoscaleError as error:
            with self._changed:
                self._failure = error
                self._changed.notify_all()

    def _take(self, kind: Kind, event: WatchEvent, now: float) -> None:
        state = self._states[kind]
        if event.type is EventType.GAP:
            state.gap_since = now if state.gap_since is None else state.gap_since
        elif event.type is EventType.SYNCED:
            self._synced(kind, state, now)
        elif event.manifest is not None:
            seen = Seen(
                type=event.type,
                manifest=event.manifest,
                arrival=now,
                late=state.gap_since is not None,
            )
            if self._listener is None:
                self._early.append(seen)
            else:
                self._listener.take(seen)

    def _synced(self, kind: Kind, state: _State, now: float) -> None:
        if state.gap_since is not None and self._listener is not None:
            self._listener.gaps.append(
                f"the watch of {kind.name}s had a gap of {now - state.gap_since:.1f} s"
            )
        state.gap_since, state.synced = None, True
