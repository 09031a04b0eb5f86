"""Whole tests: by values, by series on a real Prometheus, by a scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from octoscale.core import yamlio
from octoscale.core.errors import InputError
from simulator import presets, scenario
from simulator.testing.run import run_files
from tests.reference import ROOT
from tests.simulator.testing.files import RULES, by_series, by_values, hpa, written

if TYPE_CHECKING:
    from pathlib import Path

    from simulator.testing.run import Result


def run(folder: Path, content: Any, **fields: Any) -> tuple[Result, ...]:
    return run_files([written(folder, content)], **fields)


def messages(results: tuple[Result, ...]) -> list[str]:
    return [one.message for result in results for one in result.differences]


def counter(pod: str, values: str) -> dict[str, str]:
    return {
        "series": f'hits_total{{namespace="shop",pod="{pod}"}}',
        "values": values,
    }


def test_values_make_replicas(tmp_path: Path) -> None:
    test = {
        "name": "up",
        "metric_values": [{"metric": "hits_per_second", "values": "5 25 10x9"}],
        "expect": [
            {"at": "0s", "replicas": 1},
            {"at": "15s", "replicas": 3, "metric": "hits_per_second", "value": 25},
            {"never": {"replicas": "> 3"}},
        ],
    }
    assert messages(run(tmp_path, by_values(test))) == []


def test_a_gap_is_an_error_of_the_metrics_api(tmp_path: Path) -> None:
    test = {
        "name": "gap",
        "metric_values": [{"metric": "hits_per_second", "values": "_"}],
        "expect": [
            {"at": "0s", "condition": {"type": "ScalingActive", "status": "False"}}
        ],
    }
    assert messages(run(tmp_path, by_values(test))) == []


def test_pods_that_are_not_ready_count_as_unready(tmp_path: Path) -> None:
    test = {
        "name": "slow",
        "workload": {"replicas": 1, "ready_after": "1m"},
        "metric_values": [{"metric": "hits_per_second", "values": "20"}],
        "expect": [{"at": "0s", "replicas": 2, "ready": 1}, {"at": "60s", "ready": 2}],
    }
    assert messages(run(tmp_path, by_values(test))) == []


def test_utilization_is_of_the_requests(tmp_path: Path) -> None:
    metric = {
        "type": "Resource",
        "resource": {
            "name": "cpu",
            "target": {"type": "Utilization", "averageUtilization": 50},
        },
    }
    test = {
        "name": "cpu",
        "workload": {"replicas": 2, "requests": {"cpu": "500m"}},
        "metric_values": [{"metric": "cpu", "values": "0.5"}],
        "expect": [{"at": "0s", "replicas": 4, "metric": "cpu", "value": 100}],
    }
    assert messages(run(tmp_path, {"hpa": hpa(metric), "tests": [test]})) == []


def test_a_real_prometheus_evaluates_the_rule(
    tmp_path: Path, prometheus_binary: Path
) -> None:
    test = {
        "name": "rate",
        "workload": {"replicas": 2},
        "input_series": [
            counter("web-a", "0+150x40"),
            counter("web-b", "0+450x40"),
        ],
        "expect": [
            {"at": "2m", "metric": "hits_per_second", "value": 20},
            {"within": "1m", "replicas": 4},
        ],
    }
    results = run(tmp_path, by_series(test), binary=prometheus_binary)
    assert messages(results) == []


def test_tests_of_one_series_do_not_see_each_other(
    tmp_path: Path, prometheus_binary: Path
) -> None:
    tests = [
        {
            "name": f"{rate} a second",
            "input_series": [counter("web-a", f"0+{rate * 15}x500")],
            "expect": [
                {"at": "2m", "metric": "hits_per_second", "value": rate},
                {"at": "2h", "metric": "hits_per_second", "value": rate},
                {
                    "at": "0s",
                    "condition": {"type": "ScalingActive", "status": "False"},
                },
            ],
        }
        for rate in (1, 2, 3)
    ]
    results = run(tmp_path, by_series(*tests), binary=prometheus_binary)
    assert messages(results) == []
    assert len(results) == 3


def test_a_query_that_prometheus_refuses_is_the_controllers_error(
    tmp_path: Path, prometheus_binary: Path
) -> None:
    rule = {**RULES["rules"][0], "metricsQuery": "sum(<<.Series>>[5m])"}
    test = {
        "name": "wrong",
        "input_series": [counter("web-a", "1x9")],
        "expect": [{"at": "1m", "condition": {"type": "ScalingActive"}}],
    }
    content = {**by_series(test), "rules": {"rules": [rule]}}
    (result,) = run(tmp_path, content, binary=prometheus_binary)
    assert result.passed
    assert any("unable to fetch metrics" in step for step in result.moments[-1].story)


def test_a_failure_tells_query_answer_ratio_and_limits(
    tmp_path: Path, prometheus_binary: Path
) -> None:
    test = {
        "name": "explained",
        "input_series": [counter("web-a", "0+600x20")],
        "expect": [{"at": "1m", "replicas": 1}],
    }
    (result,) = run(tmp_path, by_series(test), binary=prometheus_binary)
    story = "\n".join(result.differences[0].story)
    assert "the rule asks: sum(rate(hits_total{" in story
    assert '{pod="web-a"} 40' in story
    assert "is 40 for a target of 10: usage ratio 4" in story
    assert "ScalingLimited=" in story


def test_a_load_is_simulated_with_the_files_rules_and_hpa(tmp_path: Path) -> None:
    whole = yamlio.load(scenario.dump(presets.paper())).value
    del whole["adapter"]["config"]
    del whole["autoscaler"]["manifest"]
    test = {
        "name": "load",
        "scenario": whole,
        "seed": 3,
        "expect": [
            {"within": "3m", "replicas": 8},
            {"at": "1m", "replicas": 1, "metric": presets.SERIES, "value": 9},
            {"never": {"replicas": "> 8"}},
        ],
    }
    content = {
        "rules": {"rules": [presets.authors_rule()]},
        "hpa": presets.authors_manifest(),
        "tests": [test],
    }
    assert messages(run(tmp_path, content)) == []
    test["expect"] = [{"at": "1m", "replicas": 5}]
    (message,) = messages(run(tmp_path, content))
    assert message == "at 1m: replicas should be 5, and was 1"


def test_a_scenario_may_be_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text(scenario.dump(presets.paper()))
    test = {
        "name": "load",
        "scenario": "s.yaml",
        "expect": [{"within": "3m", "replicas": 8}],
    }
    assert messages(run(tmp_path, {"tests": [test]})) == []


def test_only_some_tests_may_be_run(tmp_path: Path) -> None:
    tests = [
        {
            "name": name,
            "metric_values": [{"metric": "hits_per_second", "values": "5"}],
            "expect": [{"at": "0s", "replicas": 1}],
        }
        for name in ("up", "down")
    ]
    results = run(tmp_path, by_values(*tests), only="down")
    assert [result.case.test.name for result in results] == ["down"]


def test_the_papers_applications_behave_as_their_tests_say(
    prometheus_binary: Path,
) -> None:
    files = sorted(map(str, (ROOT / "examples").glob("*/autoscaling-tests.yaml")))
    assert len(files) == 3
    results = run_files(files, binary=prometheus_binary)
    assert messages(results) == []
    assert len(results) == 12


def test_nothing_runs_when_one_file_is_wrong(tmp_path: Path) -> None:
    good = written(tmp_path, by_values(), "good.yaml")
    bad = written(tmp_path, "tests: 5\n", "bad.yaml")
    with pytest.raises(InputError) as raised:
        run_files([good, bad])
    assert {finding.place.file for finding in raised.value.findings} == {good, bad}
