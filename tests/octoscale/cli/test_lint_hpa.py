"""``octoscale lint hpa``, as people call it."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from octoscale.cli.app import main

if TYPE_CHECKING:
    from pathlib import Path

HPA = """\
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: shop, namespace: store}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: shop}
  maxReplicas: 8
  metrics:
  - type: Pods
    pods:
      metric: {name: shop_open_fds}
      target: {type: AverageValue, averageValue: 2000}
"""
DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: shop, namespace: store}
spec:
  replicas: 3
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "hpa.yaml").write_text(HPA)
    (tmp_path / "shop.yml").write_text(DEPLOYMENT)
    (tmp_path / "old.yaml").write_text(HPA.replace("/v2", "/v2beta2"))
    return tmp_path


def lint(*words: object) -> int:
    return main(["lint", "hpa", *map(str, words)])


def test_a_folder_gives_findings_and_fails(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "old.yaml").unlink()
    assert lint(folder) == 1
    printed = capsys.readouterr()
    assert f"{folder}/shop.yml:5:13: warning HP105: " in printed.out
    assert "  hint: leave spec.replicas out" in printed.out
    assert printed.err == "1 warning\n"


def test_one_clean_file_passes(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert lint(folder / "hpa.yaml") == 0
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "no findings\n")


def test_the_named_kubernetes_decides(folder: Path) -> None:
    old = folder / "old.yaml"
    assert lint(old) == 0
    assert lint(old, "--fail-on", "info") == 1
    assert lint(old, "--kube-version", "1.25") == 0
    assert lint(old, "--kube-version", "v1.26.3", "--fail-on", "error") == 1


def test_rules_are_compared(folder: Path) -> None:
    rules = folder / "rules"
    rules.write_text("rules:\n- {seriesQuery: other, metricsQuery: <<.Series>>}\n")
    assert lint(folder / "hpa.yaml", "--rules", rules) == 1


def test_ceilings_may_be_said_or_shown(folder: Path) -> None:
    file = folder / "hpa.yaml"
    shown = folder / "shop.prom"
    shown.write_text("shop_max_fds 1024\n")
    assert lint(file, "--exposition", shown) == 1
    assert lint(file, "--ceiling", "shop_open_fds=1024") == 1
    said = ("--ceiling", "shop_open_fds=65536")
    assert lint(file, "--exposition", shown, *said) == 0


def test_standard_input() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "octoscale.cli.main", "lint", "hpa", "-", "-o", "json"],
        input=f"{HPA}---\n{DEPLOYMENT}",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    (finding,) = json.loads(done.stdout)["findings"]
    assert (finding["file"], finding["line"]) == ("-", 17)


def test_broken_yaml_is_a_finding_in_every_format(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "broken.yaml").write_text("a: 1\na: 2\n")
    assert lint(folder / "broken.yaml", "-o", "sarif") == 1
    run = json.loads(capsys.readouterr().out)["runs"][0]
    assert [result["ruleId"] for result in run["results"]] == ["YA002"]


def test_an_input_without_an_hpa_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert lint(folder / "shop.yml") == 0
    assert "no HorizontalPodAutoscaler" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        pytest.param([], id="no file"),
        pytest.param(["missing.yaml"], id="missing"),
        pytest.param(["{}", "--kube-version", "2.0"], id="no version"),
        pytest.param(["{}", "--ceiling", "a=b"], id="no ceiling"),
        pytest.param(["{}", "--rules", "missing.yaml"], id="missing rules"),
        pytest.param(["-", "--rules", "-"], id="standard input twice"),
        pytest.param(["{}", "-o", "xml"], id="unknown format"),
    ],
)
def test_wrong_arguments(words: list[str], folder: Path) -> None:
    file = str(folder / "hpa.yaml")
    assert lint(*(word.format(file) for word in words)) == 2
