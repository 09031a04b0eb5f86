"""What a run keeps on the way, and what another may take up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench import resuming
from bench.plan import load_plan
from bench.runner import run
from octoscale.core.errors import FileAccessError, UsageError
from tests.bench.fakes import FakeDriver, observation, report

if TYPE_CHECKING:
    from pathlib import Path

    from bench.report import Report

PLAN = load_plan()


def test_the_report_so_far_is_kept_after_each_repeat(tmp_path: Path) -> None:
    plan = PLAN.narrowed(images=("small",), repeats=3)
    kept: list[Report] = []
    run(plan, FakeDriver(), keep=kept.append)
    assert [len(one.observations) for one in kept] == [1, 2, 3]
    for one in kept:
        resuming.keeper(tmp_path)(one)
    found = resuming.observations(tmp_path, plan, driver="fake")
    assert len(found) == 3
    resuming.forget(tmp_path)
    resuming.forget(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_only_what_is_missing_is_run() -> None:
    plan = PLAN.narrowed(images=("small", "big"), repeats=2)
    done = (observation(image="big", repeat=1), observation(image="small", repeat=2))
    driver = FakeDriver()
    found = run(plan, driver, done=done).observations
    assert [(one.image, one.repeat) for one in found] == [
        *(("small", 1), ("small", 2)),
        *(("big", 1), ("big", 2)),
    ]
    assert len(driver.seeds) == 2


def test_what_the_plan_asks_no_more_is_left_out(tmp_path: Path) -> None:
    resuming.keeper(tmp_path)(report())
    plan = PLAN.narrowed(images=("small",), repeats=2)
    found = resuming.observations(tmp_path, plan, driver="fake")
    assert [(one.image, one.repeat) for one in found] == [("small", 1), ("small", 2)]


def test_another_driver_or_plan_is_not_taken_up(tmp_path: Path) -> None:
    resuming.keeper(tmp_path)(report())
    with pytest.raises(UsageError, match="by the driver fake"):
        resuming.observations(tmp_path, PLAN, driver="kubernetes")
    goal = PLAN.goal.model_copy(update={"replicas": 4})
    other = PLAN.model_copy(update={"goal": goal})
    with pytest.raises(UsageError, match="goal differ"):
        resuming.observations(tmp_path, other, driver="fake")


def test_a_directory_without_a_report_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileAccessError, match=r"report\.json"):
        resuming.observations(tmp_path, PLAN, driver="fake")
