"""The virtual clock: SimPy's event loop, counted in whole microseconds.

Floating seconds do not add up (0.1 + 0.2), so two things planned for the same
moment could come in either order. Whole microseconds can be equal: then what
was planned first comes first. Nothing here knows what is being simulated.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import simpy

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

MICROS = 1_000_000
"""The clock's steps in one second."""

Life = "Generator[simpy.Event, Any, None]"
"""A process: it yields what it waits for (see ``Clock.start``)."""


@dataclass(slots=True)
class Plan:
    """Something planned for a later moment; ``cancel`` calls it off."""

    cancelled: bool = False

    def cancel(self) -> None:
        """Do nothing when the moment comes. Harmless when it has come."""
        self.cancelled = True


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
        self._environment = simpy.Environment()
        self._stopped = False

    @property
    def now(self) -> float:
        """The time, in seconds."""
        return float(self._environment.now) / MICROS

    @property
    def now_ms(self) -> int:
        """The time in whole milliseconds, as Prometheus stamps samples."""
        return int(self._environment.now) // 1000

    def sleep(self, seconds: float) -> simpy.Event:
        """Give an event that happens *seconds* from now; processes yield it."""
        return self._environment.timeout(max(0, round(seconds * MICROS)))

    def event(self) -> simpy.Event:
        """Give an event that happens when somebody calls its ``succeed``."""
        return self._environment.event()

    def after(self, seconds: float, action: Callable[[], None]) -> Plan:
        """Plan *action* for *seconds* from now (negative counts as at once)."""
        return self._plan(max(0, round(seconds * MICROS)), action)

    def at(self, when: float, action: Callable[[], None]) -> Plan:
        """Plan *action* for the moment *when*; a past one counts as at once."""
        delay = round(when * MICROS) - int(self._environment.now)
        return self._plan(max(0, delay), action)

    def _plan(self, delay: int, action: Callable[[], None]) -> Plan:
        plan = Plan()

        def happen(_: simpy.Event) -> None:
            if not plan.cancelled:
                action()

        self._environment.timeout(delay).callbacks.append(happen)
        return plan

    def every(
        self, interval: float, action: Callable[[], None], *, first: float
    ) -> None:
        """Plan *action* for *first*, and then for each *interval* after it.

        The moments are counted from *first*, so that they do not drift.
        """
        start, step = round(first * MICROS), round(interval * MICROS)
        if step <= 0:
            raise ValueError(f"an interval must be longer than 0, not {interval}")

        def happen(_: simpy.Event) -> None:
            tick()
            action()

        def tick() -> None:
            delay = max(0, following[0] - int(self._environment.now))
            following[0] += step
            self._environment.timeout(delay).callbacks.append(happen)

        following = [start]
        tick()

    def start(self, life: Generator[simpy.Event, Any, None]) -> simpy.Process:
        """Start a process: a generator that yields the events it waits for."""
        return self._environment.process(life)

    def stop(self) -> None:
        """End the run that is under way, before anything else happens."""
        self._stopped = True

    def run(self, *, until: float) -> None:
        """Let time pass up to *until*; what is planned for then has yet to happen."""
        end, self._stopped = round(until * MICROS), False
        environment = self._environment
        while not self._stopped and environment.peek() < end:
            environment.step()
        if not self._stopped and end > environment.now:
            environment.run(until=end)
