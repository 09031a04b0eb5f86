"""Collectors are read together, before a deadline, and once for all who ask."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from prometheus_client.core import GaugeMetricFamily

from exporters.collection import Collection, ExporterRegistry, deadline_of
from exporters.collectors.expvar import ExpvarCollector
from tests.exporters.raw_server import raw_server, say_nothing
from tests.exporters.serving_pages import pages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Part:
    """A collector that does what a test says."""

    def __init__(self, name: str, wait: Callable[[], object] = bool) -> None:
        self.name = name
        self.wait = wait
        self.readings = 0

    def describe(self) -> list[GaugeMetricFamily]:
        return [GaugeMetricFamily(self.name, "Text.")]

    def collect(self) -> Iterator[GaugeMetricFamily]:
        self.readings += 1
        self.wait()
        yield GaugeMetricFamily(self.name, "Text.", value=1.0)


def values(collection: Collection, seconds: float | None = None) -> dict[str, float]:
    return {
        sample.name + "".join(sample.labels.values()): sample.value
        for family in collection.collect(seconds).collect()
        for sample in family.samples
    }


def test_a_late_collector_is_left_out_and_the_others_are_in() -> None:
    release = threading.Event()
    registry = ExporterRegistry()
    registry.register(Part("quick"))
    registry.register(Part("late", release.wait))
    collection = Collection(registry)
    found = values(collection, 1.0)
    assert found["quick"] == 1
    assert "late" not in found
    assert found["octoscale_exporter_collector_successpart"] == 1
    assert found["octoscale_exporter_collector_successpart_2"] == 0
    assert found["octoscale_exporter_collector_duration_secondspart_2"] > 0
    release.set()
    assert values(collection)["late"] == 1


def test_a_late_source_is_down_and_nothing_of_it_is_stale() -> None:
    with raw_server(say_nothing) as port:
        late = ExpvarCollector(f"http://127.0.0.1:{port}/", timeout_seconds=1)
        registry = ExporterRegistry()
        registry.register(late)
        found = values(Collection(registry), 0.1)
        late.collect()  # the reading that outlasted its scrape has ended
    names = {name for name in found if not name.startswith("octoscale_")}
    assert names == {"expvar_up"}
    assert found["expvar_up"] == 0
    assert found["octoscale_exporter_collector_successexpvar"] == 0


def test_a_source_that_says_nothing_is_no_success() -> None:
    with pages({"/": 503}) as uri:
        registry = ExporterRegistry()
        registry.register(ExpvarCollector(uri))
        found = values(Collection(registry))
    assert found["expvar_up"] == 0
    assert found["octoscale_exporter_collector_successexpvar"] == 0


def test_a_source_that_answers_is_a_success() -> None:
    with pages({"/": b'{"memstats": {"HeapAlloc": 7}}'}) as uri:
        registry = ExporterRegistry()
        registry.register(ExpvarCollector(uri))
        found = values(Collection(registry))
    assert found["expvar_up"] == 1
    assert found["octoscale_exporter_collector_successexpvar"] == 1


def test_scrapes_at_the_same_time_share_one_reading() -> None:
    release, started = threading.Event(), threading.Event()

    def wait() -> None:
        started.set()
        release.wait(10)

    part = Part("slow", wait)
    registry = ExporterRegistry()
    registry.register(part)
    collection = Collection(registry)
    found: list[dict[str, float]] = []
    threads = [
        threading.Thread(target=lambda: found.append(values(collection)))
        for _ in range(8)
    ]
    threads[0].start()
    started.wait(10)
    for thread in threads[1:]:
        thread.start()
    # All who ask while it runs wait for it; the last to come may ask anew.
    while threading.active_count() < len(threads) + 2:
        started.wait(0.001)
    release.set()
    for thread in threads:
        thread.join()
    assert [one["slow"] for one in found] == [1] * 8
    assert part.readings < 8


def test_no_reading_is_used_twice_by_those_who_come_later() -> None:
    part = Part("one")
    registry = ExporterRegistry()
    registry.register(part)
    collection = Collection(registry)
    for _ in range(3):
        values(collection)
    assert part.readings == 3


def test_a_collectors_own_error_is_raised() -> None:
    def wait() -> None:
        raise LookupError("theirs")

    registry = ExporterRegistry()
    registry.register(Part("broken", wait))
    with pytest.raises(LookupError, match="theirs"):
        Collection(registry).collect()


def test_a_registry_forgets_what_is_unregistered() -> None:
    registry = ExporterRegistry()
    part = Part("one")
    registry.register(part)
    registry.unregister(part)
    assert registry.parts == {}


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("10", 9.5),
        ("1", 0.9),
        (None, None),
        *((text, None) for text in ("", "x", "nan", "inf", "-1", "0", "1e9")),
    ],
)
def test_the_scrapes_own_time_out_is_read(
    header: str | None, seconds: float | None
) -> None:
    found = deadline_of(header)
    assert found == (None if seconds is None else pytest.approx(seconds))
