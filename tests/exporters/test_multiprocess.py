"""Dead workers' files become one, and no counter ever notices."""

from __future__ import annotations

import json
import os
import signal
import socket
import struct
import subprocess
import sys
import time
import urllib.request
from typing import TYPE_CHECKING

import pytest
from prometheus_client import CollectorRegistry

from exporters.multiprocess import WorkersCollector, compact, workers_registry
from octoscale.core.errors import UsageError
from tests.exporters.exposed import Samples, samples, text_of
from tests.reference import ROOT

if TYPE_CHECKING:
    from pathlib import Path

_WORKER = """
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
registry = CollectorRegistry()
Counter("jobs_total", "Jobs.", ("kind",), registry=registry).labels("a").inc(2)
h = Histogram("wait_seconds", "Wait.", registry=registry, buckets=(0.1, 1.0))
h.observe(0.05); h.observe(0.5)
Gauge("busy", "B.", registry=registry, multiprocess_mode="livesum").set(1)
for mode, value in (("max", {number}), ("min", {number}), ("sum", 1)):
    g = Gauge("g_" + mode, "G.", registry=registry, multiprocess_mode=mode)
    g.set(value)
"""
JOBS = ("jobs_total", (("kind", "a"),))


def worker(folder: Path, number: int = 1) -> None:
    """Let a worker live, count and die."""
    subprocess.run(
        [sys.executable, "-c", _WORKER.format(number=number)],
        env={**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(folder)},
        check=True,
    )


def scrape(folder: Path, *, living: bool = False) -> Samples:
    return samples(text_of(WorkersCollector(folder, is_alive=lambda _: living)))


def files(folder: Path) -> int:
    return len(list(folder.glob("*.db")))


def test_compaction_changes_no_total(tmp_path: Path) -> None:
    for number in (3, 1, 2):
        worker(tmp_path, number)
    before = scrape(tmp_path, living=True)
    many = files(tmp_path)
    after = scrape(tmp_path)
    assert files(tmp_path) < many
    assert before[JOBS] == 6
    live = ("busy", ())
    assert {k: v for k, v in after.items() if k != live} == {
        k: v for k, v in before.items() if k != live
    }
    assert after["wait_seconds_bucket", (("le", "0.1"),)] == 3
    assert after["g_max", ()] == 3
    assert after["g_min", ()] == 1
    assert live not in after  # a dead worker is not busy


def test_the_number_of_files_does_not_grow_with_the_dead(tmp_path: Path) -> None:
    counts, totals = [], []
    for _ in range(3):
        worker(tmp_path)
        totals.append(scrape(tmp_path)[JOBS])
        counts.append(files(tmp_path))
    assert totals == [2, 4, 6]
    assert counts == [counts[0]] * 3


def test_nothing_is_done_without_the_dead(tmp_path: Path) -> None:
    worker(tmp_path)
    assert compact(tmp_path, is_alive=lambda _: True) == 0
    assert compact(tmp_path, is_alive=lambda _: False) > 0
    assert compact(tmp_path, is_alive=lambda _: False) == 0


@pytest.mark.parametrize("decided", [True, False])
def test_an_interrupted_compaction_counts_nothing_twice(
    decided: bool, tmp_path: Path
) -> None:
    for _ in range(2):
        worker(tmp_path)
    covered = [path.name for path in tmp_path.glob("counter_*.db")]
    # As it stands after the sums were written, and before anything was removed.
    whole = tmp_path / "whole"
    whole.mkdir()
    for path in tmp_path.glob("counter_*.db"):
        (whole / path.name).write_bytes(path.read_bytes())
    compact(whole, is_alive=lambda _: False)
    (sums,) = whole.glob("counter_*.db")
    (tmp_path / sums.with_suffix(".tmp").name).write_bytes(sums.read_bytes())
    if decided:
        journal = {"new": [sums.name], "covers": covered}
        (tmp_path / "compaction.json").write_text(json.dumps(journal))
    assert scrape(tmp_path, living=True)[JOBS] == 4
    assert scrape(tmp_path)[JOBS] == 4
    assert list(tmp_path.glob("*.tmp")) == []


