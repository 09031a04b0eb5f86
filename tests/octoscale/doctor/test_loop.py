"""The loop as it is now, and what can happen next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hpa.algorithm.types import Config
from octoscale.doctor.loop import Loop, LoopState, to_dict
from octoscale.kube.restmapper import RESTMapper
from tests.hpa.live.clusters import DEPLOYMENT, HPA, PODS_PATH, cluster, values

if TYPE_CHECKING:
    from octoscale.kube.memory import MemoryKube

NOW = 1_000_000.0


def loop(kube: MemoryKube, **options: Any) -> Loop:
    return Loop(
        kube,
        HPA,
        "web",
        namespace="shop",
        mapper=RESTMapper.builtin(),
        custom_version="v1beta2",
        config=Config(**options),
    )


def look(value: str, *, replicas: int = 2) -> LoopState:
    return loop(cluster(replicas, value, desiredReplicas=replicas)).look(NOW)


def test_value_target_and_replicas_are_shown() -> None:
    state = look("10")
    assert (state.current, state.desired, state.ready) == (2, 2, 2)
    (metric,) = state.metrics
    assert (metric.value, metric.metric_target, metric.proposes) == ("10", "10", 2)
    assert state.upcoming == "nothing while the values stay"
    assert state.at_earliest is None


def test_the_edges_of_the_metric_are_told() -> None:
    (metric,) = look("10").metrics
    assert (metric.up_from, metric.down_to) == ("11", "5")


def test_a_rescale_is_foreseen_for_the_next_sync() -> None:
    state = look("30")
    assert state.upcoming.startswith("from 2 to 4 at the next sync")
    assert state.at_earliest == NOW


def test_a_held_rescale_is_foreseen_for_when_the_window_ends() -> None:
    kube = cluster(2, "10")
    live = loop(kube)
    live.look(NOW)
    kube.documents[PODS_PATH] = values(web0="1", web1="1")
    state = live.look(NOW + 15)
    assert "a stabilization window holds it (ScaleDownStabilized)" in state.upcoming
    assert state.upcoming.startswith("from 2 to 1 in ")
    assert state.at_earliest == NOW + 315


def test_a_bound_is_named() -> None:
    state = look("30", replicas=8)
    assert state.upcoming.endswith(": 24 are asked for, and maxReplicas is 8")


def test_a_failing_metric_lets_nothing_happen() -> None:
    kube = cluster(2)
    del kube.documents[PODS_PATH]
    state = loop(kube).look(NOW)
    assert state.upcoming.startswith("nothing: ")
    (metric,) = state.metrics
    assert metric.value == ""
    assert metric.proposes is None
    assert metric.problem


def test_at_zero_nothing_is_looked_at() -> None:
    kube = cluster(2)
    kube.scale(kind=DEPLOYMENT, name="web", replicas=0, namespace="shop")
    state = loop(kube).look(NOW)
    assert (state.current, state.ready) == (0, None)
    assert [one.problem for one in state.metrics] == ["not looked at"]


def test_as_data_nothing_known_is_none() -> None:
    kube = cluster(2)
    del kube.documents[PODS_PATH]
    shown = to_dict(loop(kube).look(NOW))
    assert shown["metrics"][0]["value"] is None
    assert shown["atEarliest"] is None
    assert shown["desired"] == 0
