"""The reasoning: every stage that the controller can stop or turn at."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from hpa.algorithm.decide import decide
from hpa.algorithm.types import (
    Config,
    ExternalMetric,
    ExternalReading,
    Failure,
    Observation,
    Pod,
    PodSample,
    PodsMetric,
    PodsReading,
    Recommendation,
    ScaleView,
    Spec,
    State,
)
from hpa.behavior import PRESETS
from hpa.builders import autoscaler, external_metric
from hpa.explain import Explanation, explain, to_dict, to_lines
from hpa.spec import decision_spec

QUEUE = ExternalMetric(name="q", average_value_milli=1000)
SPEC = Spec(max_replicas=8, metrics=(QUEUE,))


def seen(
    *values: int | None, replicas: int = 4, has: int | None = None, **more: Any
) -> Observation:
    """See a queue of that length for each metric; ``None`` for a failure."""
    scale = ScaleView(
        spec_replicas=replicas,
        status_replicas=replicas if has is None else has,
        selector=more.pop("selector", "app=web"),
    )
    readings = tuple(
        Failure("no answer") if value is None else ExternalReading((value * 1000,))
        for value in values
    )
    return Observation(scale=scale, readings=readings, **more)


def explained(
    observation: Observation, spec: Spec = SPEC, *memory: tuple[int, int]
) -> Explanation:
    recommendations = tuple(
        Recommendation(replicas, -ago * 1_000_000) for replicas, ago in memory
    )
    state = State(recommendations=recommendations)
    return explain(spec, state, observation, Config(), 0.0)


def texts(explanation: Explanation) -> dict[str, str]:
    return {step.stage: step.text for step in explanation.steps}


def test_a_plain_scale_up_goes_through_every_stage() -> None:
    found = explained(seen(6))
    assert [step.stage for step in found.steps] == [
        *("scale", "bounds", "metric", "together", "hold", "limit", "result")
    ]
    said = texts(found)
    assert said["scale"] == "the workload is asked to run 4 replicas"
    assert said["bounds"] == "4 is within 1 to 8: the metrics decide"
    assert said["together"] == "6 replicas are recommended"
    assert said["hold"] == "no stabilization window holds it back"
    assert said["limit"] == "6 is within bounds and speed limits"
    assert said["result"] == "rescale from 4 to 6: external metric q(nil) above target"


@pytest.mark.parametrize(
    ("observation", "memory", "stage", "words"),
    [
        pytest.param(seen(4, has=2), (), "scale", "and has 2", id="fewer pods"),
        pytest.param(
            seen(replicas=9), (), "bounds", "no metric is looked at", id="above maximum"
        ),
        pytest.param(seen(replicas=0), (), "bounds", "switches the HPA off", id="zero"),
        pytest.param(seen(None), (), "metric", "failed, FailedGetExt", id="failed"),
        pytest.param(seen(None), (), "together", "nothing is known", id="none left"),
        pytest.param(seen(None), (), "result", "stay at 4: failed to", id="stays"),
        pytest.param(
            seen(1, selector=""), (), "metric", "selector is required", id="selector"
        ),
        pytest.param(
            seen(2), ((4, 60),), "hold", "ScaleDownStabilized", id="held back"
        ),
        pytest.param(seen(2), ((4, 60),), "result", "stay at 4", id="held at 4"),
        pytest.param(
            seen(20), (), "limit", "maxReplicas makes it 8 (TooManyRep", id="maximum"
        ),
        pytest.param(
            seen(20, replicas=1), (), "limit", "the speed limit makes it 4", id="speed"
        ),
        pytest.param(
            seen(0), ((0, 60),), "limit", "minReplicas makes it 1", id="minimum"
        ),
        pytest.param(seen(4), (), "result", "stay at 4", id="at rest"),
    ],
)
def test_the_stage_that_decides_says_why(
    observation: Observation, memory: tuple[Any, ...], stage: str, words: str
) -> None:
    assert words in texts(explained(observation, SPEC, *memory))[stage]


def test_a_scale_that_cannot_be_read_ends_it() -> None:
    found = explained(Observation(scale=Failure("gone")))
    assert [step.stage for step in found.steps] == ["scale"]
    assert found.decision.replicas is None


@pytest.mark.parametrize(
    ("values", "words"),
    [
        pytest.param((6, 3), "the highest proposal counts: 6", id="both"),
        pytest.param((6, None), "in spite of 1 that cannot be had", id="up goes on"),
        pytest.param((3, None), "1 of 2 metrics cannot be had and", id="down does not"),
        pytest.param((None, None), "no metric can be had", id="none"),
    ],
)
def test_several_metrics(values: tuple[int | None, ...], words: str) -> None:
    spec = Spec(max_replicas=8, metrics=(QUEUE, replace(QUEUE, name="p")))
    assert words in texts(explained(seen(*values), spec))["together"]


@pytest.mark.parametrize(
    ("spec_replicas", "value", "words"),
    [
        pytest.param(1, 9, "behavior makes it 2 (ScaleUpLimit", id="up"),
        pytest.param(8, 1, "no stabilization window", id="down"),
    ],
)
def test_behavior_is_named_as_what_limits(
    spec_replicas: int, value: int, words: str
) -> None:
    hpa = autoscaler(
        "deployment/web",
        [external_metric("q", average_value=1)],
        max_replicas=9,
        behavior=PRESETS["slow-up"],
    )
    found = explained(
        seen(value, replicas=spec_replicas), decision_spec(hpa), (1, 1000)
    )
    assert words in " ".join(texts(found).values())


def test_a_remembered_recommendation_of_a_new_hpa_is_what_it_found() -> None:
    said = texts(explained(seen(1)))
    assert "ScaleDownStabilized" in said["hold"]
    assert said["result"] == "stay at 4"


@pytest.mark.parametrize("value", [None, 0, 1, 3, 4, 5, 8, 50])
@pytest.mark.parametrize("replicas", [0, 1, 4, 8, 9])
def test_the_decision_is_that_of_the_algorithm(
    value: int | None, replicas: int
) -> None:
    observation = seen(value, replicas=replicas)
    expected = decide(SPEC, State(), observation, Config(), 0.0)
    assert explain(SPEC, State(), observation, Config(), 0.0).decision == expected


def test_plain_data_is_json_and_complete() -> None:
    value = json.loads(json.dumps(to_dict(explained(seen(6)))))
    assert (value["current"], value["replicas"], value["rescale"]) == (4, 6, True)
    assert value["recommendation"] == 6
    assert value["proposals"][0]["usageRatio"] == 1.5
    assert value["conditions"][0]["reason"] == "SucceededRescale"
    assert value["events"][0]["reason"] == "SuccessfulRescale"
    assert value["error"] is None
    failed = to_dict(explained(seen(None)))
    assert failed["proposals"][0]["reason"] == "FailedGetExternalMetric"
    assert failed["error"].startswith("failed to compute")


def test_lines_number_the_steps_and_end_with_conditions_and_events() -> None:
    lines = to_lines(explained(seen(6)))
    assert lines[0] == "1. scale     the workload is asked to run 4 replicas"
    assert "conditions" in lines
    assert lines[-1].startswith("  Normal  SuccessfulRescale: New size: 6")
    assert "events" not in to_lines(explained(seen(4)))


def test_pods_are_told_one_by_one_where_they_do_not_count() -> None:
    metric = PodsMetric(name="fds", average_value_milli=1000)
    pods = (
        Pod(name="a"),
        Pod(name="b"),
        Pod(name="c", phase="Pending"),
        Pod(name="d", deleted=True),
    )
    samples = (PodSample(pod="a", value_milli=3000),)
    scale = ScaleView(spec_replicas=4, status_replicas=4, selector="app=web")
    observation = Observation(scale=scale, pods=pods, readings=(PodsReading(samples),))
    said = texts(explained(observation, Spec(max_replicas=8, metrics=(metric,))))
    assert said["metric"] == (
        "Pods metric fds: the average is 3 and should be 1, 3 times as much; "
        "pods that count: 1; without a sample, taken as 0: b; not ready, taken as 0: "
        "c; failed or deleted, left out: d; proposes 4"
    )
