"""Bursts: most are small, few are large."""

from __future__ import annotations

from simulator.loads.heavy_tail import HeavyTail


def bursts(seed: int) -> list[float]:
    load = HeavyTail(
        shape="heavy_tail",
        unit="requests/s",
        base=10,
        most=1000,
        for_seconds=60_000,
        seed=seed,
    ).course()
    return [load.at(time) for time in range(30, 60_000, 60)]


def test_half_of_the_levels_are_near_the_base_and_some_far_above() -> None:
    levels = sorted(bursts(0))
    # The median of a Pareto distribution is base x 2^(1/alpha).
    assert 14 < levels[len(levels) // 2] < 18
    assert levels[0] >= 10
    assert 200 < levels[-1] <= 1000


def test_another_seed_gives_other_bursts() -> None:
    assert bursts(1) == bursts(1) != bursts(2)
