"""Tests of ``hpa.algorithm.pods``."""

from __future__ import annotations

import pytest

from hpa.algorithm.pods import (
    CpuReadiness,
    PodGroups,
    group_pods,
    pod_requests,
    running_and_ready,
)
from hpa.algorithm.types import Config, Container, Failure, Pod, PodSample

_CONFIG = Config(
    cpu_initialization_period_seconds=300.0, initial_readiness_delay_seconds=30.0
)
_NOW = 1_000.0


def _group(pod: Pod, sample: PodSample | None, *, cpu: bool = False) -> str:
    samples = {} if sample is None else {pod.name: sample}
    readiness = CpuReadiness.of(_CONFIG, _NOW) if cpu else None
    groups = group_pods((pod,), samples, readiness)
    names = {
        "unready": groups.unready,
        "missing": groups.missing,
        "ignored": groups.ignored,
    }
    (group,) = [name for name, pods in names.items() if pods] or ["ready"]
    assert groups.ready_count == (group == "ready")
    return group


_SAMPLE = PodSample(pod="a", value_milli=1, time=_NOW)


@pytest.mark.parametrize(
    ("pod", "sample", "expected"),
    [
        pytest.param(Pod(name="a"), _SAMPLE, "ready", id="running"),
        pytest.param(Pod(name="a"), None, "missing", id="no sample"),
        pytest.param(Pod(name="a", phase="Pending"), _SAMPLE, "unready", id="pending"),
        pytest.param(
            Pod(name="a", phase="Pending"), None, "unready", id="pending first"
        ),
        pytest.param(Pod(name="a", phase="Failed"), _SAMPLE, "ignored", id="failed"),
        pytest.param(Pod(name="a", deleted=True), None, "ignored", id="deleted first"),
        pytest.param(
            Pod(name="a", deleted=True, phase="Pending"), None, "ignored", id="both"
        ),
        pytest.param(
            Pod(name="a", phase="Succeeded"), _SAMPLE, "ready", id="succeeded"
        ),
        pytest.param(Pod(name="a", phase="Unknown"), _SAMPLE, "ready", id="unknown"),
        pytest.param(Pod(name="a", ready="False"), _SAMPLE, "ready", id="not ready"),
        pytest.param(Pod(name="a", ready=None), _SAMPLE, "ready", id="no condition"),
    ],
)
def test_the_first_rule_that_fits_decides(
    pod: Pod, sample: PodSample | None, expected: str
) -> None:
    assert _group(pod, sample) == expected


def _young(ready: str, *, transition: float = 900.0, start: float = 800.0) -> Pod:
    return Pod(
        name="a",
        ready=ready,  # type: ignore[arg-type]  # a table of plain words
        start_time=start,
        ready_transition_time=transition,
    )


@pytest.mark.parametrize(
    ("pod", "sample_time", "expected"),
    [
        pytest.param(Pod(name="a", ready=None), _NOW, "unready", id="no condition"),
        pytest.param(Pod(name="a", start_time=None), _NOW, "unready", id="not started"),
        pytest.param(_young("False"), _NOW, "unready", id="young, not ready"),
        pytest.param(
            _young("Unknown"), _NOW, "ready", id="young, unknown is not false"
        ),
        pytest.param(
            _young("True"), 959.999, "unready", id="window began before ready"
        ),
        pytest.param(_young("True"), 960.0, "ready", id="window began when ready"),
        pytest.param(
            _young("False", start=700.0, transition=729.999),
            _NOW,
            "unready",
            id="old enough, never was ready",
        ),
        pytest.param(
            _young("False", start=700.0, transition=730.0),
            _NOW,
            "ready",
            id="old enough, was ready after the delay",
        ),
        pytest.param(
            _young("False", start=700.001, transition=990.0),
            _NOW,
            "unready",
            id="a millisecond too young",
        ),
        pytest.param(
            _young("True", start=700.0, transition=999.0),
            0.0,
            "ready",
            id="old enough, any sample will do",
        ),
    ],
)
def test_cpu_of_a_starting_pod_does_not_count(
    pod: Pod, sample_time: float, expected: str
) -> None:
    sample = PodSample(pod="a", value_milli=1, time=sample_time, window_seconds=60.0)
    assert _group(pod, sample, cpu=True) == expected


def test_groups_keep_the_pods_order() -> None:
    pods = (
        Pod(name="b"),
        Pod(name="a"),
        Pod(name="d", deleted=True),
        Pod(name="c", phase="Pending"),
    )
    assert group_pods(pods, {}) == PodGroups(0, ("c",), ("b", "a"), ("d",))


def _requesting(name: str, **requests: int | None) -> Pod:
    return Pod(
        name=name,
        containers=tuple(
            Container(
                name=container, requests_milli={} if value is None else {"cpu": value}
            )
            for container, value in requests.items()
        ),
    )


def test_a_pods_request_is_the_sum_of_its_containers() -> None:
    pods = (_requesting("a", app=500, sidecar=50), _requesting("b", app=100))
    assert pod_requests(pods, "cpu") == {"a": 550, "b": 100}


def test_a_named_container_requests_alone() -> None:
    pods = (_requesting("a", app=500, sidecar=None), _requesting("b", sidecar=1))
    assert pod_requests(pods, "cpu", "app") == {"a": 500, "b": 0}


def test_one_container_without_request_names_itself() -> None:
    pods = (_requesting("a", app=500), _requesting("b", app=1, sidecar=None))
    failure = pod_requests(pods, "cpu")
    assert failure == Failure("missing request for cpu in container sidecar of pod b")


def test_only_running_and_ready_pods_multiply_a_total() -> None:
    pods = (
        Pod(name="a"),
        Pod(name="b", deleted=True),
        Pod(name="c", ready="False"),
        Pod(name="d", phase="Pending"),
        Pod(name="e", ready=None),
    )
    assert running_and_ready(pods) == 2
