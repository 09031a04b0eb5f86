"""Pulls over shared links: the same seconds as in the simulator, without chance."""

from __future__ import annotations

import pytest

from bench.calibration.transfers import Pull, Rates, predicted

RATES = Rates(node_link=10.0, registry_link=20.0, unpack=100.0, resolve_seconds=1.0)


def pull(start: float = 0.0, node: str = "a", size: float = 100.0) -> Pull:
    return Pull(
        start_seconds=start,
        node=node,
        pulled_bytes=size,
        on_disk_bytes=200.0,
        seconds=1.0,
    )


def test_a_pull_alone_is_as_fast_as_its_node_s_link() -> None:
    assert predicted([pull()], RATES) == [pytest.approx(1 + 10 + 2)]


def test_the_registry_s_link_is_shared() -> None:
    found = predicted([pull(node=n) for n in "abcd"], RATES)
    assert found == pytest.approx([1 + 20 + 2] * 4)


def test_one_that_comes_later_slows_the_others_down_from_then_on() -> None:
    """By hand: two at 10 for 5 s, then three at 20 / 3; the first have 50 left."""
    found = predicted([pull(node="a"), pull(node="b"), pull(5, node="c")], RATES)
    early = 1 + 5 + 50 / (20 / 3) + 2
    assert found[:2] == pytest.approx([early, early])
    rest = (100 - 7.5 * 20 / 3) / 10
    assert found[2] == pytest.approx(1 + 7.5 + rest + 2)


def test_no_pull_takes_no_time() -> None:
    assert predicted([], RATES) == []
