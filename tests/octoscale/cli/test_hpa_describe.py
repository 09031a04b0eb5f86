"""``octoscale hpa describe``, as people call it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from octoscale.cli.app import main
from octoscale.core import yamlio
from tests.octoscale.cli.hpa_files import HPA, INVALID, TWO

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "hpa.yaml"
    path.write_text(TWO)
    return path


def describe(*words: object) -> int:
    return main(["hpa", "describe", *map(str, words)])


def test_plain_words(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert describe(file) == 0
    shown = capsys.readouterr().out
    assert "default/httpgo scales Deployment httpgo between 1 and 8" in shown
    assert "scale up: 220 or more" in shown
    assert "up: 1 → 4 → 8 in 15s" in shown
    assert "\n\ndefault/shop scales" in shown


@pytest.mark.parametrize("output", ["json", "yaml"])
def test_as_data(file: Path, output: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert describe(file, "-o", output) == 0
    shown = capsys.readouterr().out
    value = json.loads(shown) if output == "json" else yamlio.load(shown).value
    assert [one["name"] for one in value["autoscalers"]] == [
        *("default/httpgo", "default/shop")
    ]


def test_a_version_that_is_not_verified(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert describe(file, "--kube-version", "1.31") == 0
    shown = capsys.readouterr().out
    assert "not verified against 1.31" in shown
    assert "does not take autoscaling/v2beta2" in shown


def test_what_no_server_takes_is_not_described(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(INVALID)
    assert describe(file) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert f"{file}:7:16: error HP004" in shown.err


def test_what_some_server_takes_is(file: Path) -> None:
    zero = HPA.replace("minReplicas: 1", "minReplicas: 0").replace("Pods", "External")
    file.write_text(zero.replace("pods:", "external:"))
    assert describe(file) == 0
