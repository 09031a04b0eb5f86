"""A plan becomes the scenario that it describes, and nothing else is set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bench import scenarios
from bench.plan import Plan, load_plan, parse_plan
from octoscale.core import yamlio
from octoscale.core.errors import UsageError

if TYPE_CHECKING:
    from simulator.scenario import Scenario

PLAN = load_plan()
SMALL, _, BIG = PLAN.images


def _scenario() -> Scenario:
    return scenarios.scenario(PLAN, BIG)


def test_the_cluster_is_the_papers() -> None:
    workers, master = _scenario().cluster.pools
    assert (workers.count, workers.cpu, workers.memory) == (8, "4", "8G")
    assert (master.count, master.cpu, master.memory) == (1, "2", "4G")
    assert workers.schedulable
    assert not master.schedulable
    assert _scenario().cluster.anti_affinity


def test_the_autoscaler_has_the_plans_target_and_no_behavior() -> None:
    manifest = _scenario().autoscaler.manifest
    spec = manifest["spec"]
    assert manifest["apiVersion"] == "autoscaling/v2beta2"
    assert (spec["minReplicas"], spec["maxReplicas"]) == (1, 8)
    assert "behavior" not in spec
    (metric,) = spec["metrics"]
    assert metric["pods"]["metric"]["name"] == "myapphttp_process_open_fds"
    assert metric["pods"]["target"]["averageValue"] == "200"


@pytest.mark.parametrize(
    "behavior",
    [
        pytest.param({}, id="empty"),
        pytest.param(
            {
                "scaleUp": {
                    "stabilizationWindowSeconds": 0,
                    "selectPolicy": "Min",
                    "policies": [{"type": "Pods", "value": 2, "periodSeconds": 60}],
                },
                "scaleDown": {"selectPolicy": "Disabled"},
            },
            id="all-fields",
        ),
    ],
)
def test_a_plans_behavior_is_in_the_manifest_as_it_stands_in_the_file(
    behavior: dict[str, Any],
) -> None:
    plan = _with_behavior(behavior)
    assert scenarios.scenario(plan, SMALL).autoscaler.manifest["spec"]["behavior"] == (
        behavior
    )


def _with_behavior(behavior: dict[str, Any]) -> Plan:
    raw = PLAN.to_dict()
    raw["autoscaler"]["behavior"] = behavior
    return parse_plan(yamlio.dump(raw))


def test_what_the_plan_says_is_in_the_scenario() -> None:
    made = _scenario()
    assert made.load.course().at(119.9) == 0
    assert made.load.course().at(120.1) == 1800
    assert made.duration_seconds == 120 + 1200
    assert made.image.on_disk_bytes.value == 2.73e9
    assert made.image.compressed_ratio.value == 0.5297
    small = scenarios.scenario(PLAN, SMALL).image.compressed_ratio
    assert (small.value, small.source) == (0.4564, "measured")
    assert made.scrape.interval_seconds.value == 10
    assert made.autoscaler.sync_period_seconds.value == 15
    assert made.service.reopen_seconds.value == 5


def test_the_image_is_absent_or_everywhere_as_the_plan_says() -> None:
    assert _scenario().image.present_on == ()
    warm = PLAN.model_copy(
        update={"placement": PLAN.placement.model_copy(update={"image_absent": False})}
    )
    present = scenarios.scenario(warm, SMALL, nodes=3).image.present_on
    assert present == ("node-1", "node-2", "node-3")


def test_figures_can_be_given_and_wrong_ones_are_refused_by_their_shown_name() -> None:
    name = "image.compressed_ratio"
    made = scenarios.with_figures(_scenario(), {name: 0.25}, shown=str.upper)
    assert made.image.compressed_ratio.value == 0.25
    assert made.image.compressed_ratio.source == "given"
    with pytest.raises(UsageError, match=r"RATIO: .* not 2"):
        scenarios.with_figures(_scenario(), {name: 2}, shown=lambda _: "RATIO")
