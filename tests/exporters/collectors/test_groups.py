"""The process-groups collector, on real processes."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import psutil
import pytest

from exporters.collectors.groups import GroupsCollector
from exporters.processes.grouping import parse_stat
from octoscale.core.errors import UsageError
from tests.exporters.child import child, new_marker
from tests.exporters.exposed import Samples, samples, text_of
from tests.reference import ROOT, reference

if TYPE_CHECKING:
    from collections.abc import Callable

PREFIX = "namedprocess_namegroup"
PATIENCE_SECONDS = 60.0


def wait_until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < end


def scrape(collector: GroupsCollector) -> Samples:
    return samples(text_of(collector))


def test_processes_are_summed_by_the_first_group_that_they_match() -> None:
    marker = new_marker()
    groups = GroupsCollector({"first": marker, "rest": "watched"})
    with child(marker), child(marker):
        found = scrape(groups)
    first = (("groupname", "first"),)
    assert found[f"{PREFIX}_num_procs", first] == 2
    assert found[f"{PREFIX}_num_procs", (("groupname", "rest"),)] == 0
    assert found[f"{PREFIX}_num_threads", first] == 2
    resident = (("groupname", "first"), ("memtype", "resident"))
    assert found[f"{PREFIX}_memory_bytes", resident] > 2 * 1024 * 1024
    assert found[f"{PREFIX}_open_filedesc", first] >= 6
    assert found[f"{PREFIX}_oldest_start_time_seconds", first] > 1e9


def test_the_process_nearest_to_its_limit_of_descriptors_is_told() -> None:
    marker = new_marker()
    groups = GroupsCollector({"web": marker})
    with child(marker) as one, child(marker) as other:
        resource.prlimit(other.pid, resource.RLIMIT_NOFILE, (64, 64))
        found = scrape(groups)
        open_ = [psutil.Process(which.pid).num_fds() for which in (one, other)]
    worst = found[f"{PREFIX}_worst_fd_ratio", (("groupname", "web"),)]
    assert worst == open_[1] / 64 > open_[0] / 20_000


def test_no_counter_goes_backwards_when_a_process_ends() -> None:
    marker = new_marker()
    groups = GroupsCollector({"web": marker})
    name = (f"{PREFIX}_minor_page_faults_total", (("groupname", "web"),))
    with child(marker):
        first = scrape(groups)[name]
    second = scrape(groups)[name]
    with child(marker):
        third = scrape(groups)[name]
    assert 0 < first <= second < third
    assert scrape(groups)[f"{PREFIX}_num_procs", (("groupname", "web"),)] == 0


def test_command_lines_are_never_exposed() -> None:
    marker = new_marker()
    with child(marker):
        assert marker not in text_of(GroupsCollector({"web": marker}))


def test_the_originals_families_are_ours() -> None:
    recorded = reference("real", "exposition", "ncabatoff_process_exporter_0.7.10.prom")
    theirs = {name for name, _ in samples(recorded.read_text())}
    ours = {d.series_name for d in GroupsCollector({"a": "a"}).descriptors}
    assert {name for name in ours if not name.endswith("_exporter")} <= theirs


@pytest.mark.parametrize("groups", [{}, {"a": ""}, {"a": "("}])
def test_groups_that_make_no_sense_are_refused(groups: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        GroupsCollector(groups)


def test_a_line_that_is_cut_is_no_process() -> None:
    assert parse_stat("7 (a) S 1") is None


def test_a_wrapper_that_execs_its_service_joins_the_services_group() -> None:
    script = "read line; exec sleep 36007"
    with subprocess.Popen(["sh", "-c", script], stdin=subprocess.PIPE) as wrapper:
        assert wrapper.stdin is not None
        count = (f"{PREFIX}_num_procs", (("groupname", "web"),))
        before = scrape(GroupsCollector({"web": "^sleep 36007"}))[count]
        patient = GroupsCollector({"web": "^sleep 36007"})
        scrape(patient)
        wrapper.stdin.write(b"\n")
        wrapper.stdin.flush()
        wait_until(lambda: scrape(patient)[count] == 1)
        wrapper.kill()
    assert before == 0


ALONE = """
from exporters.collectors.groups import GroupsCollector
token = "octoscale-only-in-this-command-line"
for family in GroupsCollector({"own": token}).collect():
    if family.name.endswith("num_procs"):
        print(family.samples[0].value)
"""


def test_the_exporter_is_no_member_though_its_command_line_holds_the_pattern() -> None:
    words = [sys.executable, "-c", ALONE]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "0.0\n"
