"""``octoscale bench`` for a cluster: who chooses it, and what is said before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

from bench.reporting.json_report import from_json
from octoscale.cli import bench
from octoscale.cli.app import main
from octoscale.core.errors import EnvironmentMissingError, GoalMissedError, UsageError
from octoscale.core.yamlio import dump
from octoscale.kube.types import Address
from tests.bench.drivers.kubernetes import mini

if TYPE_CHECKING:
    from pathlib import Path

    import click

    from octoscale.kube.base import KubePort

CLUSTER = ("--context", "mini")
IMAGES = ("--registry", "registry.example/bench", "--set", "push=no")


def call(cluster: mini.MiniCluster, *words: str) -> Any:
    """Run the command with a cluster in memory."""

    def connect(*, kubeconfig: str | None, context: str | None) -> KubePort:
        del kubeconfig
        cluster.address = Address(server="https://mini", context=context or "current")
        return cluster

    command: click.Command = bench.command
    return command.main(list(words), standalone_mode=False, obj=connect)


def plan_file(tmp_path: Path) -> str:
    path = tmp_path / "plan.yaml"
    path.write_text(dump(mini.plan().to_dict()), encoding="utf-8")
    return str(path)


def test_the_current_context_is_never_used_silently(tmp_path: Path) -> None:
    cluster = mini.MiniCluster()
    with pytest.raises(UsageError, match="would use the current context") as caught:
        call(cluster, "--kubeconfig", "x", *IMAGES, "--to", str(tmp_path))
    assert "--yes" in caught.value.hint
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("chosen", [CLUSTER, ("--yes",)], ids=["context", "yes"])
def test_a_run_tells_the_cluster_first_and_writes_a_measured_report(
    chosen: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cluster = mini.MiniCluster()
    with cluster.running():
        call(
            cluster,
            *chosen,
            *IMAGES,
            *("--plan", plan_file(tmp_path), "--to", str(tmp_path / "runs")),
        )
    out, err = capsys.readouterr()
    assert err.startswith("cluster: https://mini, context ")
    assert "namespace octoscale-bench-" in err
    assert "image small on the nodes of new pods: 7 absent (proved)" in err
    assert out.startswith("measured on Kubernetes v1.23.0 at https://mini")
    (folder,) = (tmp_path / "runs").iterdir()
    names = {path.name for path in folder.iterdir()}
    assert names == {"report.json", "pods.csv", "report.html", "scaleup.png"}
    report = from_json((folder / "report.json").read_text("utf-8"))
    assert not report.simulated
    assert report.driver.name == "kubernetes"


def test_a_dry_run_prints_objects_time_load_and_rights_and_changes_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    cluster = mini.MiniCluster()
    call(cluster, *CLUSTER, "--dry-run")
    out, _ = capsys.readouterr()
    kinds = [one["kind"] for one in yaml.safe_load_all(out)]
    assert kinds == [
        *("Namespace", "Deployment", "Service", "Pod"),
        *("HorizontalPodAutoscaler", "Pod"),
    ]
    assert "# repeats: 15 (5 of each of 3 images)" in out
    assert "# load: 1800 connections" in out
    assert "# duration: at least 1800.0 s of settling" in out
    assert "# right: get, list, create, delete namespaces" in out
    assert [one["metadata"]["name"] for one in cluster.list(mini.NAMESPACE).items] == [
        "default"
    ]


def test_a_pod_that_cleans_nodes_is_shown_before_it_may_run(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call(mini.MiniCluster(), *CLUSTER, "--dry-run", "--allow-node-cleanup")
    _, err = capsys.readouterr()
    assert "privileged: true" in err
    assert "crictl" in err


def test_the_roles_are_printed_without_a_cluster(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["bench", "--print-rbac"]) == 0
    role, binding = yaml.safe_load_all(capsys.readouterr().out)
    assert (role["kind"], binding["kind"]) == ("ClusterRole", "ClusterRoleBinding")
    verbs = {verb for rule in role["rules"] for verb in rule["verbs"]}
    assert "*" not in verbs
    resources = [name for rule in role["rules"] for name in rule["resources"]]
    assert "secrets" not in resources
    assert "pods/myapphttp_process_open_fds" in resources


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("--registry", "r.example/a"), id="registry"),
        pytest.param(("--use", "small=r.example/a:1"), id="use"),
        pytest.param(("--dry-run",), id="dry-run"),
        pytest.param(("--allow-node-cleanup",), id="node cleanup"),
    ],
)
def test_options_for_a_cluster_need_one(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["bench", *words]) == 2
    assert "is for a real cluster" in capsys.readouterr().err


def test_a_run_goes_on_where_another_ended(tmp_path: Path) -> None:
    cluster = mini.MiniCluster()
    words = (*CLUSTER, *IMAGES, "--plan", plan_file(tmp_path), "--repeats")
    with cluster.running():
        call(cluster, *words, "1", "--to", str(tmp_path / "first"))
        (first,) = (tmp_path / "first").iterdir()
        more = ("2", "--to", str(tmp_path / "more"), "--resume", str(first))
        call(cluster, *words, *more)
    (second,) = (tmp_path / "more").iterdir()
    before = from_json((first / "report.json").read_text("utf-8"))
    after = from_json((second / "report.json").read_text("utf-8"))
    assert after.observations[0] == before.observations[0]
    assert [one.repeat for one in after.observations] == [1, 2]


def test_a_run_is_not_resumed_with_another_plan(tmp_path: Path) -> None:
    cluster = mini.MiniCluster()
    words = (*CLUSTER, *IMAGES, "--to", str(tmp_path / "runs"))
    with cluster.running():
        call(cluster, *words, "--plan", plan_file(tmp_path))
    (folder,) = (tmp_path / "runs").iterdir()
    with pytest.raises(UsageError, match="goal, load differ"):
        call(cluster, *words, "--image", "small", "--resume", str(folder))


def test_a_lost_cluster_keeps_what_was_measured(tmp_path: Path) -> None:
    cluster = mini.MiniCluster()

    def lose(name: str) -> None:
        cluster.metrics = name == "never"

    words: tuple[str, ...] = (*CLUSTER, *IMAGES, "--set", "link_wait=1")
    words += ("--repeats", "2")
    words += ("--plan", plan_file(tmp_path), "--to", str(tmp_path / "runs"))
    cluster.after_repeat = lose
    with cluster.running(), pytest.raises(EnvironmentMissingError) as caught:
        call(cluster, *words)
    assert "small, repeat 2 of 2: the custom metrics API" in str(caught.value)
    (folder,) = (tmp_path / "runs").iterdir()
    assert not (folder / "so-far.json").exists()
    report = from_json((folder / "report.json").read_text("utf-8"))
    assert len(report.observations) == 1
    assert report.stop is not None


def test_a_missed_goal_exits_as_one(tmp_path: Path) -> None:
    cluster = mini.MiniCluster()
    cluster.quota = 2
    words: tuple[str, ...] = (*CLUSTER, *IMAGES, "--set", "give_up_after=1")
    words += ("--plan", plan_file(tmp_path), "--to", str(tmp_path / "runs"))
    with cluster.running(), pytest.raises(GoalMissedError, match="exceeded quota"):
        call(cluster, *words)


SECRETS = {
    "AWS_SECRET_ACCESS_KEY": "planted-secret-one",
    "OCTOSCALE_TOKEN": "planted-secret-two",
    "KUBECONFIG_PASSWORD": "planted-secret-three",
}


def test_secrets_of_the_environment_appear_in_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    cluster = mini.MiniCluster()
    words = (*CLUSTER, *IMAGES, "--plan", plan_file(tmp_path))
    with cluster.running():
        call(cluster, *words, "--to", str(tmp_path / "runs"))
    out, err = capsys.readouterr()
    (folder,) = (tmp_path / "runs").iterdir()
    written = b"".join(path.read_bytes() for path in folder.iterdir())
    for value in SECRETS.values():
        assert value.encode() not in written
        assert value not in out + err
