"""Pods: what their moments say about them."""

from __future__ import annotations

import pytest

from octoscale.core.phases import Milestone
from simulator.world.pods import Pod


@pytest.mark.parametrize(
    ("last", "runs", "ready", "serving"),
    [
        pytest.param(Milestone.CREATED, False, False, False, id="created"),
        pytest.param(Milestone.PULLED, False, False, False, id="pulled"),
        pytest.param(Milestone.CONTAINERS_STARTED, True, False, False, id="started"),
        pytest.param(Milestone.READY, True, True, False, id="ready"),
        pytest.param(Milestone.FIRST_REQUEST, True, True, True, id="serving"),
    ],
)
def test_a_pod_is_what_it_has_come_to(
    last: Milestone, runs: bool, ready: bool, serving: bool
) -> None:
    pod = Pod(1, "web-1")
    for milestone in Milestone:
        if milestone.of_pod and milestone.order <= last.order:
            pod.milestones[milestone] = 0.0
    assert (pod.runs, pod.ready, pod.serving) == (runs, ready, serving)
    assert pod.active
    pod.deleted_at = 5.0
    assert (pod.runs, pod.ready, pod.serving) == (runs, False, False)
    pod.gone_at = 6.0
    assert not pod.runs
