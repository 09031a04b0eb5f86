"""Bandwidth and unpacking are found again in pulls that they made."""

from __future__ import annotations

import dataclasses
import random

import pytest

from bench.calibration.pulls import MOST_PULLS, FittedPulls, fit_pulls, pulls_of
from bench.calibration.transfers import Pull, Rates, predicted
from bench.observation import Clock, NotObserved, Stamp
from bench.plan import load_plan
from octoscale.core.phases import Milestone
from tests.bench.fakes import UNSEEN, observation

TRUE = Rates(node_link=125e6, registry_link=250e6, unpack=90e6, resolve_seconds=0.3)
SIZES = ((8.8e6, 19.17e6), (146e6, 325.96e6), (1.446e9, 2.73e9))


def repeats(rates: Rates, *, noise: float = 0.0) -> list[list[Pull]]:
    """Make pulls of three images on seven nodes, three first and four later."""
    draw = random.Random(3)
    made = []
    for pulled, disk in SIZES:
        bare = [
            Pull(
                start_seconds=0.0 if number < 3 else 15.0,
                node=f"node-{number}",
                pulled_bytes=pulled,
                on_disk_bytes=disk,
                seconds=1.0,
            )
            for number in range(7)
        ]
        made.append(
            [
                dataclasses.replace(p, seconds=s * draw.uniform(1 - noise, 1 + noise))
                for p, s in zip(bare, predicted(bare, rates), strict=True)
            ]
        )
    return made


def fitted(rates: Rates, *, noise: float = 0.0) -> FittedPulls:
    found = fit_pulls(repeats(rates, noise=noise))
    assert isinstance(found, FittedPulls)
    return found


@pytest.mark.parametrize(("noise", "off"), [(0.0, 0.01), (0.03, 0.1)])
def test_what_made_the_pulls_is_found(noise: float, off: float) -> None:
    found = fitted(TRUE, noise=noise)
    for name in ("registry_link", "unpack"):
        assert found.known[name]
        assert getattr(found.rates, name) == pytest.approx(getattr(TRUE, name), rel=off)
    assert found.typical_error < max(noise, 0.005)


def test_a_link_that_never_was_the_narrow_one_is_not_known() -> None:
    found = fitted(dataclasses.replace(TRUE, node_link=5e9))
    assert not found.known["node_link"]
    assert found.rates.registry_link == pytest.approx(TRUE.registry_link, rel=0.02)


def test_of_many_repeats_an_even_choice_is_fitted() -> None:
    many = [repeat for repeat in repeats(TRUE) for _ in range(40)]
    found = fit_pulls(many)
    assert isinstance(found, FittedPulls)
    assert MOST_PULLS - 7 <= found.count <= MOST_PULLS
    assert found.rates.registry_link == pytest.approx(TRUE.registry_link, rel=0.02)


def test_too_few_pulls_say_nothing() -> None:
    assert isinstance(fit_pulls([]), NotObserved)
    assert isinstance(fit_pulls([repeats(TRUE)[0][:1]]), NotObserved)


def test_pulls_are_read_from_an_observation() -> None:
    (first, *rest) = pulls_of(observation(pull=12.0), load_plan())
    assert len(rest) == 6
    assert (first.seconds, first.pulled_bytes) == (12.0, 1e9)
    assert first.on_disk_bytes == 19_170_000
    assert rest[-1].start_seconds - first.start_seconds == 15.0


def test_pulls_that_were_not_seen_in_full_are_left_out() -> None:
    made = observation()
    pods = [dataclasses.replace(p, bytes_pulled=UNSEEN) for p in made.pods]
    assert pulls_of(dataclasses.replace(made, pods=tuple(pods)), load_plan()) == []


def test_starts_by_another_clock_are_compared_with_each_other() -> None:
    made = observation()
    server = Clock(name="server", resolution_seconds=1.0)
    pods = []
    for one in made.pods:
        stamps = dict(one.stamps)
        for milestone in (Milestone.PULLING, Milestone.PULLED):
            old = stamps[milestone]
            assert isinstance(old, Stamp)
            stamps[milestone] = Stamp(seconds=old.seconds + 1000, clock="server")
        pods.append(dataclasses.replace(one, stamps=stamps))
    other = dataclasses.replace(made, pods=tuple(pods), clocks=(*made.clocks, server))
    found = pulls_of(other, load_plan())
    assert [p.seconds for p in found] == [10.0] * 7
    assert found[-1].start_seconds - found[0].start_seconds == 15.0
