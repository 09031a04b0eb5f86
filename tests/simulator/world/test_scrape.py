"""Scraping: moments of its own for each target, absence, and staleness."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import pytest

from simulator.clock import Clock
from simulator.loads.polyline import Polyline
from simulator.parameter import assumed
from simulator.sections.metrics import ScrapeSection
from simulator.sections.service import ExposedSeries
from simulator.streams import Streams
from simulator.world.exporter import Exporter
from simulator.world.pods import Pod
from simulator.world.scrape import Scraper
from simulator.world.series import STALE, Series, Store
from simulator.world.service import Service

SERIES = ExposedSeries(name="open_fds", base=6, labels={"kind": "all"})


@dataclass
class World:
    clock: Clock
    store: Store
    scraper: Scraper

    def series(self, name: str, pod: str) -> Series:
        found = [one for one in self.store.named(name) if ("pod", pod) in one.labels]
        assert len(found) == 1
        return found[0]


def world(
    *,
    seed: int = 1,
    discovery: float = 5.0,
    latency: float = 0.5,
    namespace_label: str | None = "namespace",
    pod_label: str | None = "pod",
) -> World:
    clock, store = Clock(), Store()
    service = Service(
        clock,
        Polyline(((0.0, 0.0),)),
        unit="requests/s",
        capacity=None,
        reopen_seconds=0.0,
    )
    options = ScrapeSection(
        discovery_seconds=assumed(discovery, "s", "a test"),
        latency_seconds=assumed(latency, "s", "a test"),
        labels={"job": "web"},
        namespace_label=namespace_label,
        pod_label=pod_label,
    )
    scraper = Scraper(
        clock,
        Streams(seed),
        options=options,
        namespace="http",
        exporter=Exporter(service, (SERIES,)),
        store=store,
    )
    return World(clock, store, scraper)


def pod(number: int, *, answers: bool = True) -> Pod:
    return Pod(number, f"web-{number}", answers=answers)


def test_each_target_has_its_own_moment_once_in_every_interval() -> None:
    here = world(latency=0.0)
    for number in range(1, 6):
        here.scraper.add(pod(number))
    here.clock.run(until=100)
    times = [here.series("up", f"web-{n}").times_ms for n in range(1, 6)]
    assert all(len(found) == 10 for found in times)
    assert all(
        later - earlier == 10_000
        for found in times
        for earlier, later in itertools.pairwise(found)
    )
    assert len({found[0] for found in times}) == 5


def test_other_seeds_scrape_at_other_moments() -> None:
    firsts = set()
    for seed in range(5):
        here = world(seed=seed)
        here.scraper.add(pod(1))
        here.clock.run(until=20)
        firsts.add(here.series("up", "web-1").times_ms[0])
    assert len(firsts) == 5


def test_a_sample_carries_the_scrapes_start_and_is_seen_after_its_latency() -> None:
    here = world(latency=0.5)
    here.scraper.add(pod(1))
    seen: list[float] = []
    here.scraper.on_stored = lambda: seen.append(here.clock.now)
    here.clock.run(until=11)
    stamped = here.series("open_fds", "web-1").times_ms[0] / 1000
    assert seen[0] - stamped == pytest.approx(0.5, abs=0.001)


def test_series_carry_the_targets_labels_and_their_own() -> None:
    here = world()
    here.scraper.add(pod(1))
    here.clock.run(until=11)
    assert here.series("open_fds", "web-1").labels == (
        ("__name__", "open_fds"),
        ("instance", "web-1"),
        ("job", "web"),
        ("kind", "all"),
        ("namespace", "http"),
        ("pod", "web-1"),
    )


def test_the_scrape_side_decides_what_the_labels_are_called() -> None:
    here = world(namespace_label=None, pod_label="apod")
    here.scraper.add(pod(1))
    here.clock.run(until=11)
    labels = dict(here.store.named("open_fds")[0].labels)
    assert labels["apod"] == "web-1"
    assert "namespace" not in labels
    assert "pod" not in labels


def test_a_new_pod_has_no_samples_before_its_discovery_and_first_scrape() -> None:
    here = world(discovery=5.0)
    here.clock.at(20, lambda: here.scraper.appear(pod(1)))
    here.clock.run(until=20.1)
    assert not here.store.named("up")
    here.clock.run(until=36)
    first = here.series("open_fds", "web-1").times_ms[0] / 1000
    assert 20 < first < 20 + 5 + 10


def test_a_pod_that_does_not_answer_is_down_and_absent_not_zero() -> None:
    here, dead = world(), pod(1, answers=False)
    here.scraper.add(dead)
    here.clock.run(until=100)
    assert not here.store.named("open_fds")
    assert set(here.series("up", "web-1").values) == {0.0}


def test_a_failed_scrape_makes_the_series_stale_at_once() -> None:
    here, mortal = world(), pod(1)
    here.scraper.add(mortal)
    here.clock.run(until=35)
    mortal.answers = False
    here.clock.run(until=60)
    values = here.series("open_fds", "web-1").values
    assert values.count(STALE) == 1
    assert values[-1] is STALE
    assert here.series("up", "web-1").values[-1] == 0.0


def test_a_vanished_targets_series_become_stale_after_another_interval() -> None:
    here, mortal = world(discovery=0.0, latency=0.0), pod(1)
    here.scraper.add(mortal)
    here.clock.run(until=35)
    here.scraper.vanish(mortal)
    stored = here.series("open_fds", "web-1")
    last = stored.times_ms[-1]
    here.clock.run(until=last / 1000 + 20.9)
    assert STALE not in stored.values
    here.clock.run(until=last / 1000 + 21.1)
    assert stored.values.index(STALE) == len(stored.values) - 1
    # The marker stands where the next sample would have stood.
    assert stored.times_ms[-1] == pytest.approx(last + 10_000, abs=1)
    here.clock.run(until=200)
    assert stored.times_ms[-1] < last + 11_000
