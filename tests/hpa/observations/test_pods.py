"""Pods of an observation file: listed, or made up."""

from __future__ import annotations

import json
from typing import Any

import pytest

from hpa.algorithm.types import (
    Container,
    ContainerResourceMetric,
    Pod,
    PodsMetric,
    Spec,
)
from hpa.observations.model import ObservationFile
from hpa.observations.pods import (
    container_of,
    pods_of,
    request_milli,
    running,
    with_request,
)

FDS = PodsMetric(name="fds", average_value_milli=1000)
SPEC = Spec(max_replicas=8, metrics=(FDS,))
WEB = ContainerResourceMetric(name="cpu", container="web", average_utilization=50)
DB = ContainerResourceMetric(name="cpu", container="db", average_utilization=50)


def seen(**fields: Any) -> ObservationFile:
    return ObservationFile.model_validate_json(json.dumps({"replicas": 3, **fields}))


def test_pods_that_are_left_out_are_made_up() -> None:
    pods = pods_of(seen(), SPEC)
    assert [pod.name for pod in pods] == ["pod-0", "pod-1", "pod-2"]
    assert all(pod.ready == "True" and pod.phase == "Running" for pod in pods)


def test_as_many_as_the_workload_has() -> None:
    assert len(pods_of(seen(statusReplicas=5), SPEC)) == 5


def test_samples_give_made_up_pods_their_names() -> None:
    metrics = [
        {"name": "fds", "pods": {"web-b": 1}},
        {"name": "x", "pods": {"web-a": 1, "web-b": 2}},
    ]
    pods = pods_of(seen(metrics=metrics), SPEC)
    assert [pod.name for pod in pods] == ["web-b", "web-a", "pod-0"]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param(
            {}, Pod(name="a", start_time=-3600, ready_transition_time=-3600), id="old"
        ),
        pytest.param(
            {"startedAgo": "20s", "ready": False, "readyChangedAgo": "5s"},
            Pod(name="a", start_time=-20, ready="False", ready_transition_time=-5),
            id="starting",
        ),
        pytest.param(
            {"phase": "Pending", "startedAgo": None},
            Pod(
                name="a",
                phase="Pending",
                ready="False",
                start_time=None,
                ready_transition_time=0,
            ),
            id="pending",
        ),
        pytest.param(
            {"phase": "Pending", "ready": True, "startedAgo": "0s"},
            Pod(name="a", phase="Pending", start_time=0, ready_transition_time=0),
            id="pending, and ready is said",
        ),
        pytest.param(
            {"ready": "Unknown", "startedAgo": "0s"},
            Pod(name="a", ready="Unknown", start_time=0, ready_transition_time=0),
            id="unknown",
        ),
        pytest.param(
            {"ready": None, "startedAgo": "0s"},
            Pod(name="a", ready=None, start_time=0, ready_transition_time=0),
            id="no condition",
        ),
        pytest.param(
            {"deleted": True, "startedAgo": "0s"},
            Pod(name="a", deleted=True, start_time=0, ready_transition_time=0),
            id="deleted",
        ),
    ],
)
def test_a_listed_pod(fields: dict[str, Any], expected: Pod) -> None:
    (pod,) = pods_of(seen(pods=[{"name": "a", **fields}]), SPEC)
    assert pod.containers == (Container(name="app"),)
    assert (pod.phase, pod.deleted, pod.ready) == (
        expected.phase,
        expected.deleted,
        expected.ready,
    )
    assert pod.start_time == expected.start_time
    assert pod.ready_transition_time == expected.ready_transition_time


def test_requests_of_the_only_container_and_of_several() -> None:
    listed = [
        {"name": "a", "requests": {"cpu": "500m"}},
        {"name": "b", "containers": {"web": {"cpu": 1}, "log": {"cpu": "100m"}}},
    ]
    one, several = pods_of(seen(pods=listed), SPEC)
    assert one.containers == (Container(name="app", requests_milli={"cpu": 500}),)
    assert [c.name for c in several.containers] == ["web", "log"]
    assert request_milli(several, "cpu", "") == 1100
    assert request_milli(several, "cpu", "web") == 1000
    assert request_milli(several, "memory", "") == 0


@pytest.mark.parametrize(
    ("metrics", "name"),
    [
        pytest.param((FDS,), "app", id="nothing names it"),
        pytest.param((FDS, WEB), "web", id="a metric names it"),
        pytest.param((WEB, DB), "app", id="two do"),
    ],
)
def test_the_only_container_is_called(metrics: Any, name: str) -> None:
    assert container_of(Spec(max_replicas=8, metrics=metrics)) == name


def test_a_missing_request_is_made_up_and_a_given_one_kept() -> None:
    pod = Pod(
        name="a",
        containers=(
            Container(name="web", requests_milli={"cpu": 500}),
            Container(name="log"),
        ),
    )
    whole = with_request(pod, "cpu", "")
    assert [c.requests_milli for c in whole.containers] == [
        {"cpu": 500},
        {"cpu": 100_000},
    ]
    assert with_request(pod, "cpu", "web") == pod


def test_pods_that_do_not_run_have_no_samples_of_their_own() -> None:
    pods = (Pod(name="a"), Pod(name="b", phase="Pending"), Pod(name="c", deleted=True))
    assert [pod.name for pod in running(pods)] == ["a", "c"]
