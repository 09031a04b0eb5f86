"""The shadow on a cluster in memory, whose real controller is played."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hpa.algorithm.types import Config
from hpa.live.autoscalers import live
from hpa.shadow import Shadow, ShadowSync
from tests.hpa.live.clusters import (
    DEPLOYMENT,
    HPA,
    PODS_PATH,
    autoscaler,
    cluster,
    pod,
    values,
)

if TYPE_CHECKING:
    from octoscale.kube.memory import MemoryKube

PERIOD = 15.0
CONFIG = Config(downscale_stabilization_seconds=30.0)
GOOD = [
    {"type": "AbleToScale", "status": "True", "reason": "ReadyForNewScale"},
    {"type": "ScalingActive", "status": "True", "reason": "ValidMetricFound"},
    {"type": "ScalingLimited", "status": "False", "reason": "DesiredWithinRange"},
]


def shadow(kube: MemoryKube, **options: Any) -> Shadow:
    return Shadow(kube, namespace="shop", config=CONFIG, **options)


def rounds(one: Shadow, count: int, start: int = 0) -> list[ShadowSync]:
    found = []
    for number in range(start, start + count):
        found += one.round(number * PERIOD)
    return found


def says(kube: MemoryKube, replicas: int, conditions: list[dict[str, str]]) -> None:
    """Play the real controller: write the status that it would."""
    status = {
        "currentReplicas": replicas,
        "desiredReplicas": replicas,
        "conditions": conditions,
    }
    kube.apply(autoscaler(**status), force=True)


def test_nothing_is_written() -> None:
    kube = cluster(1, "80")
    before = kube.list(DEPLOYMENT).resource_version
    (sync,) = shadow(kube).round(0.0)
    assert sync.desired == 4
    assert sync.decision.rescale
    assert kube.list(DEPLOYMENT).resource_version == before


def test_a_controller_that_agrees_is_no_difference() -> None:
    kube = cluster(2, "10")
    says(kube, 2, GOOD)
    syncs = rounds(shadow(kube), 6)
    assert [one.differences for one in syncs] == [()] * 6


def test_a_controller_that_stays_behind_is_a_difference_after_three_syncs() -> None:
    kube = cluster(1, "80")
    says(kube, 1, GOOD)
    syncs = rounds(shadow(kube), 5)
    assert [bool(one.differences) for one in syncs] == [False, False, True, True, True]
    assert "desired replicas 1, here 4" in syncs[-1].differences[0]


def test_another_reason_is_a_difference() -> None:
    kube = cluster(2, "10")
    failing = {"type": "ScalingActive", "status": "False", "reason": "FailedGetPods"}
    says(kube, 2, [GOOD[0], failing, GOOD[2]])
    found = rounds(shadow(kube), 4)[-1].differences
    assert found == ("ScalingActive False FailedGetPods, here True ValidMetricFound",)


def test_an_hpa_that_was_never_synced_is_not_judged() -> None:
    assert rounds(shadow(cluster(1, "80")), 5)[-1].differences == ()


def test_a_metric_that_cannot_be_had_keeps_the_status() -> None:
    kube = cluster(2, "10")
    del kube.documents[PODS_PATH]
    failing = {
        "type": "ScalingActive",
        "status": "False",
        "reason": "FailedGetPodsMetric",
    }
    says(kube, 2, [{**GOOD[0], "reason": "SucceededGetScale"}, failing])
    syncs = rounds(shadow(kube), 5)
    assert syncs[-1].decision.error is not None
    assert syncs[-1].desired == 2
    assert [one.differences for one in syncs] == [()] * 5


def test_rescales_of_the_real_one_count_for_the_policies() -> None:
    kube = cluster(1, "80")
    policy = {"type": "Pods", "value": 1, "periodSeconds": 60}
    limited = autoscaler()
    limited["spec"]["behavior"] = {"scaleUp": {"policies": [policy]}}
    kube.apply(limited, force=True)
    one = shadow(kube)
    assert one.round(0.0)[0].desired == 2
    assert one.round(15.0)[0].desired == 2  # it was not done: nothing is used up
    kube.scale(DEPLOYMENT, "web", 2, namespace="shop")
    kube.create(pod("web1"))
    kube.documents[PODS_PATH] = values(web0="80", web1="80")
    assert one.round(30.0)[0].desired == 3  # the change is seen now, and remembered
    assert one.round(45.0)[0].desired == 2


def test_it_warms_up_until_its_memory_is_as_long_as_the_windows() -> None:
    kube = cluster(2, "10")
    warming = [one.warming for one in rounds(shadow(kube), 4)]
    assert warming == [True, True, False, False]


def test_other_settings_are_tried_and_never_a_difference() -> None:
    kube = cluster(1, "80")
    says(kube, 1, GOOD)
    found = live(autoscaler())
    assert found is not None
    small = {("shop", "web"): replace(found.spec, max_replicas=2)}
    syncs = rounds(shadow(kube, instead=small), 4)
    assert {one.desired for one in syncs} == {2}
    assert all(one.tried and not one.differences for one in syncs)


def test_an_hpa_that_goes_is_forgotten() -> None:
    kube = cluster(1, "80")
    one = shadow(kube)
    assert len(one.round(0.0)) == 1
    kube.delete(HPA, "web", namespace="shop")
    assert one.round(15.0) == []
