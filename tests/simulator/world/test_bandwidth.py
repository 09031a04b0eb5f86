"""Shared links: fair, never overdrawn, and no byte lost or made."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.clock import Clock
from simulator.world.bandwidth import Network, Transfer, fair_rates

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    import simpy

Route = tuple[str, ...]

capacities = st.dictionaries(
    st.sampled_from(["hub", "a", "b", "c", "d"]),
    st.integers(1, 1000).map(float),
    min_size=5,
    max_size=5,
)
routes = st.lists(
    st.lists(
        st.sampled_from(["hub", "a", "b", "c", "d"]),
        min_size=1,
        max_size=3,
        unique=True,
    ).map(tuple),
    max_size=8,
)


@pytest.mark.parametrize(
    ("paths", "links", "rates"),
    [
        pytest.param([], {"hub": 9.0}, [], id="nobody"),
        pytest.param([("hub", "a")], {"hub": 9.0, "a": 4.0}, [4.0], id="own link"),
        pytest.param(
            [("hub", "a"), ("hub", "b"), ("hub", "c")],
            {"hub": 9.0, "a": 10.0, "b": 10.0, "c": 10.0},
            [3.0, 3.0, 3.0],
            id="the hub's link is shared",
        ),
        pytest.param(
            [("hub", "a"), ("hub", "b"), ("hub", "c")],
            {"hub": 9.0, "a": 1.0, "b": 10.0, "c": 10.0},
            [1.0, 4.0, 4.0],
            id="what a slow node leaves goes to the others",
        ),
        pytest.param(
            [("hub", "a"), ("hub", "a"), ("hub", "b")],
            {"hub": 100.0, "a": 10.0, "b": 50.0},
            [5.0, 5.0, 50.0],
            id="two on one node",
        ),
    ],
)
def test_rates_in_small_networks(
    paths: list[Route], links: dict[str, float], rates: list[float]
) -> None:
    assert fair_rates(paths, links) == pytest.approx(rates)


@given(routes, capacities)
def test_no_link_is_overdrawn_and_every_transfer_meets_a_full_link(
    paths: list[Route], links: dict[str, float]
) -> None:
    rates = fair_rates(paths, links)
    used = {
        link: sum(rate for rate, path in zip(rates, paths, strict=True) if link in path)
        for link in links
    }
    for link, capacity in links.items():
        assert used[link] <= capacity * (1 + 1e-9)
    for path in paths:
        assert any(used[link] >= links[link] * (1 - 1e-9) for link in path)


@given(routes, capacities)
def test_rates_are_max_min_fair(paths: list[Route], links: dict[str, float]) -> None:
    rates = fair_rates(paths, links)
    for rate, path in zip(rates, paths, strict=True):
        # On some full link of its way nobody gets more than it does.
        assert any(
            _full(link, rates, paths, links)
            and all(
                other <= rate * (1 + 1e-9)
                for other, way in zip(rates, paths, strict=True)
                if link in way
            )
            for link in path
        )


def _full(
    link: str, rates: Sequence[float], paths: list[Route], links: dict[str, float]
) -> bool:
    used = sum(rate for rate, way in zip(rates, paths, strict=True) if link in way)
    return used >= links[link] * (1 - 1e-9)


def test_seven_pulls_at_once_take_seven_times_as_long_as_one() -> None:
    assert _ends([(0, 1000, "a")]) == pytest.approx([10.0])
    seven = _ends([(0, 1000, name) for name in "abcdefg"])
    assert seven == pytest.approx([70.0] * 7)


def test_a_transfer_that_joins_slows_the_first_one_down() -> None:
    # 500 bytes alone (5 s), then 50 bytes/s each until the first has its 1000.
    assert _ends([(0, 1000, "a"), (5, 1000, "b")]) == pytest.approx([15.0, 20.0])


def test_an_aborted_transfer_leaves_its_share_to_the_others() -> None:
    clock = Clock()
    network = Network(clock, {"hub": 100.0, "a": 1e3, "b": 1e3})
    first = network.transfer(1000, ("hub", "a"))
    second = network.transfer(1000, ("hub", "b"))
    clock.at(4, lambda: network.abort(first))
    ends: list[float] = []
    clock.start(_watch(clock, second, ends))
    clock.run(until=100)
    assert first.received == pytest.approx(200)
    assert not first.done.triggered
    assert ends == pytest.approx([12.0])


def test_nothing_to_transfer_is_there_at_once() -> None:
    assert _ends([(3, 0, "a")]) == pytest.approx([3.0])


starts = st.lists(
    st.tuples(
        st.integers(0, 100).map(lambda tenth: tenth / 10),
        st.integers(1, 10_000),
        st.sampled_from("abcdefg"),
    ),
    min_size=1,
    max_size=8,
)


@settings(deadline=None)
@given(starts)
def test_every_byte_arrives_once_and_never_faster_than_the_link(
    pulls: list[tuple[float, int, str]],
) -> None:
    clock = Clock()
    network = Network(clock, {"hub": 100.0, **dict.fromkeys("abcdefg", 60.0)})
    begun: list[tuple[float, Transfer]] = []
    for start, size, node in pulls:
        clock.at(
            start,
            lambda s=size, n=node: begun.append(  # type: ignore[misc]  # keeps the loop's variables
                (clock.now, network.transfer(s, ("hub", n)))
            ),
        )
    seen: list[tuple[float, float]] = []
    clock.every(
        0.7,
        lambda: seen.append((clock.now, sum(network.received(t) for _, t in begun))),
        first=0.0,
    )
    clock.run(until=2000)
    assert [t.received for _, t in begun] == [t.size for _, t in begun]
    assert all(t.done.triggered for _, t in begun)
    for (before, had), (after, has) in itertools.pairwise(seen):
        assert has - had >= -1e-6
        assert has - had <= 100.0 * (after - before) * (1 + 1e-9) + 1e-6


def _ends(pulls: list[tuple[float, float, str]]) -> list[float]:
    """Run *pulls* (start, bytes, node) over a hub of 100 bytes/s; tell the ends."""
    clock = Clock()
    network = Network(clock, {"hub": 100.0, **dict.fromkeys("abcdefg", 1e3)})
    ends: list[float] = []

    def begin(size: float, node: str) -> None:
        clock.start(_watch(clock, network.transfer(size, ("hub", node)), ends))

    for start, size, node in pulls:
        clock.at(start, lambda s=size, n=node: begin(s, n))  # type: ignore[misc]  # keeps the loop's variables
    clock.run(until=1000)
    return ends


def _watch(
    clock: Clock, transfer: Transfer, ends: list[float]
) -> Generator[simpy.Event, Any, None]:
    yield transfer.done
    ends.append(clock.now)
