"""A demo from its start to its end: who does what when.

One loop: the processes follow the scale, the controller syncs, the load comes and
goes. The load changes right after a sync, so that what the next one sees is whole.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from bench.demo.kube_state import KubeState
from bench.demo.live import LiveChain
from bench.demo.record import PodSeen, Record, ReplicaPoint, SyncSeen
from bench.demo.settings import SERIES

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.demo.settings import DemoSettings
    from hpa.algorithm.types import Decision

TICK_SECONDS = 0.1
FIRST_VALUE_SECONDS = 60.0
"""How long the chain may take until it gives a first value."""


class Stage(StrEnum):
    """What a demo is at."""

    STARTING = "starting"
    SETTLING = "settling"
    LOADED = "under load"
    COOLING = "load is gone"
    KEPT = "idle"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The demo at one moment, for whoever shows it."""

    at: float
    stage: Stage
    asked: int
    running: int
    ready: int
    desired: int | None
    value_milli: int | None
    answered: int
    failed: int
    clients: int
    """How many clients there are now."""

    next_sync_seconds: float
    says: str
    """What the controller said last."""

    prometheus: str
    metrics: str


def run(
    settings: DemoSettings,
    *,
    stop: Callable[[], bool],
    tell: Callable[[Snapshot], None],
) -> Record:
    """Run one demo, until it is back where it began or *stop* says so.

    *tell* is given a snapshot at every tick. Whatever happens, everything that
    was started is ended. Raises ``EnvironmentMissingError`` when a part cannot be
    started, or the chain gives no value.
    """
    began = time.monotonic()
    started = datetime.now(UTC).isoformat(timespec="seconds")

    def clock() -> float:
        return time.monotonic() - began

    with LiveChain(settings, clock) as live:
        conductor = Conductor(live, clock, started)
        while not stop() and conductor.stage is not Stage.DONE:
            conductor.tick()
            tell(conductor.snapshot())
            time.sleep(TICK_SECONDS)
        finished = conductor.stage in (Stage.DONE, Stage.KEPT)
        return conductor.record(interrupted=not finished)


