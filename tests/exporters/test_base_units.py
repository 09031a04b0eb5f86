"""Inherited names in base units: converted, and clean to every linter."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from exporters.base_units import BaseUnit, converted, renamed, with_prefix
from exporters.collectors.apache import ApacheCollector
from exporters.collectors.process import ProcessCollector
from exporters.exposition import lint
from octoscale.core.descriptor import MetricDescriptor
from tests.exporters.exposed import samples, text_of, types
from tests.exporters.good_sources import real
from tests.exporters.promtool import blamed
from tests.exporters.serving_pages import pages

if TYPE_CHECKING:
    from exporters.families import Value
    from exporters.source_collector import SourceCollector

UNITS = with_prefix({"wait_ms_total": BaseUnit("wait_seconds_total", 0.001, "s")}, "w")
STATUS = "apache_2.4.71_pair_with_exporter_auto.txt"


def descriptor(name: str) -> MetricDescriptor:
    return MetricDescriptor(
        series_name=name, kind="counter", help="Waited, in ms.", api_name="x"
    )


def test_a_series_is_renamed_with_its_api_name_unit_and_words() -> None:
    (new, same) = renamed([descriptor("w_wait_ms_total"), descriptor("w_b")], UNITS)
    assert new.series_name == "w_wait_seconds_total"
    assert new.api_name == "w_wait_seconds_per_second"
    assert (new.unit, new.help) == ("s", "Waited.")
    assert same == descriptor("w_b")


def test_plain_and_labelled_values_are_converted() -> None:
    given: dict[str, Value] = {"w_wait_ms_total": {("a",): 500.0}, "w_b": 1.0}
    assert converted(given, UNITS) == {
        "w_wait_seconds_total": {("a",): 0.5},
        "w_b": 1.0,
    }
    assert converted({"w_wait_ms_total": 250.0}, UNITS) == {
        "w_wait_seconds_total": 0.25
    }


def apache(*, base_units: bool) -> str:
    with pages({"/": real("apache", STATUS)}) as uri:
        return text_of(ApacheCollector(uri, base_units=base_units))


def process(*, base_units: bool) -> SourceCollector:
    return ProcessCollector(prefix="web", pid=os.getpid(), base_units=base_units)


def test_apaches_values_are_the_same_in_other_units() -> None:
    old, new = samples(apache(base_units=False)), samples(apache(base_units=True))
    sent = old["apache_sent_kilobytes_total", ()]
    assert new["apache_sent_bytes_total", ()] == sent * 1024
    user = (("type", "user"),)
    milliseconds = old["apache_cpu_time_ms_total", user]
    assert new["apache_cpu_time_seconds_total", user] == pytest.approx(
        milliseconds / 1e3
    )
    assert len(new) == len(old)


def test_a_process_memory_is_no_total() -> None:
    old, new = text_of(process(base_units=False)), text_of(process(base_units=True))
    size = samples(old)["web_memory_total", ()]
    assert samples(new)["web_memory_size_bytes", ()] == size
    assert len(types(new)) == len(types(old))


def test_no_linter_finds_fault_with_them() -> None:
    for text in (apache(base_units=True), text_of(process(base_units=True))):
        assert lint(text) == []
        assert blamed(text) == set()
