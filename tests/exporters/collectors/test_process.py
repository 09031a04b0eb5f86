"""The process collector on real processes: there, restarted, gone, forbidden."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import psutil
import pytest

from exporters.collectors.process import ProcessCollector, descriptors
from octoscale.core.errors import UsageError
from tests.exporters.child import child, new_marker
from tests.exporters.exposed import plain_values, samples, text_of, types, values
from tests.reference import reference

if TYPE_CHECKING:
    from pathlib import Path

NODE = {
    *("memory_percent", "memory_total", "memory_free"),
    *("swap_percent", "swap_total", "swap_free"),
    *("cpu_percent", "num_cpus", "load1", "load5", "load15"),
}
OWN = {
    "web_up",
    "web_scrape_duration_seconds",
    "web_scrape_failures_total",
    "web_scrape_unreadable_families",
}
LATER = {"web_top_cpu", "web_cpu_percent"}
"""Need an earlier reading."""


def names(text: str) -> set[str]:
    return {name for name, _ in samples(text)}


def process_names() -> set[str]:
    declared = {row.series_name for row in descriptors("web")}
    return declared - {f"web_{name}" for name in NODE}


def test_what_is_declared_is_what_is_exposed_under_the_declared_type() -> None:
    with child() as service:
        text = text_of(ProcessCollector(prefix="web", pid=service.pid))
    declared = {row.series_name: row.kind for row in descriptors("web")}
    found = types(text)
    own = OWN | {"web_last_success_age_seconds"}
    assert found.keys() == declared.keys() - LATER | own
    for name in found.keys() - own:
        assert found[name] == declared[name], name
    assert names(text) == found.keys()


def test_a_second_reading_adds_what_needs_a_first() -> None:
    now = iter([0.0, 0.1, 10.0, 10.1])
    with child() as service:
        collector = ProcessCollector(
            prefix="web", pid=service.pid, clock=lambda: next(now)
        )
        values(collector)
        assert values(collector).keys() >= LATER


def test_a_killed_process_is_absent_and_not_zero() -> None:
    with child() as service:
        collector = ProcessCollector(prefix="web", pid=service.pid)
        assert values(collector)["web_process_open_fds"] >= 3
        service.kill()
        text = text_of(collector)
    assert not names(text) & process_names()
    assert samples(text)["web_up", ()] == 0
    assert samples(text)["web_scrape_failures_total", (("reason", "gone"),)] == 1
    assert samples(text)["web_load1", ()] >= 0  # the node is still there


def test_where_the_original_says_zero_for_a_dead_process_nothing_is_said() -> None:
    recorded = reference("real", "exposition", "cms_process_exporter_dead_pid.prom")
    zeros = {
        name
        for name, value in plain_values(recorded.read_text()).items()
        if name.startswith("gone_")
        and value == 0
        and name.removeprefix("gone_") not in NODE
    }
    assert {"gone_process_open_fds", "gone_established_connections"} <= zeros
    with child() as service:
        collector = ProcessCollector(prefix="gone", pid=service.pid)
        service.kill()
        ours = samples(text_of(collector))
    assert not {name for name, _ in ours} & zeros
    assert ours["gone_up", ()] == 0


def test_every_series_of_the_original_is_exposed_for_a_living_process() -> None:
    recorded = reference(
        "real", "exposition", "cms_process_exporter_httpgo_underload.prom"
    )
    theirs = {
        name
        for name in plain_values(recorded.read_text())
        if name.startswith("myapphttp_")
    }
    now = iter([0.0, 0.1, 10.0, 10.1])
    with child() as service:
        collector = ProcessCollector(
            prefix="myapphttp", pid=service.pid, clock=lambda: next(now)
        )
        values(collector)
        ours = names(text_of(collector))
    assert theirs <= ours


def test_a_restart_is_followed_by_pattern() -> None:
    marker = new_marker()
    collector = ProcessCollector(prefix="web", pattern=marker)
    assert values(collector)["web_up"] == 0
    with child(marker):
        first = values(collector)
    assert values(collector)["web_up"] == 0
    with child(marker):
        second = values(collector)
    assert first["web_up"] == second["web_up"] == 1
    starts = [found["web_process_start_time_seconds"] for found in (first, second)]
    assert starts[0] < starts[1]


def test_a_restart_is_followed_by_pid_file(tmp_path: Path) -> None:
    path = tmp_path / "web.pid"
    collector = ProcessCollector(prefix="web", pid_file=path)
    ups = [values(collector)["web_up"]]
    for _ in range(2):
        with child() as service:
            path.write_text(str(service.pid))
            ups.append(values(collector)["web_up"])
        ups.append(values(collector)["web_up"])
    assert ups == [0, 1, 0, 1, 0]


def test_a_new_process_starts_with_a_new_measure_of_its_cpu_time() -> None:
    marker = new_marker()
    now = iter(range(1000))
    collector = ProcessCollector(
        prefix="web", pattern=marker, clock=lambda: float(next(now))
    )
    with child(marker):
        values(collector)
        assert "web_top_cpu" in values(collector)
    with child(marker):
        assert "web_top_cpu" not in values(collector)


def test_a_collector_in_the_service_itself_may_watch_it() -> None:
    own = values(ProcessCollector(prefix="web", pid=os.getpid()))
    assert own["web_up"] == 1
    assert own["web_num_threads"] == psutil.Process().num_threads()


def test_command_lines_are_never_exposed() -> None:
    marker = new_marker()
    with child(marker):
        assert marker not in text_of(ProcessCollector(prefix="web", pattern=marker))


_AS_NOBODY = """
import os, sys
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import generate_latest
from exporters.collectors.process import ProcessCollector
# Imported as root, who can read the checkout; then root no more.
os.setgroups([]); os.setgid(65534); os.setuid(65534)
registry = CollectorRegistry()
registry.register(ProcessCollector(prefix="web", pid=int(sys.argv[1])))
print(generate_latest(registry).decode())
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_of_another_users_process_the_forbidden_is_absent_and_said_so() -> None:
    with child() as service:
        said = subprocess.run(
            [sys.executable, "-c", _AS_NOBODY, str(service.pid)],
            capture_output=True,
            text=True,
            check=False,
        )
    assert said.returncode == 0, said.stderr
    found = {name: value for (name, _), value in samples(said.stdout).items()}
    assert found["web_up"] == 1
    assert found["web_process_resident_memory_bytes"] > 0
    assert "web_process_open_fds" not in found
    assert "web_established_connections" not in found
    missing = process_names() - LATER - found.keys()
    assert found["web_scrape_unreadable_families"] == len(missing)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        pytest.param({}, "exactly one", id="none"),
        pytest.param({"pid": 1, "pattern": "x"}, "exactly one", id="two"),
        pytest.param({"pid": 0}, "not a process number", id="pid-zero"),
        pytest.param({"pattern": ""}, "every process", id="empty-pattern"),
        pytest.param({"pattern": "("}, "not a regular expression", id="bad-pattern"),
        pytest.param({"pid": 1, "prefix": "1web"}, "not a prefix", id="digit-first"),
        pytest.param({"pid": 1, "prefix": "web-a"}, "not a prefix", id="hyphen"),
        pytest.param({"pid": 1, "prefix": ""}, "not a prefix", id="no-prefix"),
    ],
)
def test_arguments_that_make_no_sense_are_refused(
    arguments: dict[str, object], complaint: str
) -> None:
    with pytest.raises(UsageError, match=complaint):
        ProcessCollector(**({"prefix": "web"} | arguments))  # type: ignore[arg-type]  # wrong on purpose