class Conductor:
    """The loop's memory: what happened so far, and what is next."""

    def __init__(
        self, live: LiveChain, clock: Callable[[], float], started: str
    ) -> None:
        """Begin with one replica and without load."""
        self._live = live
        self._settings = live.settings
        self._clock = clock
        self._started = started
        self.stage = Stage.STARTING
        self._zero = 0.0
        self._next_sync = 0.0
        self._since = 0.0
        self._syncs: list[SyncSeen] = []
        self._points: list[ReplicaPoint] = []
        self._idle: int | None = None
        self._load: list[float] = []
        self._missed = ""

    def tick(self) -> None:
        """Do what is due now."""
        self._live.follow()
        self._note()
        now = self._clock()
        if now >= self._next_sync:
            self._next_sync = now + self._settings.sync_seconds
            self._sync(now)
            self._live.follow()
            self._note()

    def snapshot(self) -> Snapshot:
        """Show how things are."""
        last = self._syncs[-1] if self._syncs else None
        clients, point = self._live.clients, self._points[-1]
        return Snapshot(
            at=self._clock() - self._zero,
            stage=self.stage,
            asked=point.asked,
            running=point.running,
            ready=point.ready,
            desired=last.desired if last else None,
            value_milli=last.value_milli if last else None,
            answered=clients.asked.answered,
            failed=clients.asked.failed,
            clients=self._settings.connections if clients.running else 0,
            next_sync_seconds=max(0.0, self._next_sync - self._clock()),
            says=next((s.says for s in reversed(self._syncs) if s.says), ""),
            prometheus=self._live.prometheus.url,
            metrics=self._live.metrics.url,
        )

    def record(self, *, interrupted: bool) -> Record:
        """Give all that happened."""
        asked = self._live.clients.asked
        zero = self._zero
        return Record(
            settings=self._settings,
            started=self._started,
            syncs=tuple(self._syncs),
            replicas=tuple(self._points),
            pods=tuple(
                PodSeen(
                    pod.name,
                    pod.created - zero,
                    None if pod.ready is None else pod.ready - zero,
                )
                for pod in self._live.replicas.stories
            ),
            idle_value_milli=self._idle,
            load_began=self._load[0] if self._load else None,
            load_ended=self._load[1] if len(self._load) > 1 else None,
            ended=self._clock() - zero,
            answered=asked.answered,
            failed=asked.failed,
            interrupted=interrupted,
            missed=self._missed,
        )

    def _note(self) -> None:
        """Remember the replicas when they changed."""
        replicas = self._live.replicas
        counts = (replicas.wanted(), len(replicas.pods), len(replicas.ready))
        last = self._points[-1] if self._points else None
        if last is None or (last.asked, last.running, last.ready) != counts:
            self._points.append(ReplicaPoint(self._clock() - self._zero, *counts))

    def _sync(self, now: float) -> None:
        decision = self._live.sync(time.time())
        self._expose(decision)
        seen = self._seen(decision, now)
        if self.stage is Stage.STARTING:
            self._await_value(seen, now)
            return
        self._syncs.append(seen)
        self._proceed(seen, now - self._zero)

    def _await_value(self, seen: SyncSeen, now: float) -> None:
        """Begin to count from the first sync that has a value."""
        if seen.value_milli is None:
            self._next_sync = now + 1.0
            if now > FIRST_VALUE_SECONDS:
                self._missed = f"no value in {FIRST_VALUE_SECONDS:.0f} s: {seen.says}"
                self.stage = Stage.DONE
            return
        self._zero = now
        self._points = []
        self._note()
        self._syncs.append(self._at_zero(seen))
        self._enter(Stage.SETTLING, 0.0)

    @staticmethod
    def _at_zero(seen: SyncSeen) -> SyncSeen:
        return SyncSeen(
            at=0.0,
            current=seen.current,
            desired=seen.desired,
            ready=seen.ready,
            value_milli=seen.value_milli,
            says=seen.says,
        )

    def _proceed(self, seen: SyncSeen, now: float) -> None:
        """Go on to the next stage right after a sync, when it is time."""
        settings = self._settings
        within = now - self._since
        if self.stage is Stage.SETTLING and within >= settings.settle_seconds:
            self._idle = seen.value_milli
            self._live.clients.start()
            self._load.append(self._clock() - self._zero)
            self._enter(Stage.LOADED, now)
        elif self.stage is Stage.LOADED:
            reached = len(self._live.replicas.ready) >= settings.max_replicas
            if reached and within >= settings.load_seconds:
                self._live.clients.stop()
                self._load.append(self._clock() - self._zero)
                self._enter(Stage.COOLING, now)
            elif not reached and within > settings.limit_seconds:
                self._give_up(f"not at {settings.max_replicas} ready replicas")
        elif self.stage is Stage.COOLING:
            if len(self._live.replicas.pods) == 1 and seen.desired == 1:
                self._enter(Stage.KEPT if settings.keep else Stage.DONE, now)
            elif within > settings.limit_seconds:
                self._give_up("not back at one replica")

    def _give_up(self, what: str) -> None:
        limit = self._settings.limit_seconds
        self._missed = f"{what} within {limit:.0f} s"
        self.stage = Stage.DONE

    def _enter(self, stage: Stage, now: float) -> None:
        self.stage, self._since = stage, now

    def _seen(self, decision: Decision, now: float) -> SyncSeen:
        proposal = decision.proposals[0] if decision.proposals else None
        words = [f"{event.reason}: {event.message}" for event in decision.events]
        current = 0 if decision.current is None else decision.current
        return SyncSeen(
            at=now - self._zero,
            current=current,
            desired=current if decision.replicas is None else decision.replicas,
            ready=len(self._live.replicas.ready),
            value_milli=proposal.status.average_value_milli if proposal else None,
            says="; ".join(words),
        )

    def _expose(self, decision: Decision) -> None:
        """Tell kube-state's stand-in what the HPA's status is now."""
        status = decision.next_state.status
        self._live.kube_state.state = KubeState(
            min_replicas=1,
            max_replicas=self._settings.max_replicas,
            metric_name=SERIES,
            metric_target=self._settings.target,
            spec_replicas=self._live.replicas.wanted(),
            current=status.current_replicas,
            desired=status.desired_replicas,
            conditions={one.type: one.status for one in status.conditions},
            pods={p.name: p.ready is not None for p in self._live.replicas.pods},
        )
