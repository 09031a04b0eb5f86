"""Why one metric proposes what it proposes."""

from __future__ import annotations

from typing import Any

import pytest

from hpa.algorithm.decide import decide
from hpa.algorithm.types import (
    Config,
    Container,
    ContainerResourceMetric,
    ContainerUsage,
    ExternalMetric,
    ExternalReading,
    Failure,
    MetricSpec,
    ObjectMetric,
    ObjectReading,
    ObjectReference,
    Observation,
    Pod,
    PodSample,
    PodsMetric,
    PodsReading,
    PodUsage,
    Reading,
    ResourceMetric,
    ResourceReading,
    ScaleView,
    Spec,
    State,
    Switches,
)
from hpa.metric_reasons import metric_text

NOW = 10_000.0
FDS = PodsMetric(name="fds", average_value_milli=2000)
CPU = ResourceMetric(name="cpu", average_utilization=50)


def pod(name: str, **more: Any) -> Pod:
    requests = {"cpu": 1000, "memory": 1000}
    containers = (Container(name="web", requests_milli=requests),)
    return Pod(name=name, containers=containers, **more)


def usage(resource: str, **values: int) -> ResourceReading:
    return ResourceReading(
        tuple(
            PodUsage(
                pod=name,
                containers=(ContainerUsage(name="web", usage_milli={resource: value}),),
                time=NOW,
            )
            for name, value in values.items()
        )
    )


def samples(**values: int) -> PodsReading:
    return PodsReading(
        tuple(PodSample(pod=name, value_milli=v) for name, v in values.items())
    )


def said(
    metric: MetricSpec,
    reading: Reading,
    *pods: Pod,
    switches: Switches = Switches(),  # noqa: B008 - frozen
) -> str:
    scale = ScaleView(
        spec_replicas=len(pods) or 4, status_replicas=len(pods) or 4, selector="a=b"
    )
    observation = Observation(scale=scale, pods=pods, readings=(reading,))
    config = Config(switches=switches)
    spec = Spec(max_replicas=99, metrics=(metric,))
    decision = decide(spec, State(), observation, config, NOW)
    (proposal,) = decision.proposals
    return metric_text(metric, reading, proposal, observation, config, NOW)


@pytest.mark.parametrize(
    ("metric", "reading", "words"),
    [
        pytest.param(
            ExternalMetric(name="q", value_milli=10_000),
            ExternalReading((5_000, 6_000)),
            "the value is 11 and should be 10, 1.1 times as much; proposes",
            id="external as a whole",
        ),
        pytest.param(
            ExternalMetric(name="q", average_value_milli=1_000),
            ExternalReading((4_400,)),
            "the average is 1100m and should be 1, 1.1 times as much; proposes 5",
            id="external per replica",
        ),
        pytest.param(
            ObjectMetric(
                name="rps",
                described_object=ObjectReference(kind="Service", name="web"),
                target_type="Value",
                value_milli=10_000,
            ),
            ObjectReading(10_000),
            "the value is 10 and should be 10, 1 times as much; proposes 4",
            id="object",
        ),
        pytest.param(
            ExternalMetric(name="q", value_milli=10_000),
            Failure("no answer"),
            "failed, FailedGetExternalMetric: unable to get external metric q: no ans",
            id="failed",
        ),
    ],
)
def test_metrics_that_ask_no_pod(
    metric: MetricSpec, reading: Reading, words: str
) -> None:
    text = said(metric, reading, *[pod(str(n)) for n in range(4)])
    assert words in text
    assert "pods that count" not in text


@pytest.mark.parametrize(
    ("values", "words"),
    [
        pytest.param({"a": 3000}, "without a sample, taken as 0: b", id="up"),
        pytest.param(
            {"a": 1000}, "without a sample, taken at the target: b", id="down"
        ),
        pytest.param({"a": 2000}, "without a sample, taken as 0: b", id="at rest"),
        pytest.param({"a": 2000, "b": 2000}, "pods that count: 2; proposes", id="all"),
    ],
)
def test_how_a_pod_without_a_sample_is_taken(
    values: dict[str, int], words: str
) -> None:
    assert words in said(FDS, samples(**values), pod("a"), pod("b"))


def test_later_versions_leave_it_out_at_rest() -> None:
    switches = Switches(no_fill_at_rest=True)
    text = said(FDS, samples(a=2000), pod("a"), pod("b"), switches=switches)
    assert "without a sample, left out: b" in text


@pytest.mark.parametrize(
    ("value", "words"),
    [
        pytest.param(900, "without a sample, taken as 0: b", id="up"),
        pytest.param(100, "taken at their requests: b", id="down"),
        pytest.param(500, "without a sample, left out: b", id="at rest"),
    ],
)
def test_utilization_takes_it_at_its_request(value: int, words: str) -> None:
    text = said(CPU, usage("cpu", a=value), pod("a"), pod("b"))
    assert words in text
    assert f"the average is {value // 10} % and should be 50 %" in text


def test_only_cpu_looks_at_readiness() -> None:
    starting = pod("b", ready="False", start_time=NOW - 10, ready_transition_time=NOW)
    text = said(CPU, usage("cpu", a=900, b=900), pod("a"), starting)
    assert "not ready, taken as 0: b" in text
    text = said(CPU, usage("cpu", a=100, b=100), pod("a"), starting)
    assert "not ready, left out: b" in text
    memory = ResourceMetric(name="memory", average_utilization=50)
    text = said(memory, usage("memory", a=900, b=900), pod("a"), starting)
    assert "pods that count: 2;" in text


def test_one_container_of_each_pod() -> None:
    metric = ContainerResourceMetric(
        name="cpu", container="web", average_value_milli=500
    )
    text = said(metric, usage("cpu", a=1000), pod("a"), pod("b", phase="Failed"))
    assert "the average is 1 and should be 500m, 2 times as much" in text
    assert "failed or deleted, left out: b" in text


def test_many_names_are_cut_off() -> None:
    pods = [pod(name) for name in "abcdefg"]
    text = said(FDS, samples(a=3000), *pods)
    assert "taken as 0: b, c, d and 3 more" in text


def test_an_error_about_one_container_ends_the_metric() -> None:
    metric = ContainerResourceMetric(
        name="cpu", container="other", average_value_milli=500
    )
    text = said(metric, usage("cpu", a=1000), pod("a"))
    assert text.startswith("failed, FailedGetContainerResourceMetric")
