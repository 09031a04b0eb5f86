"""The service: how load spreads, what is served, and what is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from octoscale.core.phases import Milestone
from simulator.clock import Clock
from simulator.loads.polyline import Polyline
from simulator.world.pods import Pod
from simulator.world.service import Service

if TYPE_CHECKING:
    from simulator.loads.base import LoadUnit


def service(
    clock: Clock,
    *,
    load: float = 100.0,
    unit: LoadUnit = "requests/s",
    capacity: float | None = None,
    reopen_seconds: float = 0.0,
) -> Service:
    return Service(
        clock,
        Polyline(((0.0, load),)),
        unit=unit,
        capacity=capacity,
        reopen_seconds=reopen_seconds,
    )


def pod(number: int, *, answers: bool = True) -> Pod:
    return Pod(number, f"web-{number}", answers=answers)


def test_without_endpoints_all_load_is_lost() -> None:
    clock = Clock()
    world = service(clock)
    clock.run(until=10)
    assert world.serving == 0.0
    assert world.totals == (1000.0, 0.0)


def test_requests_spread_evenly_from_one_moment_to_the_next() -> None:
    clock = Clock()
    world, pods = service(clock), [pod(1), pod(2)]
    world.join(pods[0])
    clock.at(10, lambda: world.join(pods[1]))
    clock.run(until=10)
    assert world.load_of(pods[0]) == 100.0
    clock.run(until=20.0)
    assert [world.load_of(one) for one in pods] == [50.0, 50.0]
    assert [world.served_by(one) for one in pods] == pytest.approx([1500.0, 500.0])


def test_what_exceeds_the_capacity_is_lost() -> None:
    clock = Clock()
    world, only = service(clock, capacity=30.0), pod(1)
    world.join(only)
    clock.run(until=10)
    assert world.serving == 30.0
    assert world.load_of(only) == 30.0
    assert world.totals == pytest.approx((1000.0, 300.0))


def test_an_endpoint_that_does_not_answer_yet_loses_its_share() -> None:
    clock = Clock()
    world, pods = service(clock), [pod(1), pod(2, answers=False)]
    for one in pods:
        world.join(one)
    clock.run(until=10)
    assert world.serving == 50.0

    world.answering(pods[1])
    assert world.serving == 100.0
    assert world.totals == pytest.approx((1000.0, 500.0))


def test_connections_move_over_as_they_are_re_opened() -> None:
    clock = Clock()
    world = service(clock, unit="connections", reopen_seconds=10.0)
    pods = [pod(1), pod(2)]
    world.join(pods[0])
    clock.run(until=20)
    world.join(pods[1])
    seen: list[list[float]] = []
    clock.every(
        3.0, lambda: seen.append([world.load_of(one) for one in pods]), first=20.0
    )
    clock.run(until=33)
    assert seen == [[100, 0], [85, 15], [70, 30], [55, 45], [50, 50]]


def test_a_share_that_is_left_behind_goes_to_the_others_at_once() -> None:
    clock = Clock()
    world = service(clock, unit="connections", reopen_seconds=10.0)
    pods = [pod(1), pod(2), pod(3)]
    for one in pods:
        world.join(one)
    clock.run(until=20)
    world.leave(pods[0])
    assert [world.load_of(one) for one in pods] == [0, 50, 50]
    assert world.serving == 100.0


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("jl"), st.integers(1, 40)), max_size=20),
    st.sampled_from([0.0, 4.0]),
)
def test_whole_connections_always_add_up_to_the_load(
    steps: list[tuple[str, int]], reopen_seconds: float
) -> None:
    clock = Clock()
    world = service(
        clock, load=1801.0, unit="connections", reopen_seconds=reopen_seconds
    )
    pods: list[Pod] = []
    for number, (step, tenths) in enumerate(steps):
        if step == "j":
            pods.append(pod(number))
            world.join(pods[-1])
        elif pods:
            world.leave(pods.pop(0))
        clock.run(until=clock.now + tenths / 10)
        held = [world.load_of(one) for one in pods]
        assert all(connections == int(connections) for connections in held)
        assert sum(held) == (1801 if pods else 0)


@pytest.mark.parametrize(
    ("unit", "load", "reopen_seconds", "wait"),
    [
        pytest.param("requests/s", 100.0, 5.0, 0.02, id="the second of 100 requests"),
        pytest.param("connections", 100.0, 5.0, 0.1, id="two of 20 re-opened a second"),
        pytest.param("connections", 100.0, 0.0, 0.0, id="re-opened all the time"),
    ],
)
def test_a_new_pods_first_request_comes_with_its_share_of_the_load(
    unit: LoadUnit, load: float, reopen_seconds: float, wait: float
) -> None:
    clock = Clock()
    world = service(clock, load=load, unit=unit, reopen_seconds=reopen_seconds)
    pods = [pod(1), pod(2)]
    world.join(pods[0])
    clock.run(until=50)
    world.join(pods[1])
    clock.run(until=60)
    first = pods[1].milestones[Milestone.FIRST_REQUEST]
    assert first - 50 == pytest.approx(wait, abs=1e-5)


def test_without_load_there_is_no_first_request() -> None:
    clock = Clock()
    world, only = service(clock, load=0.0), pod(1)
    world.join(only)
    clock.run(until=60)
    assert not only.reached(Milestone.FIRST_REQUEST)


def test_a_pod_that_has_left_serves_no_first_request() -> None:
    clock = Clock()
    world = service(clock, load=1.0, unit="connections", reopen_seconds=30.0)
    pods = [pod(1), pod(2)]
    for one in pods:
        world.join(one)
    clock.run(until=1)
    world.leave(pods[1])
    clock.run(until=100)
    assert not pods[1].reached(Milestone.FIRST_REQUEST)
