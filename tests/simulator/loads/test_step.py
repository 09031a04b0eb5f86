"""The load that jumps once."""

from __future__ import annotations

from simulator.loads.step import Step


def test_a_step_jumps_at_its_moment_and_is_raised_there() -> None:
    step = Step(shape="step", unit="connections", before=5, after=9, at_seconds=60)
    course = step.course()
    assert [course.at(time) for time in (0, 59.999, 60, 600)] == [5, 5, 9, 9]
    assert course.raised_at == 60


def test_a_step_down_raises_nothing() -> None:
    step = Step(shape="step", unit="connections", before=9, after=5, at_seconds=60)
    assert step.course().raised_at is None
