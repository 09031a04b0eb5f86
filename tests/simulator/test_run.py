"""The whole loop: trails, their reasons, and the same bytes for the same seed."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from octoscale.core.phases import POD_MILESTONES, Milestone
from simulator import presets
from simulator.parameter import assumed
from simulator.run import simulate
from tests.simulator.scenarios import by_pod, changed

if TYPE_CHECKING:
    from simulator.presets import ImageSize
    from simulator.trace import Trace


def ready_at(trace: Trace, count: int) -> float:
    return next(point.time for point in trace.replicas if point.ready >= count)


# Trails.


@pytest.mark.parametrize("size", ["small", "medium", "big"])
@pytest.mark.parametrize(
    ("behavior", "trail"),
    [
        pytest.param(None, (1, 4, 8), id="no behavior"),
        pytest.param({}, (1, 5, 8), id="an empty behavior"),
    ],
)
@pytest.mark.parametrize("seed", range(3))
def test_the_papers_scale_up_takes_two_steps_to_eight(
    size: ImageSize,
    behavior: dict[str, Any] | None,
    trail: tuple[int, ...],
    seed: int,
) -> None:
    trace = simulate(presets.paper(size, behavior=behavior), seed=seed)
    assert trace.trail == trail
    assert trace.replicas[-1].ready == 8


@pytest.mark.parametrize("size", ["small", "medium", "big"])
def test_a_pods_metric_takes_the_same_steps(size: ImageSize) -> None:
    trace = simulate(by_pod(presets.paper(size)), seed=1)
    assert trace.trail == (1, 4, 8)
    assert trace.replicas[-1].ready == 8


def test_the_load_asks_for_more_than_eight_from_the_first_step_to_the_end() -> None:
    for size in ("small", "big"):
        trace = simulate(presets.paper(size), seed=2)
        first = next(sync.time for sync in trace.syncs if sync.rescaled)
        after = [sync for sync in trace.syncs if sync.time >= first]
        assert all((sync.recommendation or 0) > 8 for sync in after)
        assert after[-1].metrics[0].value_milli == 9000 + 225_000


def test_bigger_images_take_longer_and_nothing_else_does() -> None:
    times = []
    for size in ("small", "medium", "big"):
        trace = simulate(presets.paper(size), seed=5)
        first = next(sync.time for sync in trace.syncs if sync.rescaled)
        times.append(ready_at(trace, 8) - first)
    assert times == sorted(times)
    # Two steps lie 15 s apart, and seven big images come over one link.
    assert times[0] > 15
    assert times[2] > 7 * presets.paper_image("big").pulled_bytes / 125e6


# What is in a trace.


def test_every_new_pod_comes_through_all_moments_in_order() -> None:
    trace = simulate(presets.paper("medium"), seed=3)
    assert len(trace.pods) == 8
    assert trace.pods[0].milestones == dict.fromkeys(POD_MILESTONES, 0.0)
    for pod in trace.pods[1:]:
        assert tuple(pod.milestones) == POD_MILESTONES
        assert all(a <= b for a, b in pairwise(pod.milestones.values()))
        assert pod.image_present is False
        assert pod.pulled_bytes == presets.paper_image("medium").pulled_bytes
    assert len({pod.node for pod in trace.pods}) == 8
    assert "master-1" not in {pod.node for pod in trace.pods}


def test_the_chain_comes_in_order_from_the_load_to_the_first_step() -> None:
    trace = simulate(presets.paper(), seed=4)
    first = next(sync for sync in trace.syncs if sync.rescaled)
    assert trace.load_raised_at == 120.0
    assert trace.metric_crossed_at is not None
    assert 120.0 < trace.metric_crossed_at < 120.0 + 10.0 + 0.1
    assert trace.metric_crossed_at <= first.time < trace.metric_crossed_at + 15.0
    assert first.metrics[0].value_milli == 9000 + 1_800_000
    assert first.metrics[0].target_milli == 200_000
    assert first.reason == f"Job metric {presets.SERIES} above target"
    assert "SuccessfulRescale" in first.events[0]


def test_each_link_of_the_chain_shows_its_own_value() -> None:
    trace = simulate(presets.paper("big"), seed=0)
    lagging = [
        sync
        for sync in trace.syncs
        if sync.time > 120 and sync.metrics and sync.metrics[0].value_milli == 9000
    ]
    for sync in lagging:
        assert sync.metrics[0].exposed == 1809.0
    last = trace.syncs[-1].metrics[0]
    assert last.exposed == 234.0
    assert last.stored == 8
    assert last.oldest_sample_seconds is not None
    assert 0 <= last.oldest_sample_seconds <= 10.02


def test_without_capacity_limits_all_connections_are_held() -> None:
    trace = simulate(presets.paper(), seed=1)
    assert trace.totals.offered == pytest.approx(1800 * (900 - 120))
    # Without a probe, a pod gets connections a moment before its program answers.
    assert trace.totals.lost < 100
    assert trace.totals.served + trace.totals.lost == trace.totals.offered
    assert [point.endpoints for point in trace.load][-1] == 8


def test_with_a_capacity_less_is_lost_with_every_replica() -> None:
    scenario = presets.paper()
    capacity = assumed(300.0, "units of load", "a test")
    service = scenario.service.model_copy(update={"capacity": capacity})
    trace = simulate(changed(scenario, service=service), seed=1)
    raised = [point for point in trace.load if point.time >= 120]
    assert raised[0].lost == 1500
    assert raised[-1].lost == 0
    assert 0 < trace.totals.lost < 1500 * 60


def test_a_goal_ends_the_run_when_its_last_replica_serves() -> None:
    scenario = changed(presets.paper("medium"), goal_replicas=8)
    trace = simulate(scenario, seed=1)
    served = [pod.milestones[Milestone.FIRST_REQUEST] for pod in trace.pods]
    assert trace.ended_at == max(served) < 300
    assert (
        trace.ended_at
        == simulate(presets.paper("medium"), seed=1)
        .pods[served.index(max(served))]
        .milestones[Milestone.FIRST_REQUEST]
    )


# Seeds.


def test_one_seed_always_gives_the_same_bytes() -> None:
    scenario = presets.paper("big")
    assert simulate(scenario, seed=7).to_json() == simulate(scenario, seed=7).to_json()


def test_the_bytes_do_not_depend_on_the_process() -> None:
    program = (
        "from simulator import presets\n"
        "from simulator.run import simulate\n"
        "import sys\n"
        "sys.stdout.write(simulate(presets.paper('big'), seed=7).to_json())\n"
    )
    texts = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": hashseed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            check=True,
        ).stdout
        for hashseed in ("1", "2")
    }
    assert texts == {simulate(presets.paper("big"), seed=7).to_json().encode()}


def test_seeds_move_syncs_scrapes_and_starts() -> None:
    traces = [simulate(presets.paper("medium"), seed=seed) for seed in range(4)]
    assert len({trace.syncs[0].time for trace in traces}) == 4
    assert len({trace.metric_crossed_at for trace in traces}) == 4
    assert len({ready_at(trace, 8) for trace in traces}) == 4
