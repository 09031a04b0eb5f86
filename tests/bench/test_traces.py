"""A trace's facts arrive in the observation unchanged."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from bench import scenarios
from bench.observation import ImageEvidence, NotObserved, Observation, Stamp
from bench.plan import load_plan
from bench.traces import CLOCK, observation
from simulator.run import simulate

if TYPE_CHECKING:
    from simulator.trace import Trace

PLAN = load_plan()
SMALL = PLAN.images[0]


@functools.cache
def _both() -> tuple[Trace, Observation]:
    scenario = scenarios.scenario(PLAN, SMALL)
    trace = simulate(scenario, seed=7)
    return trace, observation(trace, scenario, plan=PLAN, image=SMALL, repeat=3)


def test_every_moment_of_every_pod_is_there() -> None:
    trace, made = _both()
    assert len(made.pods) == len(trace.pods) == 8
    for record, pod in zip(trace.pods, made.pods, strict=True):
        assert (pod.name, pod.node) == (record.name, record.node)
        assert pod.bytes_pulled == record.pulled_bytes
        assert pod.stamps == {
            milestone: Stamp(seconds=seconds, clock=CLOCK.name)
            for milestone, seconds in record.milestones.items()
        }


def test_the_pod_of_the_start_is_marked_and_the_others_pulled() -> None:
    _, made = _both()
    assert [pod.initial for pod in made.pods] == [True] + [False] * 7
    assert {pod.evidence for pod in made.pods[1:]} == {ImageEvidence.PROVED}


def test_decisions_and_trail_are_the_autoscalers() -> None:
    trace, made = _both()
    steps = [d.after for d in made.decisions if d.after != d.before]
    assert (1, *steps) == trace.trail == (1, 4, 8)
    rescales = [s.time for s in trace.syncs if s.rescaled]
    assert [d.seconds for d in made.decisions if d.after != d.before] == rescales
    assert any(d.metric_value == "1809" for d in made.decisions)
    assert [p.ready for p in made.trail] == [p.ready for p in trace.replicas]


def test_the_identity_and_the_links_are_kept() -> None:
    _, made = _both()
    assert (made.image, made.repeat, made.seed) == ("small", 3, 7)
    assert made.links.node_bytes_per_second == 125e6
    assert made.links.registry_bytes_per_second == 125e6
    assert made.missed_because == ""


def test_a_run_that_falls_short_brings_the_simulators_reason() -> None:
    scenario = scenarios.scenario(PLAN, SMALL, nodes=6)
    trace = simulate(scenario, seed=7)
    made = observation(trace, scenario, plan=PLAN, image=SMALL, repeat=1)
    assert "waited for a node" in made.missed_because
    assert [pod.node for pod in made.pods].count("") == 2
    assert made.ended_seconds == scenario.duration_seconds


def test_a_load_that_never_rises_has_no_moment() -> None:
    load = PLAN.load.model_copy(update={"connections": 1})
    plan = PLAN.model_copy(update={"load": load})
    scenario = scenarios.scenario(plan, SMALL)
    trace = simulate(scenario, seed=7)
    made = observation(trace, scenario, plan=plan, image=SMALL, repeat=1)
    assert isinstance(made.metric_crosses, NotObserved)
