"""The table of names: the original's, with right types and honest texts."""

from __future__ import annotations

from exporters.processes.series import ROWS
from tests.exporters.exposed import types
from tests.reference import reference

OURS = {"process_start_time_seconds"}
"""Beside the original's: it tells a restart from a reset."""


def test_every_name_of_the_original_is_there() -> None:
    recorded = reference("real", "exposition", "cms_process_exporter_httpgo_idle.prom")
    theirs = {
        name.removeprefix("myapphttp_")
        for name in types(recorded.read_text())
        if name.startswith("myapphttp_")
    }
    assert {row.name for row in ROWS} == theirs | OURS


def test_only_what_only_grows_is_a_counter() -> None:
    counters = [row.name for row in ROWS if row.kind == "counter"]
    assert counters == ["process_cpu_seconds_total"]


def test_what_is_the_nodes_says_so() -> None:
    node = {row.name for row in ROWS if row.help.startswith("Of the whole node")}
    assert node == {
        *("memory_percent", "memory_total", "memory_free"),
        *("swap_percent", "swap_total", "swap_free"),
        *("cpu_percent", "num_cpus", "load1", "load5", "load15"),
    }


def test_names_stand_once() -> None:
    assert len({row.name for row in ROWS}) == len(ROWS)


def test_a_counter_is_served_as_a_rate_and_a_gauge_as_it_is() -> None:
    served = {row.name: row.api_name for row in ROWS}
    assert served["process_cpu_seconds_total"] == "process_cpu_seconds_per_second"
    assert served["process_open_fds"] == "process_open_fds"
    assert served["memory_total"] == "memory_total"
