"""Tests of ``hpa.algorithm.samples``."""

from __future__ import annotations

import pytest

from hpa.algorithm.samples import pod_samples
from hpa.algorithm.types import ContainerUsage, Failure, PodUsage


def _usage(pod: str, **containers: int | None) -> PodUsage:
    return PodUsage(
        pod=pod,
        time=7.0,
        window_seconds=30.0,
        containers=tuple(
            ContainerUsage(
                name=name, usage_milli={} if value is None else {"cpu": value}
            )
            for name, value in containers.items()
        ),
    )


def _values(usages: tuple[PodUsage, ...], container: str = "") -> dict[str, int]:
    samples = pod_samples(usages, "cpu", container)
    assert not isinstance(samples, Failure)
    return {sample.pod: sample.value_milli for sample in samples}


def test_a_pod_uses_the_sum_of_its_containers() -> None:
    assert _values((_usage("a", app=100, sidecar=20),)) == {"a": 120}


@pytest.mark.parametrize(
    "usage",
    [
        pytest.param(_usage("a", app=100, sidecar=None), id="one does not report"),
        pytest.param(_usage("a"), id="no containers"),
    ],
)
def test_a_part_is_not_the_whole(usage: PodUsage) -> None:
    assert _values((usage, _usage("b", app=5))) == {"b": 5}


def test_a_named_container_is_read_alone() -> None:
    usages = (_usage("a", app=100, sidecar=20), _usage("b", app=None, sidecar=1))
    assert _values(usages, "app") == {"a": 100}


def test_a_pod_without_the_named_container_fails_the_whole_metric() -> None:
    usages = (_usage("a", app=100), _usage("b", sidecar=1))
    failure = pod_samples(usages, "cpu", "app")
    assert failure == Failure("container app not present in metrics for pod b")


def test_time_and_window_of_a_sample_are_the_pods() -> None:
    samples = pod_samples((_usage("a", app=1),), "cpu")
    assert not isinstance(samples, Failure)
    assert (samples[0].time, samples[0].window_seconds) == (7.0, 30.0)
