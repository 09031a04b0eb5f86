"""Up, failures by reason, and never a stale value, whatever the source does."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from exporters.errors import Reason, SourceError
from exporters.families import Reading
from exporters.source_collector import SourceCollector
from octoscale.core.descriptor import MetricDescriptor
from tests.exporters.exposed import samples, text_of, values

if TYPE_CHECKING:
    from collections.abc import Callable

DEPTH = MetricDescriptor(
    series_name="box_depth", kind="gauge", help="Depth.", api_name="box_depth"
)


class Box(SourceCollector):
    """A collector over a function."""

    def __init__(self, source: Callable[[], Reading]) -> None:
        self._source = source
        ticks = iter(range(1000))
        super().__init__(
            [DEPTH],
            prefix="box",
            own_prefix="box_exporter",
            reasons=(Reason.TIMEOUT,),
            clock=lambda: float(next(ticks)),
        )

    def read(self, now: float) -> Reading:
        del now
        return self._source()


def failing(error: Exception) -> Callable[[], Reading]:
    def source() -> Reading:
        raise error

    return source


def test_a_source_that_answers_is_up() -> None:
    box = Box(lambda: Reading(values={"box_depth": 3.0}, unreadable=2))
    assert values(box) == {
        "box_depth": 3.0,
        "box_up": 1.0,
        "box_exporter_scrape_duration_seconds": 1.0,
        "box_exporter_scrape_unreadable_families": 2.0,
        "box_exporter_last_success_age_seconds": 0.0,
    }
    assert box.last_failure is None


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        pytest.param(SourceError(Reason.TIMEOUT, "slow"), "timeout", id="known"),
        pytest.param(KeyError("surprise"), "internal", id="a-fault-of-ours"),
    ],
)
def test_a_source_that_fails_is_absent_and_says_why(
    error: Exception, reason: str
) -> None:
    box = Box(failing(error))
    found = samples(text_of(box))
    assert found["box_up", ()] == 0
    assert ("box_depth", ()) not in found
    failures = "box_exporter_scrape_failures_total"
    assert found[failures, (("reason", reason),)] == 1
    assert box.last_failure is not None
    assert box.last_failure.reason == reason


def test_no_value_of_an_earlier_reading_is_exposed_again() -> None:
    readings = iter(
        [
            Reading(values={"box_depth": 3.0}),
            Reading(failure=SourceError(Reason.TIMEOUT, "slow")),
            Reading(values={"box_depth": 4.0}),
        ]
    )
    box = Box(lambda: next(readings))
    assert [values(box).get("box_depth") for _ in range(3)] == [3.0, None, 4.0]
    failures = ("box_exporter_scrape_failures_total", (("reason", "timeout"),))
    readings = iter([Reading()])
    assert samples(text_of(box))[failures] == 1


def test_every_reason_has_its_series_before_it_happens() -> None:
    found = samples(text_of(Box(Reading)))
    assert {
        labels: value
        for (name, labels), value in found.items()
        if name == "box_exporter_scrape_failures_total"
    } == {(("reason", "timeout"),): 0.0, (("reason", "internal"),): 0.0}


def test_registering_does_not_touch_the_source() -> None:
    box = Box(failing(AssertionError("read")))
    declared = [family.name for family in box.describe()]
    assert declared == [
        "box_depth",
        "box_up",
        "box_exporter_scrape_duration_seconds",
        "box_exporter_scrape_failures",
        "box_exporter_scrape_unreadable_families",
        "box_exporter_last_success_age_seconds",
        "box_exporter_scrape_missing_keys",
    ]
    assert box.last_failure is None


def test_scrapes_at_the_same_time_are_all_counted() -> None:
    box = Box(failing(SourceError(Reason.TIMEOUT, "slow")))
    threads = [threading.Thread(target=box.collect) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = samples(text_of(box))
    failures = "box_exporter_scrape_failures_total"
    assert found[failures, (("reason", "timeout"),)] == 21


def test_while_it_is_read_it_is_down_and_says_how_long_it_has_been_silent() -> None:
    box = Box(lambda: Reading(values={"box_depth": 3.0}))
    families = {family.name for family in box.late()}
    assert families == {"box_up"}
    box.collect()
    found = {s.name: s.value for family in box.late() for s in family.samples}
    assert found == {"box_up": 0.0, "box_exporter_last_success_age_seconds": 1.0}
