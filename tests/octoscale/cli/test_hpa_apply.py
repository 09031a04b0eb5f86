"""``octoscale hpa apply``, in memory and against a running API server."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from octoscale.cli.app import main
from octoscale.cli.hpa_apply import command
from octoscale.core import yamlio
from octoscale.core.errors import InputError
from octoscale.kube.memory import MemoryKube
from octoscale.kube.types import Kind
from tests.octoscale.cli.hpa_files import HPA, TWO, run_with

if TYPE_CHECKING:
    from pathlib import Path

    from octoscale.kube.base import KubePort
    from tests.controlplane.plugin import Cluster

KIND = Kind("autoscaling/v2beta2", "HorizontalPodAutoscaler")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "hpa.yaml"
    path.write_text(TWO)
    return path


def test_each_object_gets_a_line(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kube = MemoryKube()
    run_with(kube, command, file, "--yes")
    file.write_text(TWO.replace("maxReplicas: 8", "maxReplicas: 9", 1))
    run_with(kube, command, file, "--yes")
    assert capsys.readouterr().out.splitlines() == [
        "default/httpgo: created, autoscaling/v2beta2",
        "default/shop: created, autoscaling/v2beta2",
        "default/httpgo: changed, autoscaling/v2beta2",
        "default/shop: unchanged, autoscaling/v2beta2",
    ]
    stored = kube.get(KIND, "httpgo")
    assert stored["spec"]["maxReplicas"] == 9
    assert stored["metadata"]["managedFields"][0]["manager"] == "octoscale"


@pytest.mark.parametrize(
    ("how", "words"),
    [
        pytest.param("server", "created (server dry run)", id="server"),
        pytest.param("client", "not sent (client dry run)", id="client"),
    ],
)
def test_a_dry_run(
    file: Path, how: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    kube = MemoryKube()
    run_with(kube, command, file, "--yes", f"--dry-run={how}")
    assert f"default/httpgo: {words}" in capsys.readouterr().out
    assert kube.list(KIND).items == ()


@pytest.mark.parametrize("output", ["json", "yaml"])
def test_as_data(file: Path, output: str, capsys: pytest.CaptureFixture[str]) -> None:
    run_with(MemoryKube(), command, file, "--yes", "-o", output)
    shown = capsys.readouterr().out
    value = json.loads(shown) if output == "json" else yamlio.load(shown).value
    assert [one["metadata"]["name"] for one in value["applied"]] == ["httpgo", "shop"]


def test_fields_of_others_are_taken_by_force_only(file: Path) -> None:
    kube = MemoryKube()
    file.write_text(HPA.replace("maxReplicas: 8", "maxReplicas: 5"))
    kube.apply(yamlio.load(HPA).value, field_manager="kubectl")
    with pytest.raises(InputError) as caught:
        run_with(kube, command, file, "--yes")
    assert "error HP014" in str(caught.value)
    run_with(kube, command, file, "--yes", "--force-conflicts")
    assert kube.get(KIND, "httpgo")["spec"]["maxReplicas"] == 5


def test_what_the_servers_version_cannot_say_is_told(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    class OldKube(MemoryKube):
        def served_versions(self, group: str) -> tuple[str, ...]:
            del group
            return ("v1", "v2beta2")

    tolerance = "  behavior:\n    scaleUp:\n      tolerance: 500m\n"
    file.write_text(HPA.replace("v2beta2", "v2") + tolerance)
    run_with(OldKube(), command, file, "--yes")
    shown = capsys.readouterr()
    assert f"{file}:15:18: lost: spec.behavior.scaleUp.tolerance" in shown.err
    assert "autoscaling/v2beta2" in shown.out


def test_on_a_server(
    cluster: Cluster,
    kube: KubePort,
    namespace: str,
    file: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file.write_text(TWO.replace(", namespace: default", ""))
    chosen: list[Any] = ["--context", cluster.context] if cluster.context else ["--yes"]
    config = ["--kubeconfig", str(cluster.kubeconfig), "-n", namespace]
    arguments = ["hpa", "apply", str(file), *chosen, *config]
    assert main([*arguments, "--dry-run=server"]) == 0
    assert kube.list(KIND, namespace=namespace).items == ()
    assert main(arguments) == 0
    stored = kube.list(KIND, namespace=namespace).items
    assert sorted(item["metadata"]["name"] for item in stored) == ["httpgo", "shop"]
    shown = capsys.readouterr()
    assert f"{namespace}/httpgo: created, autoscaling/v2" in shown.out
    file.write_text(HPA.replace("namespace: default", f"namespace: {namespace}-x"))
    assert main(arguments) == 1
    assert f"the object is for namespace {namespace}-x" in capsys.readouterr().err
