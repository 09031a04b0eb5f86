"""Recorded loads: what is read, and the place of what is wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from adapter_rules.prometheus.process import PrometheusProcess
from octoscale.core import yamlio
from octoscale.core.errors import EnvironmentMissingError, FileAccessError, InputError
from simulator import presets, scenario
from simulator.loads.replay import PrometheusRange, Replay
from simulator.recordings import read_access_log, read_csv, read_range, resolve
from simulator.testing import remote_write

if TYPE_CHECKING:
    from pathlib import Path

LINE = '10.0.0.1 - bob [01/Feb/2021:00:00:{:02d} +0100] "GET /secret?token=x" 200 1\n'
ANSWER = {"data": {"result": [{"metric": {}, "values": [[100, "5"], [160, "7.5"]]}]}}


def test_a_scenario_may_name_a_recording_beside_it(tmp_path: Path) -> None:
    (tmp_path / "load.csv").write_text("t,load\n1000,10\n1060,20\n")
    raw = yamlio.load(scenario.dump(presets.paper())).value
    raw["load"] = {"shape": "replay", "unit": "requests/s", "csv": "load.csv"}
    read = scenario.load(yamlio.dump(raw), file=str(tmp_path / "s.yaml"))
    assert read.load.course().at(30) == 15
    assert scenario.load(scenario.dump(read)) == read


def test_of_an_access_log_only_the_times_are_kept(tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    log.write_text(LINE.format(0) * 3 + LINE.format(25) * 2)
    load = Replay(
        shape="replay",
        unit="requests/s",
        access_log="access.log",
        interval_seconds=10.0,
    )
    read = resolve(load, beside=str(tmp_path / "s.yaml"))
    assert [read.course().at(time) for time in (5, 15, 25)] == [0.3, 0.0, 0.2]
    assert "secret" not in read.model_dump_json()


def test_a_saved_range_query_is_read(tmp_path: Path) -> None:
    (tmp_path / "answer.json").write_text(json.dumps(ANSWER))
    source = PrometheusRange(file=str(tmp_path / "answer.json"))
    load = Replay(shape="replay", unit="requests/s", prometheus=source)
    assert resolve(load, beside=None).points == ((0.0, 5.0), (60.0, 7.5))


def test_a_real_prometheus_is_asked(prometheus_binary: Path) -> None:
    flags = (*remote_write.FLAGS, "--storage.tsdb.retention.time=100y")
    start = 1_000_000_800
    samples = [((start + 60 * n) * 1000, 10.0 * n) for n in range(4)]
    with PrometheusProcess(
        {"global": {}}, binary=prometheus_binary, flags=flags
    ) as prometheus:
        labels = {"__name__": "hits", "pod": "web-1"}
        remote_write.write(prometheus.port, [(labels, samples)])
        asked = PrometheusRange(
            url=prometheus.url,
            query="sum(hits)",
            start=float(start),
            end=float(start + 180),
        )
        load = Replay(shape="replay", unit="requests/s", prometheus=asked)
        found = resolve(load, beside=None)
    assert found.points == ((0.0, 0.0), (60.0, 10.0), (120.0, 20.0), (180.0, 30.0))


def test_a_server_that_is_not_there_is_named() -> None:
    source = PrometheusRange(url="http://127.0.0.1:9", query="up", end=60.0)
    load = Replay(shape="replay", unit="requests/s", prometheus=source)
    with pytest.raises(EnvironmentMissingError, match=r"127\.0\.0\.1:9"):
        resolve(load, beside=None)


def test_a_missing_log_is_named() -> None:
    load = Replay(shape="replay", unit="requests/s", access_log="none.log")
    with pytest.raises(FileAccessError, match=r"none\.log"):
        resolve(load, beside=None)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("t,load\n1,a\n", "f.csv:2: error SI004: should be a time and a load"),
        ("t,load\n1,2\n0,2\n", "f.csv:3: error SI004: the times should not fall"),
        ("t,load\n1,-2\n", "f.csv:2: error SI004: a load should be 0 or more"),
        ("t,load\n", "f.csv:1: error SI004: holds no point"),
    ],
)
def test_a_wrong_csv_has_its_place(text: str, words: str) -> None:
    with pytest.raises(InputError, match="SI004") as raised:
        read_csv(text, file="f.csv")
    assert words in str(raised.value)


def test_a_wrong_log_has_its_place() -> None:
    with pytest.raises(InputError, match=r"a\.log:2: error SI004: has no timestamp"):
        read_access_log([LINE.format(0), "nonsense"], file="a.log")
    with pytest.raises(InputError, match="holds no request"):
        read_access_log([], file="a.log")


@pytest.mark.parametrize("text", ["{", "[]", '{"data": {"result": []}}'])
def test_a_wrong_answer_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="SI004"):
        read_range(text, file="a.json")
