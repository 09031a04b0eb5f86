"""The floor against arithmetic done by hand, and below what was observed."""

from __future__ import annotations

import dataclasses

import pytest

from bench.floor import Floor, decision_steps, floor
from bench.observation import DecisionPoint, Links, NotObserved, Observation
from tests.bench.fakes import UNSEEN, observation


def _links(node: float, registry: float) -> Links:
    return Links(node_bytes_per_second=node, registry_bytes_per_second=registry)


@pytest.mark.parametrize(
    ("node", "registry", "total", "words"),
    [
        pytest.param(125e6, 1e12, 15 + 8, "node link", id="own-link-after-last-step"),
        pytest.param(1e12, 250e6, 15 + 16, "4 x 1 GB", id="registry-after-last-step"),
        pytest.param(1e12, 100e6, 70, "7 x 1 GB", id="registry-from-the-first-step"),
    ],
)
def test_the_floor_is_the_largest_of_its_terms(
    node: float, registry: float, total: float, words: str
) -> None:
    found = floor(observation(links=_links(node, registry)), sync_period_seconds=15)
    assert isinstance(found, Floor)
    assert found.total_seconds == pytest.approx(total)
    assert found.decision_seconds + found.transfer_seconds == pytest.approx(total)
    assert words in found.shown


def test_one_decision_step_waits_for_no_sync() -> None:
    made = observation(
        decisions=(DecisionPoint(seconds=110, before=1, after=8),),
        links=_links(125e6, 1e12),
    )
    found = floor(made, sync_period_seconds=15)
    assert isinstance(found, Floor)
    assert found.total_seconds == pytest.approx(8.0)


def test_steps_end_with_the_goal() -> None:
    made = observation()
    later = DecisionPoint(seconds=300, before=8, after=9)
    more = dataclasses.replace(made, decisions=(*made.decisions, later))
    assert [step.after for step in decision_steps(more)] == [4, 8]


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        pytest.param(
            observation(decisions=()), "did not ask for the goal", id="no-decision"
        ),
        pytest.param(observation(pods=()), "no pod", id="no-pod"),
        pytest.param(
            observation(
                links=Links(node_bytes_per_second=UNSEEN, registry_bytes_per_second=1.0)
            ),
            "hollow",
            id="node-link-unknown",
        ),
        pytest.param(
            observation(
                links=Links(node_bytes_per_second=1.0, registry_bytes_per_second=UNSEEN)
            ),
            "hollow",
            id="registry-link-unknown",
        ),
        pytest.param(
            observation(
                pods=tuple(
                    dataclasses.replace(p, bytes_pulled=UNSEEN)
                    for p in observation().pods
                )
            ),
            "hollow",
            id="bytes-unknown",
        ),
    ],
)
def test_without_its_inputs_there_is_no_floor(made: Observation, reason: str) -> None:
    found = floor(made, sync_period_seconds=15)
    assert isinstance(found, NotObserved)
    assert reason in found.reason
