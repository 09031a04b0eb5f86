"""What is kept of what watches tell: first times, by both clocks; gaps move nothing."""

from __future__ import annotations

import pytest

from bench.drivers.kubernetes.clocks import ARRIVAL, GAP, SERVER
from bench.observation import Stamp
from octoscale.core.phases import Milestone
from octoscale.kube.types import EventType
from tests.bench.drivers.kubernetes.told import (
    NAME,
    endpoints,
    event,
    pod,
    recording,
    rescale,
    seen,
    target,
)

FIELD = "spec.containers{httpgo}"


def stamp(arrival: float, server: float) -> Stamp:
    return Stamp(seconds=arrival, clock=ARRIVAL.name, also={SERVER.name: server})


def test_each_moment_keeps_its_first_time_by_both_clocks() -> None:
    kept = recording()
    kept.take(seen(pod("a"), 1.25, sort=EventType.ADDED))
    kept.take(seen(pod("a", PodScheduled=2), 2.5))
    kept.take(seen(pod("a", PodScheduled=2, started=3), 3.5))
    kept.take(seen(pod("a", PodScheduled=2, started=3, Ready=4), 4.5))
    kept.take(seen(pod("a", PodScheduled=2, started=3, Ready=9), 9.5))
    kept.take(seen(endpoints("a", at=5), 5.5))
    (record,) = kept.pods.values()
    assert record.stamps == {
        Milestone.CREATED: stamp(1.25, 1),
        Milestone.SCHEDULED: stamp(2.5, 2),
        Milestone.CONTAINERS_STARTED: stamp(3.5, 3),
        Milestone.READY: stamp(4.5, 4),
        Milestone.ENDPOINT_READY: stamp(5.5, 5),
    }
    assert record.node == "node-a"
    assert kept.ready_pods() == 1


def test_what_a_listing_after_a_gap_shows_has_the_servers_time_only() -> None:
    kept = recording()
    kept.take(seen(pod("a"), 1.25))
    kept.take(seen(pod("a", Ready=4), 9.5, late=True))
    (record,) = kept.pods.values()
    assert record.stamps[Milestone.READY] == Stamp(seconds=4.0, clock=SERVER.name)


def test_what_a_gap_hid_and_nobody_dated_is_not_observed() -> None:
    kept = recording()
    undated = endpoints("a", at=5)
    undated["metadata"]["managedFields"] = []
    kept.take(seen(pod("a"), 1.25))
    kept.take(seen(undated, 9.5, late=True))
    (record,) = kept.pods.values()
    assert record.stamps[Milestone.ENDPOINT_READY] is GAP


def test_pulls_are_those_of_the_services_container() -> None:
    kept = recording()
    name = f"{NAME}-a"
    text = 'Successfully pulled image "r/a:1" in 2s'
    kept.take(seen(pod("a"), 1))
    kept.take(seen(event(name, "Pulling", "Pulling", 2, path=FIELD), 2.5))
    kept.take(seen(event(name, "Pulled", text, 4, path=FIELD), 4.5))
    other = "spec.containers{octoscale-exporter}"
    kept.take(seen(event(name, "Pulled", text, 6, path=other), 6.5))
    (record,) = kept.pods.values()
    assert record.stamps[Milestone.PULLING] == stamp(2.5, 2)
    assert record.stamps[Milestone.PULLED] == stamp(4.5, 4)
    assert [pull.took for pull in record.pulls] == ["2s"]


def test_pods_of_other_repeats_are_left_out() -> None:
    kept = recording()
    other = pod("a")
    other["metadata"]["labels"]["octoscale.bench/repeat"] = "httpgo-small-2"
    kept.take(seen(other, 1))
    kept.take(seen({**target(1), "metadata": {"name": "httpgo-small-2"}}, 1))
    assert not kept.pods
    assert not kept.targets


def test_the_load_is_no_replica() -> None:
    kept = recording()
    kept.take(seen(pod("load", role="load", started=3), 3.5))
    assert not kept.pods
    started = kept.helpers["load"].stamps[Milestone.CONTAINERS_STARTED]
    assert started == stamp(3.5, 3)
    assert kept.alive() == 1
    kept.take(seen(pod("load", role="load"), 4.5, sort=EventType.DELETED))
    assert kept.alive() == 0


def test_a_deleted_pod_is_not_ready_any_more() -> None:
    kept = recording()
    kept.take(seen(pod("a", Ready=2), 2))
    kept.take(seen(endpoints("a", at=2), 2))
    assert kept.ready_pods() == 1
    kept.take(seen(pod("a", Ready=2), 3, sort=EventType.DELETED))
    assert kept.ready_pods() == 0


def test_a_rescale_that_is_listed_again_is_one_rescale() -> None:
    kept = recording()
    kept.take(seen(rescale(4, 5), 5.5))
    kept.take(seen(rescale(4, 5), 9.5, late=True))
    assert len(kept.rescales) == 1


@pytest.mark.parametrize(
    "message",
    ["", "quota"],
    ids=["fine", "failing"],
)
def test_why_no_pod_can_be_made_is_kept(message: str) -> None:
    kept = recording()
    state = target(4)
    if message:
        one = {"type": "ReplicaFailure", "status": "True", "message": message}
        state["status"]["conditions"] = [one]
    kept.take(seen(state, 1))
    assert kept.targets[-1].failure == message
