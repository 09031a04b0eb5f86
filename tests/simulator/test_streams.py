"""Random streams: repeatable, and none moves another."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from simulator.streams import Streams


def test_a_stream_depends_on_the_seed_and_the_name_alone() -> None:
    one, other = Streams(7), Streams(7)
    other.stream("something", "else").random()
    assert one.stream("scrape", "web-1").random() == (
        other.stream("scrape", "web-1").random()
    )


def test_other_seeds_and_other_names_give_other_streams() -> None:
    drawn = {
        Streams(seed).stream(*names).random()
        for seed in (1, 2)
        for names in (("a",), ("b",), ("a", "b"), ("ab",))
    }
    assert len(drawn) == 8


def test_the_first_draw_of_seed_1_is_the_same_on_every_machine() -> None:
    assert Streams(1).stream("sync").random() == 0.3988933881804503


@given(st.integers(), st.floats(0, 1))
def test_a_spread_stays_within_its_ratio(seed: int, ratio: float) -> None:
    assert 1 - ratio <= Streams(seed).spread(ratio, "start") <= 1 + ratio
