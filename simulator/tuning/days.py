"""A replay of several days as so many runs: how sure a result is shows in them.

Only recordings are cut: the days of a made-up load do not differ but in noise,
which has seeds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.loads.replay import Replay

if TYPE_CHECKING:
    from simulator.scenario import Scenario

DAY = 86_400.0


def days_of(scenario: Scenario) -> tuple[Scenario, ...]:
    """Cut the replay of several days into days; else give the whole *scenario*.

    What is left after the last whole day is not run.
    """
    count = int(scenario.duration_seconds // DAY)
    if not isinstance(scenario.load, Replay) or count < 2:
        return (scenario,)
    return tuple(
        scenario.model_copy(
            update={"duration_seconds": DAY, "load": _day(scenario.load, number)}
        )
        for number in range(count)
    )


def _day(load: Replay, number: int) -> Replay:
    """Give one day of a recording, from 0 on; jumps at its ends stay whole."""
    start, end = number * DAY, (number + 1) * DAY
    course = load.course()
    inside = [(time - start, level) for time, level in course.knots]
    points = [point for point in inside if 0 < point[0] < end - start]
    last = course.at(end)
    if any(time == DAY for time, _ in inside):  # the value in front of a jump
        last = next(level for time, level in inside if time == DAY)
    return Replay(
        shape="replay",
        unit=load.unit,
        points=((0.0, course.at(start)), *points, (DAY, last)),
    )
