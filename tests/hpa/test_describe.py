"""What an HPA means: whole descriptions."""

from __future__ import annotations

import json

import pytest

from hpa.behavior import behavior, pods, rules
from hpa.builders import (
    autoscaler,
    container_resource_metric,
    external_metric,
    pods_metric,
    resource_metric,
)
from hpa.describe import describe, served_words, to_dict, to_lines, trail_words
from hpa.model.convert import convert
from hpa.model.objects import from_dict
from hpa.model.objects import to_dict as hpa_dict
from hpa.trail import Step, Trail
from octoscale.core.errors import InputError

PAPER = autoscaler(
    "deployment/httpgo",
    [pods_metric("myapphttp_process_open_fds", average_value=200)],
    max_replicas=8,
    namespace="http",
)
GOLDEN = """\
http/httpgo scales Deployment httpgo between 1 and 8 replicas
  autoscaling/v2beta2 is served by Kubernetes 1.12 to 1.25; described as Kubernetes \
1.25 does it
follows
  Pods metric myapphttp_process_open_fds
    the average over the pods, held at 200
    scale up: 220 or more
    scale down: 175 or less with 8, 100 or less with 2 replicas
when a metric is missing
  while it cannot be had the replicas stay as they are (ScalingActive is False, \
FailedGetPodsMetric)
  a pod without a sample counts as 0 when scaling up, and as its target when scaling \
down
limits
  up: at most a doubling in one sync, or to 4 (no behavior)
  down: at once, as far as the metrics ask (no behavior)
  down: only to the highest recommendation of the last 5m (the controller's flag)
fastest possible trail, from the first sync that sees the demand
  up: 1 → 4 → 8 in 15s
  and back: 8 → 1 in 5m
"""


def test_the_papers_hpa() -> None:
    assert "\n".join(to_lines(describe(PAPER))) + "\n" == GOLDEN


def test_plain_data_holds_the_same_and_is_json() -> None:
    value = json.loads(json.dumps(to_dict(describe(PAPER))))
    assert value["name"] == "http/httpgo"
    assert value["metrics"][0]["thresholds"][0] == {
        "replicas": 8,
        "upFrom": "220",
        "downTo": "175",
    }
    trail = value["scaleUp"]["fastestTrail"]
    assert [step["replicas"] for step in trail["steps"]] == [4, 8]
    assert (trail["seconds"], value["scaleDown"]["fastestTrail"]["seconds"]) == (
        15,
        300,
    )
    assert value["notVerified"] is None
    assert value["notes"] == []


def test_empty_behavior_is_not_the_same_as_none() -> None:
    hpa = autoscaler(
        "deployment/web",
        [pods_metric("x", average_value=1)],
        max_replicas=8,
        behavior="defaults",
    )
    lines = to_lines(describe(hpa))
    assert "  up: 1 → 5 → 8 in 15s" in lines
    assert any("4 pods per 15s or 100 % per 15s" in line for line in lines)


@pytest.mark.parametrize(
    ("kubernetes", "caveat"),
    [
        pytest.param("1.23", "", id="recorded"),
        pytest.param("1.28", "", id="compared"),
        pytest.param("1.31", "not verified against 1.31", id="newer"),
    ],
)
def test_a_version_that_is_not_verified_says_so(kubernetes: str, caveat: str) -> None:
    found = describe(convert(PAPER, "v2").result, kubernetes=kubernetes)
    assert found.not_verified == caveat
    assert (caveat in to_lines(found)[1]) or not caveat


def test_without_a_version_the_last_known_one_is_taken() -> None:
    assert describe(PAPER).kubernetes == "1.25"
    assert describe(convert(PAPER, "v2").result).kubernetes == "1.28"
    assert describe(convert(PAPER, "v2beta1").result).kubernetes == "1.24"


def test_later_versions_compare_with_the_ends_of_the_band() -> None:
    hpa = convert(PAPER, "v2").result
    old, new = (describe(hpa, kubernetes=version) for version in ("1.28", "1.33"))
    assert "scale up: 220 or more" in old.metrics[0].lines()
    assert "scale up: above 220" in new.metrics[0].lines()


@pytest.mark.parametrize(
    ("kubernetes", "notes"),
    [
        pytest.param(
            "1.25",
            [
                "minReplicas 0 needs the",
                "ContainerResource needs the",
                "tolerance (not",
            ],
            id="1.25",
        ),
        pytest.param("1.30", ["minReplicas 0 needs the", "tolerance (not"], id="1.30"),
        pytest.param("1.37", [], id="1.37"),
        pytest.param("1.22", ["does not take autoscaling/v2"], id="1.22"),
    ],
)
def test_what_the_version_does_not_do_is_noted(
    kubernetes: str, notes: list[str]
) -> None:
    metrics = [
        external_metric("queue", value=30),
        container_resource_metric("cpu", "web", average_utilization=50),
    ]
    built = autoscaler(
        "deployment/web",
        metrics,
        min_replicas=0,
        max_replicas=8,
        behavior="defaults",
        scale_to_zero=True,
    )
    value = hpa_dict(convert(built, "v2").result)
    value["spec"]["behavior"] = {"scaleUp": {"tolerance": "0.5"}}
    found = describe(from_dict(value), kubernetes=kubernetes).notes
    for note in notes:
        assert any(note in said for said in found), found
    assert len(found) == len(notes) or kubernetes == "1.22"


def test_several_metrics() -> None:
    hpa = autoscaler(
        "deployment/web",
        [resource_metric("cpu", average_utilization=80), external_metric("q", value=3)],
        max_replicas=8,
    )
    lines = to_lines(describe(hpa))
    assert any("one of them cannot be had the others may" in line for line in lines)


def test_limits_are_read_out_for_each_direction() -> None:
    limits = behavior(scale_down=rules(pods(1, per="10m"), window="30m"))
    hpa = autoscaler(
        "deployment/web",
        [pods_metric("x", average_value=1)],
        max_replicas=3,
        behavior=limits,
    )
    lines = to_lines(describe(hpa))
    assert "  down: at most 1 pod per 10m" in lines
    assert "  down: only to the highest recommendation of the last 30m" in lines


@pytest.mark.parametrize(
    ("trail", "words"),
    [
        pytest.param(
            Trail(start=1, goal=3, steps=(Step(15, 3),)), "1 → 3 in 15s", id="short"
        ),
        pytest.param(Trail(start=3, goal=3, steps=()), "3 in 0s", id="nowhere to go"),
        pytest.param(Trail(start=3, goal=1, steps=()), "3, and never to 1", id="never"),
        pytest.param(
            Trail(start=9, goal=1, steps=(Step(15, 8),)),
            "9 → 8, and not to 1 within a day",
            id="cut off",
        ),
        pytest.param(
            Trail(
                start=1,
                goal=30,
                steps=tuple(Step(15.0 * n, n + 2) for n in range(29)),
            ),
            "1 → 2 → 3 → 4 → 5 → 6 → (19 more steps) → 26 → 27 → 28 → 29 → 30 in 7m",
            id="long",
        ),
    ],
)
def test_a_trail_on_one_line(trail: Trail, words: str) -> None:
    assert trail_words(trail) == words


def test_an_object_that_no_server_takes_is_refused() -> None:
    value = hpa_dict(PAPER)
    del value["spec"]["metrics"][0]["pods"]
    with pytest.raises(InputError, match="no such source"):
        describe(from_dict(value))


def test_every_version_tells_where_it_is_served() -> None:
    assert served_words(convert(PAPER, "v1").result).endswith("1.2 and later")
    assert served_words(convert(PAPER, "v2beta1").result).endswith("1.8 to 1.24")
