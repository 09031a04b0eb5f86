"""``octoscale hpa diff``, in memory and against a running API server."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from octoscale.cli.app import main
from octoscale.cli.hpa_apply import command as apply
from octoscale.cli.hpa_diff import command as diff
from octoscale.core import yamlio
from octoscale.kube.memory import MemoryKube
from tests.octoscale.cli.hpa_files import HPA, TWO, run_with

if TYPE_CHECKING:
    from pathlib import Path

    from octoscale.kube.base import KubePort
    from tests.controlplane.plugin import Cluster


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "hpa.yaml"
    path.write_text(TWO)
    return path


def test_empty_after_apply(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kube = MemoryKube()
    run_with(kube, apply, file, "--yes")
    capsys.readouterr()
    assert run_with(kube, diff, file, "--yes") == 0
    assert capsys.readouterr().out == ""


def test_a_difference_is_1_and_shown(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kube = MemoryKube()
    run_with(kube, apply, file, "--yes")
    capsys.readouterr()
    file.write_text(TWO.replace("maxReplicas: 8", "maxReplicas: 9", 1))
    assert run_with(kube, diff, file, "--yes") == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == [
        "--- default/httpgo (live)",
        "+++ default/httpgo (applied)",
    ]
    changed = [line for line in lines[2:] if line[0] in "+-"]
    assert changed == ["-  maxReplicas: 8", "+  maxReplicas: 9"]


def test_a_new_object_is_a_difference(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_with(MemoryKube(), diff, file, "--yes") == 1
    assert capsys.readouterr().out.startswith("--- /dev/null\n")


def test_as_json(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kube = MemoryKube()
    file.write_text(HPA)
    assert run_with(kube, diff, file, "--yes", "-o", "json") == 1
    (one,) = json.loads(capsys.readouterr().out)["differences"]
    assert (one["name"], one["namespace"], one["differs"]) == (
        "httpgo",
        "default",
        True,
    )
    assert one["live"] is None
    assert one["applied"]["spec"]["maxReplicas"] == 8
    assert one["apiVersion"] == "autoscaling/v2beta2"


def test_owners_of_fields_are_told(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kube = MemoryKube()
    file.write_text(HPA.replace("maxReplicas: 8", "maxReplicas: 5"))
    kube.apply(yamlio.load(HPA).value, field_manager="kubectl")
    assert run_with(kube, diff, file, "--yes") == 1
    shown = capsys.readouterr()
    assert f'{file}:7:16: conflict with "kubectl": spec.maxReplicas' in shown.err


def test_on_a_server(
    cluster: Cluster,
    kube: KubePort,
    namespace: str,
    file: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    del kube
    file.write_text(TWO.replace(", namespace: default", ""))
    where = on(cluster, namespace)
    assert main(["hpa", "diff", str(file), *where]) == 1
    assert main(["hpa", "apply", str(file), *where]) == 0
    capsys.readouterr()
    assert main(["hpa", "diff", str(file), *where]) == 0
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("cluster: https://")
    assert shown.err.endswith(f"namespace {namespace}\n")


def test_on_a_server_that_refuses(
    cluster: Cluster,
    kube: KubePort,
    namespace: str,
    file: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    del kube
    text = HPA.replace(", namespace: default", "")
    file.write_text(text.replace("maxReplicas: 8", "maxReplicas: 0"))
    assert main(["hpa", "diff", str(file), *on(cluster, namespace)]) == 1
    assert f"{file}:7:16: error HP013" in capsys.readouterr().err


def on(cluster: Cluster, namespace: str) -> list[str]:
    """Give the options for the cluster of the tests."""
    chosen: list[Any] = ["--context", cluster.context] if cluster.context else ["--yes"]
    return [*chosen, "--kubeconfig", str(cluster.kubeconfig), "-n", namespace]
