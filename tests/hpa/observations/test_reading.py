"""Whole observation files, and what the controller then decides."""

from __future__ import annotations

from typing import Any

import pytest

from hpa.algorithm.decide import decide
from hpa.algorithm.types import (
    Config,
    ExternalMetric,
    Failure,
    PodsMetric,
    Recommendation,
    ResourceMetric,
    ScaleEvent,
    ScaleView,
    Spec,
    State,
)
from hpa.algorithm.versions import switches_for
from hpa.observations.example import example
from hpa.observations.reading import Sync, load
from octoscale.core.errors import InputError

FDS = PodsMetric(name="myapphttp_process_open_fds", average_value_milli=200_000)
QUEUE = ExternalMetric(name="q", value_milli=1000)
CPU = ResourceMetric(name="cpu", average_utilization=80)


def read(text: str, *metrics: Any, **more: Any) -> Sync:
    spec = Spec(max_replicas=8, metrics=metrics or (QUEUE,))
    return load(text, spec, file="o.yaml", **{"default_kubernetes": "1.25", **more})


def decided(text: str, *metrics: Any, **more: Any) -> int | None:
    sync = read(text, *metrics, **more)
    spec = Spec(max_replicas=8, metrics=metrics or (QUEUE,))
    decision = decide(spec, sync.state, sync.observation, sync.config, sync.now)
    return decision.replicas


VALUE = "metrics: [{name: q, value: 1}]\n"


def test_the_example_is_read_and_decided() -> None:
    assert decided(example(), FDS) == 7


def test_the_scale() -> None:
    text = f"replicas: 4\nstatusReplicas: 3\nselector: app=web\n{VALUE}"
    assert read(text).observation.scale == ScaleView(
        spec_replicas=4, status_replicas=3, selector="app=web"
    )


def test_what_could_not_be_had_is_a_failure() -> None:
    text = f"replicas: 4\nscaleFailed: gone\npodsFailed: forbidden\n{VALUE}"
    observation = read(text).observation
    assert observation.scale == Failure("gone")
    assert observation.pods == Failure("forbidden")


def test_the_memory_lies_before_the_sync() -> None:
    text = f"""\
replicas: 4
{VALUE}
memory:
  recommendations: [{{replicas: 8, ago: 2m}}, {{replicas: 3, ago: 0s}}]
  scaledUp: [{{by: 4, ago: 20s}}]
  scaledDown: [{{by: 1, ago: 1h}}]
"""
    assert read(text).state == State(
        recommendations=(Recommendation(8, -120_000_000), Recommendation(3, 0)),
        scale_up_events=(ScaleEvent(4, -20_000_000),),
        scale_down_events=(ScaleEvent(1, -3_600_000_000),),
    )


def test_the_controllers_flags() -> None:
    text = f"""\
replicas: 4
{VALUE}
controller:
  tolerance: 0.2
  downscaleStabilization: 1m
  cpuInitializationPeriod: 2m
  initialReadinessDelay: 0s
"""
    assert read(text).config == Config(
        tolerance=0.2,
        downscale_stabilization_seconds=60,
        cpu_initialization_period_seconds=120,
        initial_readiness_delay_seconds=0,
        switches=switches_for("1.25"),
    )
    defaults = read(f"replicas: 4\n{VALUE}").config
    assert defaults == Config(switches=switches_for("1.25"))


@pytest.mark.parametrize(
    ("option", "in_file", "expected"),
    [
        pytest.param("1.28", "1.23", "1.28", id="the option first"),
        pytest.param(None, "1.23", "1.23", id="then the file"),
        pytest.param(None, None, "1.25", id="then the default"),
    ],
)
def test_the_version(option: str | None, in_file: str | None, expected: str) -> None:
    line = f"kubernetes: '{in_file}'\n" if in_file else ""
    sync = read(f"replicas: 4\n{line}{VALUE}", kubernetes=option)
    assert sync.kubernetes == expected
    assert sync.config.switches == switches_for(expected)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("replicas: 9\n", id="above the maximum"),
        pytest.param("replicas: 0\n", id="switched off"),
        pytest.param("replicas: 4\nscaleFailed: gone\n", id="no scale"),
    ],
)
def test_metrics_that_nobody_reads_may_be_left_out(text: str) -> None:
    assert read(text).observation.readings == ()
    assert decided(text) != 4


def test_metrics_that_are_read_may_not() -> None:
    with pytest.raises(InputError, match="OB002"):
        read("replicas: 4\n")


def test_a_pod_that_is_listed_twice() -> None:
    text = f"replicas: 2\npods: [{{name: a}}, {{name: b}}, {{name: a}}]\n{VALUE}"
    with pytest.raises(InputError, match=r"o\.yaml:2:37: error OB005: the pod 'a'"):
        read(text)


def test_rivals_stop_scaling_where_the_version_looks() -> None:
    text = f"replicas: 4\nrivals: [other]\n{VALUE}".replace("value: 1", "value: 2")
    assert decided(text, kubernetes="1.25") == 8
    assert decided(text, kubernetes="1.28") == 4


def test_utilization_in_percent_decides_without_any_request() -> None:
    text = "replicas: 4\nmetrics: [{name: cpu, utilization: 160}]\n"
    assert decided(text, CPU) == 8
    text = "replicas: 4\nmetrics: [{name: cpu, each: 160m}]\n"
    assert decided(text, CPU) == 4, "no requests: the metric fails"
