"""The objects of a run: what the plan asks of them, and what they must not do."""

from __future__ import annotations

from typing import Any

import pytest

from bench.behavior import Behavior
from bench.drivers.kubernetes import objects
from bench.drivers.kubernetes.names import RUN, Run
from bench.plan import load_plan
from hpa.model.objects import to_dict

PLAN = load_plan()
MADE = Run("abc")
NAME = "httpgo-small-1"


def deployment(**changes: Any) -> dict[str, Any]:
    plan = PLAN.model_copy(update=changes)
    return objects.deployment(MADE, NAME, plan=plan, reference="r/a:1")


def test_one_pod_a_node_and_pulls_only_what_is_missing() -> None:
    spec = deployment()["spec"]["template"]["spec"]
    (term,) = spec["affinity"]["podAntiAffinity"][
        "requiredDuringSchedulingIgnoredDuringExecution"
    ]
    assert term["topologyKey"] == "kubernetes.io/hostname"
    assert {one["imagePullPolicy"] for one in spec["containers"]} == {"IfNotPresent"}
    assert {one["image"] for one in spec["containers"]} == {"r/a:1"}


def test_pods_may_share_a_node_where_the_plan_lets_them() -> None:
    placement = PLAN.placement.model_copy(update={"one_pod_per_node": False})
    spec = deployment(placement=placement)["spec"]["template"]["spec"]
    assert "affinity" not in spec


def test_everything_carries_the_runs_id() -> None:
    made = [
        objects.namespace(MADE),
        deployment(),
        deployment()["spec"]["template"],
        objects.service(MADE, NAME),
        to_dict(objects.autoscaler(MADE, NAME, plan=PLAN)),
        objects.load_pod(MADE, objects.LOAD, NAME, plan=PLAN, image="r/load:1"),
    ]
    assert {one["metadata"]["labels"][RUN] for one in made} == {"abc"}


def test_no_container_has_rights_or_a_token() -> None:
    load = objects.load_pod(MADE, objects.LOAD, NAME, plan=PLAN, image="r/load:1")
    for spec in (deployment()["spec"]["template"]["spec"], load["spec"]):
        assert spec["automountServiceAccountToken"] is False
        assert spec["securityContext"]["runAsNonRoot"] is True
        for container in spec["containers"]:
            security = container["securityContext"]
            assert security["allowPrivilegeEscalation"] is False
            assert security["capabilities"] == {"drop": ["ALL"]}


def test_the_autoscaler_has_the_plans_target_and_no_behavior() -> None:
    spec = to_dict(objects.autoscaler(MADE, NAME, plan=PLAN))["spec"]
    assert (spec["minReplicas"], spec["maxReplicas"]) == (1, 8)
    (metric,) = spec["metrics"]
    assert metric["pods"]["metric"]["name"] == "myapphttp_process_open_fds"
    assert metric["pods"]["target"]["averageValue"] == "200"
    assert "behavior" not in spec


def test_an_empty_behavior_is_not_none() -> None:
    changes = {"behavior": Behavior()}
    scaler = PLAN.autoscaler.model_copy(update=changes)
    plan = PLAN.model_copy(update={"autoscaler": scaler})
    assert "behavior" in to_dict(objects.autoscaler(MADE, NAME, plan=plan))["spec"]


def test_the_load_goes_to_the_runs_own_service_from_the_node_that_has_its_image() -> (
    None
):
    pod = objects.load_pod(
        MADE, objects.LOAD, NAME, plan=PLAN, image="r/load:1", node="node-3"
    )
    (container,) = pod["spec"]["containers"]
    assert pod["spec"]["nodeName"] == "node-3"
    assert container["args"] == [
        "--to=httpgo-small-1.octoscale-bench-abc.svc:8888",
        "--connections=1800",
        "--reopen-every=5s",
    ]


def test_the_pod_that_brings_the_image_loads_nothing() -> None:
    pod = objects.load_pod(MADE, objects.WARM, NAME, plan=PLAN, image="r/load:1")
    assert "--connections=0" in pod["spec"]["containers"][0]["args"]


@pytest.mark.parametrize("sort", ["http", "exec"])
def test_pods_are_asked_once_a_second_if_they_are_ready(sort: str) -> None:
    made = objects.deployment(MADE, NAME, plan=PLAN, reference="r/a:1", probe=sort)
    for container in made["spec"]["template"]["spec"]["containers"]:
        assert container["readinessProbe"]["periodSeconds"] == 1
        assert ("exec" in container["readinessProbe"]) is (sort == "exec")
