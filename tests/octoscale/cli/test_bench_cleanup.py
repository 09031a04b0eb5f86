"""``octoscale bench cleanup``: what is found, what is removed, what is left alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from bench.drivers.kubernetes.names import Run
from bench.drivers.kubernetes.objects import namespace
from octoscale.cli import bench_cleanup
from octoscale.core.errors import UsageError
from octoscale.kube.memory import MemoryKube
from octoscale.kube.types import Address, Kind

if TYPE_CHECKING:
    import click

    from octoscale.kube.base import KubePort


@pytest.fixture
def cluster() -> MemoryKube:
    """Give a cluster with what two runs left, and somebody else's namespace."""
    kube = MemoryKube()
    kube.create(namespace(Run("one")))
    kube.create(namespace(Run("two")))
    foreign = {"name": "octoscale-bench-mine"}
    kube.create({"apiVersion": "v1", "kind": "Namespace", "metadata": foreign})
    return kube


def call(kube: MemoryKube, *words: str) -> Any:
    def connect(*, kubeconfig: str | None, context: str | None) -> KubePort:
        del kubeconfig
        kube.address = Address(server="https://lab", context=context or "current")
        return kube

    command: click.Command = bench_cleanup.command
    return command.main(list(words), standalone_mode=False, obj=connect)


def names(kube: MemoryKube) -> set[str]:
    return {o["metadata"]["name"] for o in kube.list(Kind("v1", "Namespace")).items}


def test_everything_of_all_runs_goes_and_nothing_else(
    cluster: MemoryKube, capsys: pytest.CaptureFixture[str]
) -> None:
    call(cluster, "--context", "lab")
    assert names(cluster) == {"default", "octoscale-bench-mine"}
    out = capsys.readouterr().out
    assert "octoscale-bench-one: removed (run one" in out


def test_one_run_is_named_by_its_id(cluster: MemoryKube) -> None:
    call(cluster, "--context", "lab", "--run", "two")
    assert "octoscale-bench-one" in names(cluster)
    assert "octoscale-bench-two" not in names(cluster)


def test_a_dry_run_lists_with_commands_and_removes_nothing(
    cluster: MemoryKube, capsys: pytest.CaptureFixture[str]
) -> None:
    call(cluster, "--context", "lab", "--dry-run")
    assert "kubectl delete namespace octoscale-bench-one" in capsys.readouterr().out
    assert "octoscale-bench-one" in names(cluster)


def test_json_says_what_was_removed(
    cluster: MemoryKube, capsys: pytest.CaptureFixture[str]
) -> None:
    call(cluster, "--context", "lab", "-o", "json")
    found = json.loads(capsys.readouterr().out)["leftovers"]
    assert [(one["run"], one["removed"]) for one in found] == [
        ("one", True),
        ("two", True),
    ]


def test_nothing_left_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    call(MemoryKube(), "--context", "lab")
    assert "nothing is left" in capsys.readouterr().out


def test_the_current_context_is_not_used_silently(cluster: MemoryKube) -> None:
    with pytest.raises(UsageError, match="would use the current context"):
        call(cluster)
    assert "octoscale-bench-one" in names(cluster)