@pytest.mark.parametrize("living", [True, False])
def test_a_file_that_its_worker_has_only_opened_holds_nothing(
    living: bool, tmp_path: Path
) -> None:
    worker(tmp_path)
    (tmp_path / "counter_999999.db").touch()
    (tmp_path / "gauge_livesum_999999.db").touch()
    assert scrape(tmp_path, living=living)[JOBS] == 2


def test_the_installed_clients_files_are_those_that_the_module_knows(
    tmp_path: Path,
) -> None:
    worker(tmp_path)
    names = {path.stem.rpartition("_")[0] for path in tmp_path.glob("*.db")}
    assert names == {
        *("counter", "histogram", "gauge_livesum"),
        *("gauge_max", "gauge_min", "gauge_sum"),
    }
    (path,) = tmp_path.glob("counter_*.db")
    raw = path.read_bytes()
    (used,) = struct.unpack_from("=i", raw)
    found = {}
    position = 8
    while position < used:
        (length,) = struct.unpack_from("=i", raw, position)
        key = json.loads(raw[position + 4 : position + 4 + length])
        position += 4 + length + (8 - (length + 4) % 8)  # filled up with spaces
        found[key[1]] = (key, struct.unpack_from("=dd", raw, position))
        position += 16
    key, (value, _) = found["jobs_total"]
    assert key == ["jobs", "jobs_total", {"kind": "a"}, "Jobs."]
    assert (position, value) == (used, 2.0)


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        WorkersCollector(tmp_path / "none")


def test_collectors_of_other_sources_join_once(tmp_path: Path) -> None:
    registry = workers_registry(tmp_path, [WorkersCollector(tmp_path)])
    assert len(registry.parts) == 2
    assert isinstance(registry, CollectorRegistry)


def get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - our own server
        text: str = answer.read().decode()
    return text


def test_a_real_gunicorn_keeps_its_totals_over_restarts(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    folder = tmp_path / "metrics"
    folder.mkdir()
    config = tmp_path / "gunicorn.conf.py"
    config.write_text("from exporters.multiprocess import child_exit\n")
    words: list[str | Path] = [sys.executable, "-m", "gunicorn", "--config", config]
    words += ["--workers", "4"]
    words += ["--bind", f"127.0.0.1:{port}", "--worker-tmp-dir", tmp_path]
    server = subprocess.Popen(
        [*words, "tests.exporters.gunicorn_app:application"],
        cwd=ROOT,
        env={**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(folder)},
        stderr=subprocess.PIPE,
        text=True,
    )
    url = f"http://127.0.0.1:{port}"
    with server:
        try:
            _wait_for(server, "Booting worker", 4)
            for total in (10, 20, 30):
                for _ in range(10):
                    get(f"{url}/work")
                _settle(url, total)
                if total < 30:
                    server.send_signal(signal.SIGHUP)
                    for _ in range(20):  # while workers come and go
                        assert _counted(url) == total
                    _wait_for(server, "Worker exiting", 4)
            # 4 living workers, and one sum a kind for the 8 dead ones, once the
            # last of them has been waited for.
            end = time.monotonic() + 30
            while len(list(folder.glob("counter_*.db"))) > 5:
                assert time.monotonic() < end
                get(f"{url}/work")
            assert _counted(url) >= 30
        finally:
            server.terminate()
            server.communicate(timeout=20)


def _counted(url: str) -> float:
    found = samples(get(f"{url}/metrics"))
    assert found["web_up", ()] == 1
    return found[
        "shop_requests_total", (("code", "200"), ("method", "GET"), ("route", "/work"))
    ]


def _settle(url: str, total: int) -> None:
    """Wait for the last count: it is made a moment after its client has the answer."""
    end = time.monotonic() + 30
    last = 0.0
    while last < total:
        assert time.monotonic() < end, f"{last} of {total}"
        now = _counted(url)
        assert last <= now <= total
        last = now


def _wait_for(server: subprocess.Popen[str], word: str, times: int) -> None:
    assert server.stderr is not None
    end = time.monotonic() + 30
    for line in server.stderr:
        times -= word in line
        if not times:
            return
        assert time.monotonic() < end
    pytest.fail("gunicorn ended")
