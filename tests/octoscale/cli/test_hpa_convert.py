"""``octoscale hpa convert``, as people call it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from hpa.manifests import load
from octoscale.cli.app import main
from octoscale.core import yamlio
from tests.octoscale.cli.hpa_files import HPA, INVALID, RULES, TWO

if TYPE_CHECKING:
    from pathlib import Path

LOSSY = (
    HPA.replace("v2beta2", "v2") + "  behavior:\n    scaleUp:\n      tolerance: 500m\n"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "rules.yaml").write_text(RULES)
    path = tmp_path / "hpa.yaml"
    path.write_text(HPA)
    return path


def convert(*words: object) -> int:
    return main(["hpa", "convert", *map(str, words)])


@pytest.mark.parametrize("version", ["v1", "v2beta2", "v2"])
def test_to_another_version(
    file: Path, version: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(TWO)
    assert convert("--to", version, file) == 0
    shown = capsys.readouterr()
    read = load(shown.out)
    assert [hpa.api_version for hpa in read] == [f"autoscaling/{version}"] * 2
    assert shown.err == ""


@pytest.mark.parametrize(
    ("words", "code"),
    [pytest.param([], 0, id="told"), pytest.param(["--strict"], 1, id="strict")],
)
def test_what_is_lost(
    file: Path, words: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(LOSSY)
    assert convert("--to", "v2beta2", file, *words) == code
    shown = capsys.readouterr()
    assert shown.err == (
        f"{file}:15:18: lost: spec.behavior.scaleUp.tolerance: dropped '500m'\n"
    )
    assert load(shown.out)[0].api_version == "autoscaling/v2beta2"


def test_the_report_is_in_the_json(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(LOSSY)
    assert convert("--to", "v2beta2", file, "-o", "json") == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    value = json.loads(shown.out)
    assert value["losses"][0]["path"] == "spec.behavior.scaleUp.tolerance"
    assert value["manifests"][0]["metadata"]["name"] == "httpgo"


def test_to_keda(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules = file.with_name("rules.yaml")
    assert convert("--to", "keda", "--rules", rules, file) == 0
    shown = capsys.readouterr()
    value = yamlio.load(shown.out).value
    assert value["kind"] == "ScaledObject"
    assert value["spec"]["triggers"][0]["metadata"]["query"] == (
        'sum(sum(open_fds{pod=~"httpgo-[a-z0-9]+-[a-z0-9]{5}",namespace="default"}) '
        "by (pod))"
    )
    assert "serverAddress is a stand-in" in shown.err
    assert f"{file}:9:5: lost: spec.metrics[0]" in shown.err
    assert "1. Look who depends on the API that both own" in shown.err


def test_keda_with_everything_named(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = file.with_name("rules.yaml")
    file.write_text(HPA.replace(", namespace: default", ""))
    words = ["--rules", rules, "--prometheus", "http://p:9090", "-n", "shop"]
    assert convert("--to", "keda", *words, file, "-o", "json") == 0
    value = json.loads(capsys.readouterr().out)
    metadata = value["manifests"][0]["spec"]["triggers"][0]["metadata"]
    assert metadata["serverAddress"] == "http://p:9090"
    assert 'namespace="shop"' in metadata["query"]
    assert value["plan"]
    assert value["notes"] == []


def test_without_rules_a_custom_metric_is_lost(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert convert("--to", "keda", "--strict", file) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "rules, which are not given" in shown.err


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        pytest.param(["--to", "v3", "FILE"], 2, "v3", id="unknown version"),
        pytest.param(["FILE"], 2, "--to", id="no version"),
        pytest.param(
            ["--to", "v2", "--rules", "x", "FILE"], 2, "for --to keda only", id="rules"
        ),
        pytest.param(["--to", "v2", "/none.yaml"], 2, "/none.yaml", id="no file"),
        pytest.param(
            ["--to", "keda", "--rules", "/none.yaml", "FILE"], 2, "/none", id="no rules"
        ),
    ],
)
def test_misuse(
    file: Path,
    words: list[str],
    code: int,
    message: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert convert(*(word.replace("FILE", str(file)) for word in words)) == code
    assert message in capsys.readouterr().err


def test_what_is_invalid_is_converted_between_versions_and_not_to_keda(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(INVALID)
    assert convert("--to", "v2", file) == 0
    assert convert("--to", "keda", file) == 1
    assert f"{file}:7:16: error HP004" in capsys.readouterr().err
