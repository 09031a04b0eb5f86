"""A run asks for every repeat, keeps what it measured and closes its driver."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench.plan import load_plan
from bench.progress import ProgressEvent, Stage
from bench.report import StopKind, notice
from bench.runner import run, seed_of
from octoscale.core.errors import EnvironmentMissingError, OctoscaleError
from tests.bench.fakes import FakeDriver, missed, observation

if TYPE_CHECKING:
    from bench.observation import Observation
    from bench.plan import Image

PLAN = load_plan().narrowed(images=("small", "big"), repeats=2)


class _Breaks:
    """Gives observations until it raises."""

    def __init__(self, error: BaseException, *, after: int) -> None:
        self.error, self.left = error, after

    def __call__(self, image: Image, repeat: int) -> Observation:
        if not self.left:
            raise self.error
        self.left -= 1
        return observation(image=image.name, repeat=repeat)


def test_every_repeat_of_every_image_is_run_in_order() -> None:
    driver = FakeDriver()
    report = run(PLAN, driver, seed=3, started="2020-01-02")
    made = [(o.image, o.repeat) for o in report.observations]
    assert made == [("small", 1), ("small", 2), ("big", 1), ("big", 2)]
    assert driver.seeds == [seed_of(3, 1), seed_of(3, 2)] * 2
    assert (driver.prepared, driver.closed) == (1, 1)
    assert (report.stop, report.started, report.seed) == (None, "2020-01-02", 3)


def test_progress_tells_of_each_repeat_and_its_outcome() -> None:
    events: list[ProgressEvent] = []
    driver = FakeDriver(
        lambda image, repeat: (
            missed(image.name, repeat)
            if image.name == "big"
            else observation(image=image.name, repeat=repeat)
        )
    )
    run(PLAN, driver, progress=events.append)
    stages = [event.stage for event in events]
    assert stages == [Stage.STARTED, Stage.RUNNING, Stage.FINISHED] * 4
    ends = [event for event in events if event.stage is Stage.FINISHED]
    assert [event.done for event in ends] == [1, 2, 3, 4]
    assert {event.total for event in events} == {4}
    assert ends[0].text == "scale-up 29.5 s"
    assert ends[-1].text.startswith("goal missed: ")


def test_an_interrupt_keeps_what_was_measured() -> None:
    driver = FakeDriver(_Breaks(KeyboardInterrupt(), after=3))
    report = run(PLAN, driver)
    assert len(report.observations) == 3
    assert report.stop is not None
    assert report.stop.kind is StopKind.INTERRUPTED
    assert report.stop.during == "big, repeat 2 of 2"
    assert driver.closed == 1


def test_a_lost_cluster_keeps_what_was_measured() -> None:
    driver = FakeDriver(_Breaks(EnvironmentMissingError("gone"), after=1))
    report = run(PLAN, driver)
    assert len(report.observations) == 1
    assert report.stop is not None
    assert (report.stop.kind, report.stop.reason) == (StopKind.LOST, "gone")


def test_a_cluster_that_never_worked_is_an_error() -> None:
    driver = FakeDriver(_Breaks(EnvironmentMissingError("gone"), after=0))
    with pytest.raises(OctoscaleError, match="gone"):
        run(PLAN, driver)
    assert driver.closed == 1


def test_a_bug_is_not_taken_for_a_lost_cluster() -> None:
    driver = FakeDriver(_Breaks(ZeroDivisionError(), after=1))
    with pytest.raises(ZeroDivisionError):
        run(PLAN, driver)
    assert driver.closed == 1


def test_no_two_repeats_of_two_runs_share_a_seed() -> None:
    seeds = [seed_of(run_seed, repeat) for run_seed in (0, 1) for repeat in (1, 1000)]
    assert len(set(seeds)) == 4


@pytest.mark.parametrize(
    ("simulated", "start"), [(True, "simulated: "), (False, "measured on ")]
)
def test_the_notice_begins_with_what_the_figures_are(
    simulated: bool, start: str
) -> None:
    assert notice(run(PLAN, FakeDriver(simulated=simulated))).startswith(start)
