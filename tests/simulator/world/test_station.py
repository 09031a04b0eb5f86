"""A queue with several servers: its rules, Erlang C, Little's law."""

from __future__ import annotations

import math
import random
from statistics import fmean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.world.station import Station

CUSTOMERS = 1_000_000
BATCHES = 50
T_99 = 2.68
"""Student's t for 49 degrees of freedom, 99 %."""


def erlang_c(servers: int, load: float) -> float:
    """Give the share of customers that have to wait (M/M/c; *load* in erlangs)."""
    below = math.fsum(load**k / math.factorial(k) for k in range(servers))
    last = load**servers / math.factorial(servers) * servers / (servers - load)
    return last / (below + last)


@pytest.mark.parametrize(("servers", "rho"), [(1, 0.5), (2, 0.7), (4, 0.8)])
def test_as_many_wait_as_erlang_c_says(servers: int, rho: float) -> None:
    chance = random.Random(f"{servers} {rho}")
    station, time, waited = Station(servers), 0.0, []
    for _ in range(CUSTOMERS):
        time += chance.expovariate(servers * rho)
        service = chance.expovariate(1.0)
        end = station.arrive(time, service)
        assert end is not None
        waited.append(end - time - service > 1e-9)
        station.settle(time)
    size = CUSTOMERS // BATCHES
    means = [fmean(waited[start : start + size]) for start in range(0, CUSTOMERS, size)]
    expected, middle = erlang_c(servers, servers * rho), fmean(means)
    half = T_99 * stdev(means) / math.sqrt(BATCHES)
    assert middle - half <= expected <= middle + half
    assert 2 * half < 0.02 * expected


@st.composite
def stories(draw: st.DrawFn) -> tuple[Station, list[tuple[float, float]]]:
    """Draw a station, and customers with gaps and services."""
    station = Station(
        draw(st.integers(1, 4)),
        draw(st.one_of(st.none(), st.integers(0, 3))),
        draw(st.sampled_from([math.inf, 0.5, 2.0])),
    )
    gaps = st.tuples(st.floats(0, 2), st.floats(0.01, 5))
    return station, draw(st.lists(gaps, max_size=60))


@given(stories())
def test_littles_law_holds(story: tuple[Station, list[tuple[float, float]]]) -> None:
    station, customers = story
    time, inside, stays = 0.0, [], []
    for gap, service in customers:
        time += gap
        end = station.arrive(time, service)
        if end is not None:
            stays.append(end - time)
            inside += [(time, 1), (end, -1)]
    # The area below the number of customers, counted moment by moment.
    area, count, last = 0.0, 0, 0.0
    for moment, step in sorted(inside):
        area += count * (moment - last)
        count, last = count + step, moment
    assert count == 0
    assert area == pytest.approx(math.fsum(stays))


@given(stories())
def test_no_more_are_served_than_there_are_servers(
    story: tuple[Station, list[tuple[float, float]]],
) -> None:
    station, customers = story
    time, served = 0.0, []
    for gap, service in customers:
        time += gap
        end = station.arrive(time, service)
        if end is not None:
            served += [(end - service, 1), (end, -1)]
            assert end - service - time <= station.patience + 1e-9
    count = 0
    for _, step in sorted(served, key=lambda one: (round(one[0], 9), one[1])):
        count += step
        assert count <= station.servers


def test_a_full_queue_refuses() -> None:
    station = Station(1, queue=1)
    assert [station.arrive(0.0, 5.0) for _ in range(3)] == [5.0, 10.0, None]


def test_without_a_queue_a_free_server_still_serves() -> None:
    station = Station(2, queue=0)
    assert [station.arrive(0.0, 5.0) for _ in range(3)] == [5.0, 5.0, None]


def test_what_is_killed_is_not_done() -> None:
    station = Station(2)
    ends = [station.arrive(0.0, 1.0), station.arrive(0.0, 9.0)]
    assert ends == [1.0, 9.0]
    assert station.kill(5.0) == 1
    assert (station.finished, station.inside) == (1, 0)
    assert station.arrive(5.0, 1.0) == 6.0
