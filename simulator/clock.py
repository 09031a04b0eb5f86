"""The virtual clock: SimPy's event loop, counted in whole microseconds.

Floating seconds do not add up (0.1 + 0.2), so two things planned for the same
moment could come in either order. Whole microseconds can be equal: then what
was planned first comes first. Nothing here knows what is being simulated.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Any

import simpy

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

MICROS = 1_000_000
"""The clock's steps in one second."""

Life = "Generator[simpy.Event, Any, None]"
"""A process: it yields what it waits for (see ``Clock.start``)."""


@dataclass(slots=True, eq=False)
class Plan:
    """Something planned for a later moment; ``cancel`` calls it off."""

    action: Callable[[], None]
    cancelled: bool = False

    def cancel(self) -> None:
        """Do nothing when the moment comes. Harmless when it has come."""
        self.cancelled = True


class _Loop(simpy.Environment):
    """SimPy's loop, with plans in its queue beside its own events.

    Most of what happens is a plan. One is called as it is, in its turn; an event
    with its list of callbacks would cost several times as much.
    """

    def __init__(self) -> None:
        super().__init__()
        self.micros = 0
        """The time; ``now`` without the detour."""

        self.stopped = False

    def plan(self, delay: int, action: Callable[[], None]) -> Plan:
        """Queue *action* as SimPy queues a timeout."""
        plan = Plan(action)
        self.put(plan, self.micros + delay if delay > 0 else self.micros)
        return plan

    def put(self, plan: Plan, at: int) -> None:
        """Queue a *plan* that has happened once more."""
        entry: Any = (at, simpy.events.NORMAL, next(self._eid), plan)
        heappush(self._queue, entry)

    def let_pass(self, end: int) -> None:
        """Let all happen that lies before *end*, unless something stops it."""
        queue: Any = self._queue
        while queue and queue[0][0] < end and not self.stopped:
            self.micros, _, _, found = queue[0]
            if type(found) is not Plan:
                self.step()
                continue
            heappop(queue)
            self._now = self.micros
            if not found.cancelled:
                found.action()


class Clock:
    """Virtual time, from 0 seconds on.

    >>> clock = Clock()
    >>> clock.every(15, lambda: print("sync at", clock.now), first=4)
    >>> plan = clock.after(20, lambda: print("never"))
    >>> plan.cancel()
    >>> clock.run(until=30)
    sync at 4.0
    sync at 19.0
    >>> clock.now
    30.0
    """

    def __init__(self) -> None:
        self._environment = _Loop()
        self._plan = self._environment.plan

    @property
    def now(self) -> float:
        """The time, in seconds."""
        return self._environment.micros / MICROS

    @property
    def now_ms(self) -> int:
        """The time in whole milliseconds, as Prometheus stamps samples."""
        return self._environment.micros // 1000

    def sleep(self, seconds: float) -> simpy.Event:
        """Give an event that happens *seconds* from now; processes yield it."""
        return self._environment.timeout(max(0, round(seconds * MICROS)))

    def event(self) -> simpy.Event:
        """Give an event that happens when somebody calls its ``succeed``."""
        return self._environment.event()

    def after(self, seconds: float, action: Callable[[], None]) -> Plan:
        """Plan *action* for *seconds* from now (negative counts as at once)."""
        return self._plan(round(seconds * MICROS), action)

    def at(self, when: float, action: Callable[[], None]) -> Plan:
        """Plan *action* for the moment *when*; a past one counts as at once."""
        return self._plan(round(when * MICROS) - self._environment.micros, action)

    def again(self, plan: Plan, when: float) -> None:
        """Let a *plan* that has happened happen once more at the moment *when*."""
        loop = self._environment
        loop.put(plan, max(loop.micros, round(when * MICROS)))

    def every(
        self, interval: float, action: Callable[[], None], *, first: float
    ) -> None:
        """Plan *action* for *first*, and then for each *interval* after it.

        The moments are counted from *first*, so that they do not drift.
        """
        start, step = round(first * MICROS), round(interval * MICROS)
        if step <= 0:
            raise ValueError(f"an interval must be longer than 0, not {interval}")

        def happen() -> None:
            tick()
            action()

        def tick() -> None:
            self._plan(following[0] - self._environment.micros, happen)
            following[0] += step

        following = [start]
        tick()

    def start(self, life: Generator[simpy.Event, Any, None]) -> simpy.Process:
        """Start a process: a generator that yields the events it waits for."""
        return self._environment.process(life)

    def stop(self) -> None:
        """End the run that is under way, before anything else happens."""
        self._environment.stopped = True

    def run(self, *, until: float) -> None:
        """Let time pass up to *until*; what is planned for then has yet to happen."""
        end, environment = round(until * MICROS), self._environment
        environment.stopped = False
        environment.let_pass(end)
        if not environment.stopped and end > environment.micros:
            environment.run(until=end)
            environment.micros = end
