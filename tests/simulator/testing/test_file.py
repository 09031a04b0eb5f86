"""The test file's fields: what may be said, and what may not."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from simulator.testing.file import (
    AutoscalingTest,
    Controller,
    Expectation,
    InputSeries,
    MetricValues,
    Workload,
)


@pytest.mark.parametrize(
    "given",
    [
        {"at": "90s", "replicas": 8},
        {"within": "45s", "of": "2m", "desired": ">= 4"},
        {"never": {"replicas": "> 6"}, "since": "1m", "until": "2m"},
        {"at": "1m", "condition": {"type": "ScalingActive", "status": "False"}},
        {"at": "1m", "metric": "hits", "value": ">= 1500m"},
        {"at": "1m", "ready": "2..4", "recommendation": 3},
    ],
    ids="-".join,
)
def test_every_kind_of_expectation_may_be_written(given: dict[str, Any]) -> None:
    facts = Expectation(**given).facts
    named = given.get("never", given)
    for name in ("replicas", "desired", "ready", "recommendation", "metric", "value"):
        assert getattr(facts, name) == named.get(name)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"replicas": 8}, "one of at, within and never"),
        ({"at": "1m", "never": {"replicas": 1}}, "one of at, within and never"),
        ({"at": "1m"}, "should expect something"),
        ({"at": "1m", "metric": "hits"}, "metric and value go together"),
        ({"at": "1m", "replicas": "about 8"}, "no expectation"),
        ({"at": "soon", "replicas": 8}, "soon"),
    ],
)
def test_half_an_expectation_is_refused(given: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        Expectation(**given)


def test_a_test_has_one_story() -> None:
    expect = (Expectation(at="1m", replicas=1),)
    series = (InputSeries(series='hits{pod="a"}', values="0+1x4"),)
    values = (MetricValues(metric="hits", values="5"),)
    AutoscalingTest(name="one", input_series=series, expect=expect)
    with pytest.raises(ValidationError, match="one of input_series"):
        AutoscalingTest(
            name="one", input_series=series, metric_values=values, expect=expect
        )
    with pytest.raises(ValidationError, match="same name and labels"):
        AutoscalingTest(name="one", input_series=series * 2, expect=expect)


def test_the_controllers_defaults_are_kubernetes() -> None:
    controller = Controller()
    assert (controller.sync_period, controller.tolerance) == ("15s", 0.1)
    assert controller.downscale_stabilization == "5m"
    with pytest.raises(ValidationError, match="longer than 0"):
        Controller(sync_period="0s")


def test_requests_are_quantities() -> None:
    assert Workload(requests={"cpu": "500m"}).requests == {"cpu": "500m"}
    with pytest.raises(ValidationError):
        Workload(requests={"cpu": "half"})
