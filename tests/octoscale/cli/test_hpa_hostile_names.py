"""Names from strangers, over every output of the hpa commands."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from octoscale.cli.app import main
from octoscale.cli.hpa_apply import command as apply
from octoscale.cli.hpa_diff import command as diff
from octoscale.core import yamlio
from octoscale.kube.memory import MemoryKube
from tests.octoscale.cli.hpa_files import run_with
from tests.octoscale.cli.test_hostile_names import HOSTILE, assert_harmless

if TYPE_CHECKING:
    from pathlib import Path

NAMES = [name.replace("/", "|").replace("%", "|") for name in HOSTILE]
"""As metrics may be called: anything but what ends a part of a path."""


def manifest(name: str) -> dict[str, Any]:
    source = {
        "metric": {"name": name, "selector": {"matchLabels": {"a": "b"}}},
        "target": {"type": "AverageValue", "averageValue": "5"},
    }
    return {
        "apiVersion": "autoscaling/v2beta2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": {
            "name": "web",
            "namespace": "default",
            "annotations": {"note": name},
        },
        "spec": {
            "scaleTargetRef": {"apiVersion": "apps/v1", "kind": name, "name": name},
            "maxReplicas": 3,
            "metrics": [{"type": "Pods", "pods": source}],
        },
    }


def observation(name: str) -> dict[str, Any]:
    seen = {"name": name, "pods": {name: 9}}
    return {"replicas": 2, "rivals": [name], "metrics": [seen]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def write(folder: Path, name: str, value: Any) -> str:
    path = folder / name
    path.write_text(yamlio.dump(value), encoding="utf-8")
    return str(path)


def commands(folder: Path, name: str) -> dict[str, list[str]]:
    file = write(folder, "hpa.yaml", manifest(name))
    seen = write(folder, "seen.yaml", observation(name))
    rule = {"seriesQuery": "up", "name": {"as": name.replace("$", "$$")}}
    rules = write(folder, "rules.yaml", {"rules": [rule]})
    broken = manifest(name)
    broken["spec"][name] = broken["spec"]["minReplicas"] = name
    return {
        "describe": ["describe", file],
        "decide": ["decide", file, "--observation", seen],
        "validate": ["validate", write(folder, "broken.yaml", broken)],
        "keda": ["convert", "--to", "keda", "--rules", rules, file],
        "convert": ["convert", "--to", "v1", file],
    }


@pytest.mark.parametrize("command", ["describe", "decide", "validate", "keda"])
@pytest.mark.parametrize("name", NAMES)
def test_texts_are_harmless(
    name: str, command: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["hpa", *commands(folder, name)[command]])
    shown = capsys.readouterr()
    assert "a bug of ours" not in shown.err
    assert_harmless(shown.err)
    if command != "keda":
        assert shown.out
        assert_harmless(shown.out)


@pytest.mark.parametrize("command", ["describe", "decide", "convert"])
@pytest.mark.parametrize("name", NAMES)
def test_data_is_read_back(
    name: str, command: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = commands(folder, name)[command]
    assert main(["hpa", *words, "-o", "json"]) == 0
    as_json = json.loads(capsys.readouterr().out)
    assert main(["hpa", *words, "-o", "yaml"]) == 0
    as_yaml = yamlio.load(capsys.readouterr().out).value
    if command == "convert":
        assert as_json["manifests"] == [as_yaml]
        assert as_yaml["metadata"]["annotations"]["note"] == name
    else:
        assert as_json == as_yaml


@pytest.mark.parametrize("name", NAMES)
def test_what_a_cluster_holds_is_harmless_too(
    name: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kube = MemoryKube()
    file = write(folder, "hpa.yaml", manifest(name))
    assert run_with(kube, diff, file, "--yes") == 1
    run_with(kube, apply, file, "--yes")
    changed = manifest(name)
    changed["metadata"]["annotations"]["note"] = f"{name} and more"
    write(folder, "hpa.yaml", changed)
    assert run_with(kube, diff, file, "--yes") == 1
    shown = capsys.readouterr()
    assert_harmless(shown.out)
    assert_harmless(shown.err)
