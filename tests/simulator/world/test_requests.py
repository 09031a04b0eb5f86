"""The *requests* load model: who is served where, and the loop around it."""

from __future__ import annotations

import json
import random
from functools import partial
from itertools import pairwise
from statistics import fmean
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from octoscale.core.errors import InputError
from simulator import presets, scenario
from simulator.clock import Clock
from simulator.loads.constant import Constant
from simulator.loads.polyline import Polyline
from simulator.parameter import assumed
from simulator.run import simulate
from simulator.sections.requests import RequestsSection
from simulator.streams import Streams
from simulator.summary import summarize
from simulator.world.pods import Pod
from simulator.world.requests import RequestService, arrivals
from tests.simulator.scenarios import changed


def seconds(value: float) -> Any:
    return assumed(value, "s", "a test")


def service(clock: Clock, *, load: float = 50.0, **fields: Any) -> RequestService:
    return RequestService(
        clock,
        Polyline(((0.0, load),)),
        options=RequestsSection(**fields),
        streams=Streams(1),
    )


def requests_on(name: str, **fields: Any) -> Any:
    base = presets.PRESETS[name]()
    section = base.service.model_copy(
        update={"requests": RequestsSection(**fields), "capacity": None}
    )
    return changed(base, service=section, load_model="requests")


@given(
    levels=st.lists(st.floats(0, 50), min_size=2, max_size=6), seed=st.integers(0, 999)
)
@settings(max_examples=30)
def test_as_many_come_as_the_load_says(levels: list[float], seed: int) -> None:
    course = Polyline(tuple((100.0 * n, level) for n, level in enumerate(levels)))
    end = 100.0 * (len(levels) - 1)
    times = []
    for time in arrivals(course, random.Random(seed)):
        if time > end:
            break
        times.append(time)
    assert all(a <= b for a, b in pairwise(times))
    expected = course.integral(0, end)
    assert abs(len(times) - expected) < 6 * expected**0.5 + 6


def test_a_load_of_nothing_brings_nobody() -> None:
    assert list(arrivals(Polyline(((0.0, 0.0),)), random.Random(1))) == []


def test_without_endpoints_everybody_is_lost() -> None:
    clock = Clock()
    world = service(clock)
    clock.run(until=100)
    offered, served = world.totals
    assert served == 0
    assert offered == pytest.approx(5000, rel=0.1)
    assert world.breach_seconds == pytest.approx(100, abs=1)


def test_endpoints_share_by_chance_and_finish_what_they_have() -> None:
    clock = Clock()
    world, pods = service(clock), [Pod(n, f"web-{n}", answers=True) for n in (1, 2)]
    for one in pods:
        world.join(one)
    clock.run(until=100)
    first, second = (world.served_by(one) for one in pods)
    assert first == pytest.approx(second, rel=0.1)
    world.leave(pods[0])
    clock.run(until=200)
    assert world.served_by(pods[0]) - first < 20
    assert world.totals[0] - world.totals[1] == 0


def test_with_keep_alive_a_new_endpoint_gets_its_part_later() -> None:
    got = {}
    for keep_alive in (1, 200):
        clock = Clock()
        world = service(clock, load=100.0, keep_alive_requests=keep_alive)
        pods = [Pod(n, f"web-{n}", answers=True) for n in (1, 2)]
        world.join(pods[0])
        clock.at(10, partial(world.join, pods[1]))
        clock.run(until=40)
        got[keep_alive] = world.served_by(pods[1])
    assert got[200] < got[1] / 2


def test_a_silent_pod_loses_what_it_had() -> None:
    clock = Clock()
    pod = Pod(1, "web-1", answers=True)
    world = service(clock, load=50.0, service_seconds=seconds(2), concurrency=500)
    world.join(pod)
    clock.run(until=50)
    before = world.totals
    world.silent(pod)
    assert world.totals[0] - before[0] == pytest.approx(100, abs=40)
    assert world.totals[1] == before[1]


def test_the_whole_loop_scales_on_single_requests() -> None:
    trace = simulate(requests_on("laptop"), seed=1)
    assert trace.load_model == "requests"
    assert max(trace.trail) == 6
    summary = summarize(trace)
    assert summary.p50_seconds is not None
    assert summary.p99_seconds is not None
    assert 0 < summary.p50_seconds < summary.p99_seconds
    assert summary.late is not None
    assert summary.served + summary.lost == pytest.approx(summary.offered)
    assert summary.offered == pytest.approx(246_000, rel=0.02)


def test_the_same_seed_gives_the_same_requests() -> None:
    load = Constant(shape="constant", unit="requests/s", level=30)
    short = changed(requests_on("laptop"), load=load, duration_seconds=300.0)
    assert simulate(short, seed=4).to_json() == simulate(short, seed=4).to_json()
    assert simulate(short, seed=4).totals != simulate(short, seed=5).totals


def test_littles_law_holds_in_a_run() -> None:
    clock, pod = Clock(), Pod(1, "web-1", answers=True)
    world = service(clock, load=40.0, service_seconds=seconds(0.08), concurrency=4)
    world.join(pod)
    numbers: list[int] = []
    station = world._station(pod)

    def look() -> None:
        world.served_by(pod)
        numbers.append(station.inside)

    clock.every(0.05, look, first=0.05)
    clock.run(until=4000)
    rate = len(world.responses) / 4000
    assert fmean(numbers) == pytest.approx(rate * fmean(world.responses), rel=0.01)


def test_connections_are_refused() -> None:
    raw = {**presets.paper().model_dump(mode="json"), "load_model": "requests"}
    with pytest.raises(InputError, match="a load of requests/s"):
        scenario.load(json.dumps(raw))
