"""The simulated driver: its settings, its sources, and figures that make sense."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import pytest

from bench.drivers.simulated import PLANNED, SHORT, SimulatedDriver
from bench.milestones import new_pods
from bench.parameter import Source
from bench.plan import load_plan, parse_plan
from bench.results import missed_goals, results
from bench.runner import run
from octoscale.core import yamlio
from octoscale.core.errors import UsageError
from octoscale.core.phases import POD_MILESTONES

if TYPE_CHECKING:
    from bench.report import Report

PLAN = load_plan()
SHORT_PLAN = PLAN.narrowed(repeats=2)


@functools.cache
def _report(**given: str) -> Report:
    return run(SHORT_PLAN, SimulatedDriver(given))


def _means(report: Report) -> list[float]:
    return [r.scale_up.mean for r in results(report) if r.scale_up]


def test_every_repeat_of_the_papers_plan_reaches_its_goal() -> None:
    assert missed_goals(_report()) == ()


def test_a_bigger_image_takes_longer_as_in_the_paper() -> None:
    small, medium, big = _means(_report())
    assert small < medium < big


def test_no_scale_up_is_faster_than_its_floor() -> None:
    for result in results(_report()):
        assert result.scale_up is not None
        assert result.floor is not None
        assert 15 <= result.floor.mean <= result.scale_up.smallest


def test_every_moment_of_every_new_pod_is_observed() -> None:
    for made in _report().observations:
        for pod in new_pods(made):
            assert set(pod.stamps) == set(POD_MILESTONES)


@pytest.mark.parametrize("name", ["node_link", "registry_link", "unpack_rate"])
def test_a_slower_path_of_the_image_makes_the_big_one_slower(name: str) -> None:
    *_, big = _means(_report())
    *_, slower = _means(_report(**{name: "20M"}))
    assert slower > big


def test_every_figure_has_its_source_and_those_of_the_plan_are_left_out() -> None:
    parameters = {p.name: p for p in SimulatedDriver({}).describe().parameters}
    assert not set(PLANNED) & set(parameters)
    assert set(SHORT) <= set(parameters)
    assert parameters["nodes"].source is Source.DOCUMENTED
    assert parameters["node_link"].source is Source.ASSUMPTION
    assert parameters["unpack_rate"].source is Source.MEASURED
    assert not any("master" in name or "pools[1]" in name for name in parameters)


def test_a_given_figure_is_shown_as_given() -> None:
    found = SimulatedDriver({"nodes": "9", "compression": "0.4"}).describe()
    parameters = {p.name: p for p in found.parameters}
    assert (parameters["nodes"].value, parameters["nodes"].source) == (
        "9",
        Source.GIVEN,
    )
    assert parameters["compression"].value == "0.4"
    assert parameters["compression"].note == "instead of by image (measured)"
    assert parameters["compression"].source is Source.GIVEN
    assert "9 nodes" in found.cluster


def test_each_image_has_the_compression_measured_nearest_to_its_size() -> None:
    parameters = {p.name: p for p in _report().driver.parameters}
    shown = [parameters[f"compression ({image.name})"] for image in PLAN.images]
    assert [p.value for p in shown] == ["0.4564", "0.4476", "0.5297"]
    assert all(p.source is Source.MEASURED for p in shown)
    assert all("measured on the image nearest in size" in p.note for p in shown)
    assert "compression" not in parameters
    for image, ratio in zip(PLAN.images, shown, strict=True):
        whole = round(image.on_disk_bytes * float(ratio.value))
        assert _pulled(_report(), image.name) == {whole}


def test_a_given_compression_holds_for_all_images() -> None:
    report = _report(compression="0.5")
    parameters = {p.name: p for p in report.driver.parameters}
    assert parameters["compression"].value == "0.5"
    assert not any(name.startswith("compression (") for name in parameters)
    for image in PLAN.images:
        assert _pulled(report, image.name) == {round(image.on_disk_bytes * 0.5)}


def _pulled(report: Report, image: str) -> set[object]:
    """Give what each new pod of an image pulled."""
    own = [made for made in report.observations if made.image == image]
    return {pod.bytes_pulled for made in own for pod in new_pods(made)}


def test_a_short_name_replaces_the_long_one() -> None:
    with pytest.raises(UsageError, match="no setting"):
        SimulatedDriver({SHORT["node_link"]: "1"})


@pytest.mark.parametrize("name", PLANNED)
def test_what_the_plan_sets_is_not_set_beside_it(name: str) -> None:
    with pytest.raises(UsageError, match="set by the plan"):
        SimulatedDriver({name: "1"})


@pytest.mark.parametrize(
    ("behavior", "trail"),
    [pytest.param(None, [4, 8], id="none"), pytest.param({}, [5, 8], id="empty")],
)
def test_a_plans_behavior_shapes_the_trail(
    behavior: dict[str, object] | None, trail: list[int]
) -> None:
    raw = PLAN.narrowed(images=("small",), repeats=1).to_dict()
    raw["autoscaler"]["behavior"] = behavior
    (made,) = run(parse_plan(yamlio.dump(raw)), SimulatedDriver({})).observations
    assert [d.after for d in made.decisions if d.after != d.before] == trail


def test_fewer_nodes_than_replicas_miss_the_goal_and_say_so() -> None:
    plan = PLAN.narrowed(images=("small",), repeats=1)
    (reason,) = missed_goals(run(plan, SimulatedDriver({"nodes": "6"})))
    assert "(there are 6 nodes with room for one replica each)" in reason


def test_the_authors_thousand_clients_stop_short_of_eight() -> None:
    load = PLAN.load.model_copy(update={"connections": 1000})
    plan = PLAN.narrowed(images=("small",), repeats=1)
    plan = plan.model_copy(update={"load": load})
    (reason,) = missed_goals(run(plan, SimulatedDriver({})))
    assert reason
