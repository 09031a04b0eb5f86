"""The cgroup collector: both versions' files, and this machine's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from exporters.collectors.cgroup import DEFAULT_FOLDER, CgroupCollector
from tests.exporters.exposed import values

if TYPE_CHECKING:
    from pathlib import Path

V2 = {
    "cpu.stat": "usage_usec 2500000\nuser_usec 1\nnr_periods 40\nnr_throttled 10\n"
    "throttled_usec 500000\n",
    "cpu.max": "50000 100000\n",
    "memory.current": "3000\n",
    "memory.max": "4000\n",
    "memory.stat": "anon 1\ninactive_file 1000\n",
    "memory.events": "low 0\noom_kill 2\n",
}
V1 = {
    "cpu/cpu.stat": "nr_periods 40\nnr_throttled 10\nthrottled_time 500000000\n",
    "cpu/cpu.cfs_quota_us": "50000\n",
    "cpu/cpu.cfs_period_us": "100000\n",
    "cpuacct/cpuacct.usage": "2500000000\n",
    "memory/memory.usage_in_bytes": "3000\n",
    "memory/memory.limit_in_bytes": "4000\n",
    "memory/memory.stat": "cache 1\ntotal_inactive_file 1000\n",
    "memory/memory.oom_control": "oom_kill_disable 0\noom_kill 2\n",
}


def written(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


@pytest.mark.parametrize("files", [V1, V2], ids=["v1", "v2"])
def test_both_versions_say_the_same(files: dict[str, str], tmp_path: Path) -> None:
    found = values(CgroupCollector(written(tmp_path, files)))
    assert found["container_up"] == 1
    assert found["container_cpu_seconds_total"] == 2.5
    assert found["container_cpu_limit_cores"] == 0.5
    assert found["container_cpu_throttled_periods_total"] == 10
    assert found["container_cpu_throttled_seconds_total"] == 0.5
    assert found["container_memory_working_set_bytes"] == 2000
    assert found["container_memory_limit_bytes"] == 4000
    assert found["container_memory_used_ratio"] == 0.5
    assert found["container_oom_kills_total"] == 2


@pytest.mark.parametrize(
    "files",
    [
        {**V2, "cpu.max": "max 100000\n", "memory.max": "max\n"},
        {
            **V1,
            "cpu/cpu.cfs_quota_us": "-1\n",
            "memory/memory.limit_in_bytes": "9223372036854771712\n",
        },
    ],
    ids=["v2", "v1"],
)
def test_a_limit_that_is_not_set_is_absent(
    files: dict[str, str], tmp_path: Path
) -> None:
    found = values(CgroupCollector(written(tmp_path, files)))
    assert "container_cpu_limit_cores" not in found
    assert "container_memory_limit_bytes" not in found
    assert "container_memory_used_ratio" not in found
    assert found["container_memory_usage_bytes"] == 3000


def test_no_control_group_and_garbage_are_told_apart(tmp_path: Path) -> None:
    empty = CgroupCollector(tmp_path)
    assert values(empty)["container_up"] == 0
    assert empty.last_failure is not None
    assert empty.last_failure.reason == "not_found"
    garbage = CgroupCollector(written(tmp_path, {**V2, "memory.current": "many"}))
    assert values(garbage)["container_up"] == 0
    assert garbage.last_failure is not None
    assert garbage.last_failure.reason == "content"


def test_this_machines_own_group_is_read() -> None:
    if not any((DEFAULT_FOLDER / n).exists() for n in ("cpuacct", "cpu.stat")):
        pytest.skip("no control group is mounted")
    assert values(CgroupCollector())["container_up"] == 1
