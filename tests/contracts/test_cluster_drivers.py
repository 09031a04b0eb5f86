"""One suite over every cluster driver: what a bench may expect of each.

It runs unchanged over every ground: the simulated cluster, a Kubernetes in memory,
and a real control plane with hollow nodes where one is at hand.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from bench.drivers import DRIVERS
from bench.milestones import milestones, new_pods, pod_phases
from bench.observation import Moment, NotObserved, Observation, Stamp
from bench.plan import load_plan
from bench.reporting.json_report import from_json, to_json
from bench.results import results
from bench.runner import run
from bench.shortfall import shortfall
from octoscale.core.errors import UsageError
from octoscale.core.phases import POD_MILESTONES, Milestone
from tests.contracts.bench_grounds import GROUNDS, make_ground

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.drivers.base import ClusterDriver, DriverRow
    from bench.progress import ProgressEvent
    from bench.report import Report
    from tests.contracts.bench_grounds import Ground

PLAN = load_plan().narrowed(images=("small",), repeats=1)
(IMAGE,) = PLAN.images


@pytest.fixture(scope="module", params=GROUNDS)
def ground(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Ground]:
    with make_ground(request, tmp_path_factory) as made:
        yield made


@pytest.fixture(params=DRIVERS, ids=lambda row: row.name)
def row(request: pytest.FixtureRequest) -> DriverRow:
    found: DriverRow = request.param
    return found


@pytest.fixture(scope="module")
def said() -> list[str]:
    return []


@pytest.fixture(scope="module")
def report(ground: Ground, said: list[str]) -> Report:
    def listen(event: ProgressEvent) -> None:
        said.append(event.text)

    return run(ground.plan, ground.driver, seed=1, progress=listen)


@pytest.fixture(scope="module")
def driver(ground: Ground, report: Report) -> ClusterDriver:
    del report  # it has run
    return ground.driver


@pytest.fixture(scope="module")
def seen(report: Report) -> Observation:
    (found,) = report.observations
    return found


def _reads(moment: Moment | None) -> Stamp | None:
    return moment if isinstance(moment, Stamp) else None


def test_a_driver_describes_itself_before_anything_is_prepared(row: DriverRow) -> None:
    found = row.make({}).describe()
    assert found.name == row.name
    assert found.cluster
    assert all(reason for reason in found.cannot_observe.values())


def test_every_parameter_has_a_source_and_a_reason(row: DriverRow) -> None:
    parameters = row.make({}).describe().parameters
    names = [parameter.name for parameter in parameters]
    assert len(set(names)) == len(names)
    assert all(parameter.note for parameter in parameters)


def test_an_unknown_setting_is_refused_and_the_known_ones_named(
    row: DriverRow,
) -> None:
    with pytest.raises(UsageError) as caught:
        row.make({"no_such_setting": "1"})
    for parameter in row.settings():
        assert parameter.name in caught.value.hint


def test_closing_twice_is_harmless(row: DriverRow) -> None:
    made = row.make({})
    made.close()
    made.close()


def test_an_observation_says_what_it_is_of(seen: Observation) -> None:
    assert (seen.image, seen.repeat) == (IMAGE.name, 1)
    assert seen.start_replicas == PLAN.goal.start
    assert seen.goal_replicas == PLAN.goal.replicas


def test_the_papers_plan_reaches_its_goal(seen: Observation) -> None:
    assert shortfall(seen) == ""
    assert not isinstance(milestones(seen).scale_up_seconds, NotObserved)


def test_the_trail_is_the_one_of_an_autoscaler_without_behavior(
    seen: Observation,
) -> None:
    asked = [step.after for step in seen.decisions if step.after != step.before]
    assert asked == [4, 8]


def test_every_stamp_names_one_of_the_observations_clocks(seen: Observation) -> None:
    clocks = {clock.name for clock in seen.clocks}
    assert len(clocks) == len(seen.clocks) > 0
    moments = [seen.load_raised, seen.metric_crosses]
    moments += [moment for pod in seen.pods for moment in pod.stamps.values()]
    stamps = [stamp for stamp in map(_reads, moments) if stamp]
    assert stamps
    assert {stamp.clock for stamp in stamps} <= clocks
    assert {name for stamp in stamps for name in stamp.also} <= clocks


def test_what_was_not_observed_has_a_reason_that_the_description_shares(
    driver: ClusterDriver, seen: Observation
) -> None:
    hidden = driver.describe().cannot_observe
    for pod in new_pods(seen):
        for milestone in POD_MILESTONES:
            moment = pod.stamps.get(milestone)
            if milestone in hidden:
                assert isinstance(moment, NotObserved)
            if isinstance(moment, NotObserved):
                assert moment.reason


def test_a_pods_moments_come_in_their_order(seen: Observation) -> None:
    resolution = max(clock.resolution_seconds for clock in seen.clocks)
    for pod in new_pods(seen):
        found = [_reads(pod.stamps.get(milestone)) for milestone in POD_MILESTONES]
        times = [stamp.seconds for stamp in found if stamp]
        assert all(a <= b + resolution for a, b in pairwise(times))


def test_no_phase_is_shorter_than_nothing(seen: Observation) -> None:
    resolution = max(clock.resolution_seconds for clock in seen.clocks)
    for pod in new_pods(seen):
        for interval in pod_phases(pod, seen).values():
            if not isinstance(interval, NotObserved):
                assert interval >= -resolution


def test_the_pods_that_ran_before_come_first_and_are_marked(seen: Observation) -> None:
    marks = [pod.initial for pod in seen.pods]
    assert marks[: PLAN.goal.start] == [True] * PLAN.goal.start
    assert not any(marks[PLAN.goal.start :])


def test_every_new_pod_has_a_node_of_its_own_that_lacked_the_image(
    seen: Observation,
) -> None:
    nodes = [pod.node for pod in seen.pods]
    assert all(nodes)
    assert len(set(nodes)) == len(nodes)
    for pod in new_pods(seen):
        assert isinstance(pod.bytes_pulled, NotObserved) or pod.bytes_pulled > 0


def test_the_facts_come_in_order_of_time(seen: Observation) -> None:
    for facts in (seen.decisions, seen.trail):
        times = [fact.seconds for fact in facts]
        assert times == sorted(times)
        assert times[-1] <= seen.ended_seconds
    assert seen.trail[0].ready == PLAN.goal.start
    assert seen.trail[-1].ready == PLAN.goal.replicas


def test_the_decision_follows_the_metric_and_the_metric_the_load(
    seen: Observation,
) -> None:
    found = milestones(seen)
    moments = [found.load_raised, found.metric_crosses, found.first_decision]
    times = [stamp.seconds for stamp in map(_reads, moments) if stamp]
    assert times == sorted(times)


def test_a_driver_says_what_goes_on(seen: Observation, said: list[str]) -> None:
    del seen
    assert any(said)
    assert all("\n" not in line for line in said)


def test_a_run_ends_in_a_report_that_can_be_saved_and_read(
    report: Report, ground: Ground
) -> None:
    assert report.driver.name == ground.row.name
    assert report.simulated == ground.row.make({}).describe().simulated
    assert from_json(to_json(report)) == report
    (image,) = results(report)
    assert image.scale_up is not None
    assert image.scale_up.count == 1


def test_the_same_seed_gives_the_same_observation_where_chance_is_the_drivers(
    driver: ClusterDriver, seen: Observation
) -> None:
    if not driver.describe().simulated:
        assert seen.seed is None
        return
    assert seen.seed is not None
    again = driver.run_repeat(PLAN, IMAGE, 1, seed=seen.seed, progress=lambda _: None)
    other = driver.run_repeat(PLAN, IMAGE, 1, seed=2, progress=lambda _: None)
    assert again == seen
    assert other != seen


def test_the_floor_is_below_what_was_observed(report: Report) -> None:
    (image,) = results(report)
    if image.floor is not None:
        assert image.scale_up is not None
        assert image.floor.mean <= image.scale_up.mean


def test_a_milestone_that_no_pod_has_is_declared_hidden(
    driver: ClusterDriver, seen: Observation
) -> None:
    hidden = driver.describe().cannot_observe
    for milestone in (Milestone.CREATED, Milestone.SCHEDULED, Milestone.READY):
        assert milestone not in hidden
    for milestone in POD_MILESTONES:
        got = [_reads(pod.stamps.get(milestone)) for pod in new_pods(seen)]
        assert any(got) or milestone in hidden
