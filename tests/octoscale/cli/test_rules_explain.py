"""``octoscale rules explain``, as people call it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from adapter_rules.offline import served
from octoscale.cli.app import main

if TYPE_CHECKING:
    from pathlib import Path

    from tests.prometheus_plugin import LivePrometheus

RULES = """\
rules:
- seriesQuery: 'queue_depth{namespace!="",pod!=""}'
  resources: {overrides: {namespace: {resource: namespace}, pod: {resource: pod}}}
  metricsQuery: max(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)
"""
HPA = """\
apiVersion: autoscaling/v2beta2
kind: HorizontalPodAutoscaler
metadata: {name: web, namespace: shop}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  maxReplicas: 3
  metrics:
  - type: Pods
    pods:
      metric: {name: queue_depth}
      target: {type: AverageValue, averageValue: 5}
"""


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "rules.yaml").write_text(RULES)
    (tmp_path / "hpa.yaml").write_text(HPA)
    (tmp_path / "series.txt").write_text('queue_depth{namespace="shop",pod="a"}\n')
    return tmp_path


def run(files: Path, *words: str) -> int:
    return main(["rules", "explain", "--config", f"{files}/rules.yaml", *words])


def test_a_value_arrives_from_a_live_prometheus(
    files: Path, live_prometheus: LivePrometheus, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--prometheus", live_prometheus.url, "--hpa", f"{files}/hpa.yaml"]
    with (
        served("queue_depth 7\n") as address,
        live_prometheus.scrape(address, namespace="shop", pod="a"),
    ):
        assert run(files, *words) == 0
        assert run(files, *words, "-o", "json") == 0
    printed = capsys.readouterr().out
    assert printed.startswith("web metrics[0]:\nok     request: GET /apis/custom")
    assert "value: a: 7" in printed
    (story,) = json.loads(printed[printed.index("\n[") :])
    assert story["values"][0]["value"] == "7"
    assert story["brokenStep"] is None


def test_the_first_broken_step_fails(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    offline = ["--offline", f"{files}/series.txt"]
    assert run(files, "pods/*/queue_dept", "-n", "shop", *offline) == 1
    printed = capsys.readouterr().out
    assert "BREAKS naming" in printed
    assert "hint: did you mean 'queue_depth'?" in printed
    assert "the adapter answers 404" in printed


def test_a_list_of_series_gives_everything_but_values(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    offline = ["--offline", f"{files}/series.txt"]
    assert run(files, "pods/a/queue_depth", "-n", "shop", *offline) == 0
    printed = capsys.readouterr()
    assert 'query: max(queue_depth{namespace="shop",pod="a"}) by (pod)' in printed.out
    assert "no values" in printed.err


@pytest.mark.usefixtures("prometheus_binary")
def test_a_saved_exposition_gives_values_too(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (files / "saved.prom").write_text("queue_depth 5\n")
    labels = ["--label", "namespace=shop", "--label", "pod=web-0"]
    offline = ["--offline", f"{files}/saved.prom", *labels]
    assert run(files, "pods/*/queue_depth", "-n", "shop", *offline) == 0
    assert "value: web-0: 5" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        pytest.param([], id="nothing asked"),
        pytest.param(["a/b"], id="two parts"),
        pytest.param(["pods//m"], id="an empty part"),
        pytest.param(["m", "--hpa", "x"], id="both"),
        pytest.param(["m"], id="no prometheus"),
        pytest.param(["m", "--offline", "/none"], id="no file"),
        pytest.param(["m", "--offline", "x", "--label", "a"], id="no label"),
        pytest.param(["m", "--prometheus", "http://x", "--header", "a"], id="header"),
    ],
)
def test_misuse(files: Path, words: list[str]) -> None:
    assert run(files, *words) == 2


def test_an_hpa_without_such_metrics_is_misuse(files: Path) -> None:
    cpu = HPA[: HPA.index("  metrics:")]
    (files / "hpa.yaml").write_text(cpu)
    words = ["--hpa", f"{files}/hpa.yaml", "--offline", f"{files}/series.txt"]
    assert run(files, *words) == 2
