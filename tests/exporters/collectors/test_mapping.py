"""The mapping collector: named values of JSON and of text, and nothing computed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from exporters.collectors.mapping import Mapped, MappingCollector
from octoscale.core.errors import UsageError
from tests.exporters.exposed import samples, text_of, types
from tests.exporters.serving_pages import pages
from tests.reference import reference

QUEUED = Mapped(name="queued", path="queue.length")


def scrape(page: bytes, *mapping: Mapped) -> str:
    with pages({"/": page}) as uri:
        return text_of(MappingCollector(uri, mapping, prefix="jobs"))


def test_values_are_taken_by_their_paths() -> None:
    page = {"queue": {"length": 7}, "done": {"a": 2, "b": 3}, "waits": [{"ms": 250}]}
    text = scrape(
        json.dumps(page).encode(),
        QUEUED,
        Mapped(name="done_total", path="done.*", label="worker", kind="counter"),
        Mapped(name="wait_seconds", path="waits[0].ms", factor=0.001),
    )
    found = samples(text)
    assert found["jobs_queued", ()] == 7
    assert found["jobs_done_total", (("worker", "a"),)] == 2
    assert found["jobs_wait_seconds", ()] == 0.25
    assert types(text)["jobs_done_total"] == "counter"


def test_lines_of_text_are_taken_by_their_beginning() -> None:
    waiting = Mapped(name="waiting", line="Waiting jobs")
    found = samples(scrape(b"Up: yes\nWaiting jobs: 12\n", waiting))
    assert found["jobs_waiting", ()] == 12


def test_a_real_page_is_mapped() -> None:
    page = reference("real", "payloads", "expvar", "go1.19_debug_vars.json")
    heap = Mapped(name="heap_bytes", path="memstats.HeapAlloc")
    assert samples(scrape(page.read_bytes(), heap))["jobs_heap_bytes", ()] == 1317096


def test_a_value_that_is_not_there_is_absent_and_reported() -> None:
    text = scrape(b'{"queue": {"length": 7}}', QUEUED, Mapped(name="late", path="late"))
    assert 'key="late"' in text
    assert "jobs_late" not in types(text)


@pytest.mark.parametrize("value", ["7 jobs", None, True, [7], {"a": 7}])
def test_what_is_no_number_is_never_made_one(value: Any) -> None:
    page = json.dumps({"queue": {"length": value}, "other": 1}).encode()
    text = scrape(page, QUEUED, Mapped(name="other", path="other"))
    assert "jobs_queued" not in types(text)


def test_too_many_label_values_cost_their_family() -> None:
    page = json.dumps({"done": {f"w{n}": n for n in range(101)}, "other": 1}).encode()
    text = scrape(
        page,
        Mapped(name="done", path="done.*", label="worker"),
        Mapped(name="other", path="other"),
    )
    assert "jobs_done" not in types(text)
    assert samples(text)["jobs_exporter_scrape_unreadable_families", ()] == 1


def test_a_counter_below_zero_is_left_out_and_counted() -> None:
    page = json.dumps({"queue": {"length": -7}, "done": -3, "by": {"a": -1, "b": 2}})
    text = scrape(
        page.encode(),
        QUEUED,
        Mapped(name="done_total", path="done", kind="counter"),
        Mapped(name="all_total", path="by.*", label="worker", kind="counter"),
    )
    found = samples(text)
    assert found["jobs_queued", ()] == -7
    assert not {"jobs_done_total", "jobs_all_total"} & set(types(text))
    assert found["jobs_exporter_scrape_unreadable_families", ()] == 2


@pytest.mark.parametrize(
    "mapping",
    [
        pytest.param([], id="empty"),
        pytest.param([Mapped(name="a")], id="neither"),
        pytest.param([Mapped(name="a", path="a", line="a")], id="both"),
        pytest.param([QUEUED, Mapped(name="b", line="b")], id="mixed"),
        pytest.param([QUEUED, QUEUED], id="twice"),
        pytest.param([Mapped(name="a", path="a", kind="counter")], id="no-total"),
        pytest.param([Mapped(name="a", path="a.*")], id="no-label"),
        pytest.param([Mapped(name="a", path="a", label="x")], id="label-without-star"),
        pytest.param([Mapped(name="a", path="a.*", label="le-x")], id="label"),
        pytest.param([Mapped(name="a", path="a.*", label="__name__")], id="reserved"),
        pytest.param([Mapped(name="up", path="a")], id="up"),
        pytest.param([Mapped(name="exporter_accept_queue", path="a")], id="own"),
        pytest.param(
            [Mapped(name="up_total", path="a", kind="counter")], id="family-of-up"
        ),
        pytest.param(
            [QUEUED, Mapped(name="queued_total", path="a", kind="counter")],
            id="one-family",
        ),
        pytest.param([Mapped(name="a", path="__import__('os')")], id="code"),
        pytest.param([Mapped(name="a", path="a..b")], id="no-step"),
        pytest.param([Mapped(name="a", path="*.*", label="x")], id="two-stars"),
        pytest.param([Mapped(name="a", path=".".join("a" * 40))], id="long"),
    ],
)
def test_a_mapping_that_makes_no_sense_is_refused(mapping: list[Mapped]) -> None:
    with pytest.raises(UsageError):
        MappingCollector("http://127.0.0.1/", mapping)


def test_the_names_of_the_exporter_cannot_begin_a_mappings() -> None:
    with pytest.raises(UsageError, match="own names"):
        MappingCollector("http://127.0.0.1/", [QUEUED], prefix="octoscale_exporter")
