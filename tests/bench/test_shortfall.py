"""A repeat that does not count says why."""

from __future__ import annotations

import dataclasses

import pytest

from bench.observation import DecisionPoint, ImageEvidence, Observation
from bench.shortfall import shortfall
from octoscale.core.phases import Milestone
from tests.bench.fakes import UNSEEN, missed, observation


def test_a_repeat_that_reached_its_goal_has_no_shortfall() -> None:
    assert shortfall(observation()) == ""


def _never_asked() -> Observation:
    return observation(
        decisions=(
            DecisionPoint(
                seconds=110,
                before=1,
                after=6,
                reason="above target",
                metric_value="215666m",
            ),
        ),
        pods=observation().pods[:6],
    )


def _unseen() -> Observation:
    made = observation()
    pods = [
        dataclasses.replace(p, stamps={**p.stamps, Milestone.READY: UNSEEN})
        for p in made.pods
    ]
    return dataclasses.replace(made, pods=tuple(pods))


@pytest.mark.parametrize(
    ("made", "words"),
    [
        pytest.param(_never_asked(), "never asked for more than 6 of 8", id="6-of-8"),
        pytest.param(_never_asked(), "above target, metric 215.7", id="last-word"),
        pytest.param(missed(), "web-7 came as far as 'pulling'", id="still-pulling"),
        pytest.param(
            observation(pods=observation().pods[:7]), "1 never created", id="no-pod"
        ),
        pytest.param(
            observation(decisions=()),
            "the scale-up time was not observed (no decision asked for more than 1)",
            id="no-decision",
        ),
        pytest.param(_unseen(), "hollow nodes pull no image", id="not-observed"),
        pytest.param(
            observation(pods=(), missed_because="the node was lost"),
            "the node was lost",
            id="the-driver-knows-better",
        ),
    ],
)
def test_a_missed_goal_says_what_was_missing(made: Observation, words: str) -> None:
    assert words in shortfall(made)


def test_an_image_that_was_present_spoils_the_repeat_where_absence_was_asked_for() -> (
    None
):
    made = observation()
    warm = dataclasses.replace(made.pods[3], evidence=ImageEvidence.PRESENT)
    spoiled = dataclasses.replace(made, pods=(*made.pods[:3], warm, *made.pods[4:]))
    assert shortfall(spoiled) == "the image was present before: web-3 on node-web-3"
    assert shortfall(spoiled, image_absent=False) == ""
