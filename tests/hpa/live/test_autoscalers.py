"""HPAs as they are on a cluster."""

from __future__ import annotations

import pytest

from hpa.live.autoscalers import live, read_all, served_kind, status_of
from octoscale.core.errors import EnvironmentMissingError
from octoscale.kube.memory import MemoryKube
from tests.hpa.live.clusters import HPA, autoscaler, cluster


def test_the_newest_version_is_read() -> None:
    assert served_kind(MemoryKube()) == HPA


def test_an_hpa_comes_with_its_spec_and_its_controllers_status() -> None:
    condition = {"type": "ScalingActive", "status": "False", "reason": "Failed"}
    kube = cluster(2, currentReplicas=2, desiredReplicas=3, conditions=[condition])
    (found,) = read_all(kube, HPA, "shop")
    assert (found.namespace, found.name, found.target.name) == ("shop", "web", "web")
    assert found.spec.max_replicas == 8
    assert found.status.desired_replicas == 3
    assert found.status.conditions[0].reason == "Failed"


def test_all_namespaces_are_read_and_others_left_out() -> None:
    assert [one.name for one in read_all(cluster(), HPA, None)] == ["web"]
    assert read_all(cluster(), HPA, "default") == []


def test_what_is_no_hpa_is_passed_over() -> None:
    assert live({**autoscaler(), "spec": {"maxReplicas": "many"}}) is None


def test_a_status_may_be_empty_or_hold_what_is_new() -> None:
    assert status_of({}).conditions == ()
    assert status_of({"status": {"conditions": [{"type": "New"}]}}).conditions == ()


def test_a_cluster_that_serves_only_v1_is_said() -> None:
    class Old(MemoryKube):
        def served_versions(self, group: str) -> tuple[str, ...]:
            del group
            return ("v1",)

    with pytest.raises(EnvironmentMissingError, match="v2beta2"):
        served_kind(Old())
