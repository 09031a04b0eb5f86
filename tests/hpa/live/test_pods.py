"""Pods of the API as the algorithm sees them."""

from __future__ import annotations

from typing import Any

import pytest

from hpa.algorithm.types import Pod
from hpa.errors import PortError
from hpa.live.pods import ClusterPods, pod_of
from octoscale.kube.errors import UnreachableError
from tests.hpa.live.clusters import cluster, pod


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ({"phase": "Pending", "conditions": []}, {"phase": "Pending", "ready": None}),
        ({"phase": "Failed"}, {"phase": "Failed"}),
        ({"phase": "Weird"}, {"phase": "Unknown"}),
        ({"startTime": "1970-01-01T00:00:05Z"}, {"start_time": 5.0}),
        (
            {
                "conditions": [
                    {
                        "type": "Ready",
                        "status": "False",
                        "lastTransitionTime": "1970-01-01T00:01:00Z",
                    }
                ]
            },
            {"ready": "False", "ready_transition_time": 60.0},
        ),
    ],
)
def test_the_status_is_read(status: dict[str, Any], expected: dict[str, Any]) -> None:
    found = pod_of(pod("web", **status))
    assert {name: getattr(found, name) for name in expected} == expected


def test_deletion_and_requests_are_read() -> None:
    manifest = pod("web")
    manifest["metadata"]["deletionTimestamp"] = "2026-01-01T00:00:00Z"
    requests = {"cpu": "250m", "memory": "1Ki", "odd": "many"}
    manifest["spec"]["containers"][0]["resources"] = {"requests": requests}
    found = pod_of(manifest)
    assert found.deleted
    assert dict(found.containers[0].requests_milli) == {"cpu": 250, "memory": 1_024_000}


def test_an_empty_object_is_a_pod_in_an_unknown_phase() -> None:
    assert pod_of({}) == Pod(name="", phase="Unknown", ready=None, start_time=None)


def test_pods_are_chosen_by_label_and_listed_once_a_round() -> None:
    kube = cluster(2)
    pods = ClusterPods(kube, "shop")
    assert [one.name for one in pods.list("app=web")] == ["web0", "web1"]
    kube.create(pod("late"))
    assert len(pods.list("app=web")) == 2
    assert pods.list("app=other") == ()
    pods.forget()
    assert len(pods.list("app in (web)")) == 3


def test_a_cluster_that_is_away_is_an_error_of_the_port() -> None:
    kube = cluster()
    kube.failures.append(UnreachableError("nobody there"))
    with pytest.raises(PortError, match="nobody there"):
        ClusterPods(kube, "shop").list("app=web")
