"""The Kubernetes driver over a cluster in memory: whole repeats, and every way out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bench.drivers.kubernetes import KubernetesDriver
from bench.drivers.kubernetes.names import Run
from bench.milestones import milestones, new_pods
from bench.observation import ImageEvidence, NotObserved, Stamp
from bench.plan import load_plan
from bench.report import StopKind
from bench.runner import run
from bench.shortfall import shortfall
from octoscale.core.errors import EnvironmentMissingError, UsageError
from octoscale.core.phases import Milestone
from octoscale.kube.errors import NotFoundError, UnreachableError
from octoscale.kube.types import Kind
from tests.bench.drivers.kubernetes.mini import (
    DEPLOYMENT,
    NAMESPACE,
    POLL_SECONDS,
    MiniCluster,
    plan,
)

if TYPE_CHECKING:
    from bench.observation import Observation
    from octoscale.kube.base import KubePort

GIVEN = {
    "context": "mini",
    "registry": "registry.example/bench",
    "push": "no",
    "link_wait": "1",
    "give_up_after": "1",
    "remove_within": "1",
}


def driver(cluster: MiniCluster, **given: str) -> KubernetesDriver:
    def connect(*, kubeconfig: str | None, context: str | None) -> KubePort:
        assert (kubeconfig, context) == (None, "mini")
        return cluster

    return KubernetesDriver(
        {**GIVEN, **given},
        connect=connect,
        run=Run("abc"),
        poll_seconds=POLL_SECONDS,
    )


def one(cluster: MiniCluster, **goal: Any) -> Observation:
    with cluster.running():
        report = run(plan(**goal), driver(cluster))
    (seen,) = report.observations
    return seen


def namespaces(cluster: MiniCluster) -> set[str]:
    return {one["metadata"]["name"] for one in cluster.list(NAMESPACE).items}


def test_a_repeat_goes_from_one_to_eight_and_leaves_nothing() -> None:
    cluster = MiniCluster()
    seen = one(cluster)
    assert shortfall(seen) == ""
    assert [step.after for step in seen.decisions] == [4, 8]
    assert seen.decisions[0].metric_value == "1800"
    assert isinstance(milestones(seen).scale_up_seconds, float)
    assert namespaces(cluster) == {"default"}


def test_a_pull_with_a_duration_on_a_new_node_is_proof() -> None:
    seen = one(MiniCluster())
    assert {pod.evidence for pod in new_pods(seen)} == {ImageEvidence.PROVED}
    for pod in new_pods(seen):
        assert isinstance(pod.stamps[Milestone.PULLED], Stamp)
        assert isinstance(pod.bytes_pulled, NotObserved)  # nobody knows the image


def test_hollow_nodes_show_no_pull_and_say_so() -> None:
    seen = one(MiniCluster(hollow=True))
    assert shortfall(seen) == ""
    for pod in new_pods(seen):
        assert pod.evidence is ImageEvidence.LIKELY
        assert pod.stamps[Milestone.PULLED] == NotObserved("hollow nodes pull no image")
        assert pod.bytes_pulled == NotObserved("hollow nodes pull no image")
        assert isinstance(pod.stamps[Milestone.FIRST_REQUEST], NotObserved)


def test_a_repeat_with_a_warm_node_is_invalid_and_run_again() -> None:
    cluster = MiniCluster()
    cluster.warm = 1
    seen = one(cluster)
    assert shortfall(seen) == ""
    assert any("attempt 1 did not count" in note for note in seen.notes)
    assert any("httpgo-small-1-2" in note for note in seen.notes)


def test_a_node_that_is_always_warm_ends_in_a_repeat_that_does_not_count() -> None:
    cluster = MiniCluster()
    cluster.warm = 99
    seen = one(cluster)
    assert "the image was present before" in shortfall(seen)
    assert sum("did not count" in note for note in seen.notes) == 3


def test_a_quota_is_named_before_the_time_is_over() -> None:
    cluster = MiniCluster()
    cluster.quota = 3
    seen = one(cluster)
    assert "exceeded quota" in shortfall(seen)
    assert namespaces(cluster) == {"default"}


def test_a_pod_that_never_gets_ready_is_named_with_its_reason() -> None:
    cluster = MiniCluster()
    cluster.stuck = {"node-5"}
    seen = one(cluster)
    assert "httpgo-small-1-5 cannot start: CrashLoopBackOff" in shortfall(seen)
    assert namespaces(cluster) == {"default"}


def test_an_autoscaler_that_never_decides_is_a_missed_goal() -> None:
    cluster = MiniCluster()
    cluster.decides = False
    seen = one(cluster, time_limit_seconds=2.0)
    assert "never asked for more than 1 of 8" in shortfall(seen)


def test_without_a_metrics_api_nothing_is_made() -> None:
    cluster = MiniCluster()
    cluster.metrics_versions = ()
    with pytest.raises(EnvironmentMissingError, match="serves no custom"):
        run(plan(), driver(cluster))
    assert namespaces(cluster) == {"default"}


def test_the_missing_link_of_the_metric_path_is_named() -> None:
    cluster = MiniCluster()
    cluster.metrics = False
    with cluster.running(), pytest.raises(EnvironmentMissingError) as caught:
        run(plan(), driver(cluster))
    assert "but not for pods of namespace octoscale-bench-abc" in str(caught.value)
    assert namespaces(cluster) == {"default"}


def test_missing_rights_are_listed_before_anything_is_made() -> None:
    cluster = MiniCluster()
    cluster.denied = {("create", "namespaces"), ("watch", "events")}
    with pytest.raises(EnvironmentMissingError) as caught:
        run(plan(), driver(cluster))
    assert "create namespaces; watch events" in str(caught.value)
    assert "--print-rbac" in caught.value.hint
    assert namespaces(cluster) == {"default"}


def test_too_few_nodes_are_told_before_anything_is_made() -> None:
    with pytest.raises(EnvironmentMissingError, match="the cluster has 3"):
        run(plan(), driver(MiniCluster(nodes=3)))


def test_no_cluster_is_used_that_nobody_named() -> None:
    with pytest.raises(EnvironmentMissingError, match="no cluster was named"):
        KubernetesDriver({}).prepare(load_plan(), load_plan().images)


def test_an_image_from_nowhere_is_asked_for() -> None:
    made = KubernetesDriver({"context": "mini"})
    with pytest.raises(UsageError, match="where does a node pull image small"):
        made.prepare(plan(), plan().images)


@pytest.mark.parametrize(
    "mark", ["starting", "waiting for the metric", "settling", "raising", "waiting"]
)
def test_an_interrupt_in_any_phase_leaves_nothing(mark: str) -> None:
    cluster = MiniCluster()

    def interrupt(event: Any) -> None:
        if event.text.startswith(mark):
            raise KeyboardInterrupt

    with cluster.running():
        report = run(plan(), driver(cluster), progress=interrupt)
    assert report.stop is not None
    assert report.stop.kind is StopKind.INTERRUPTED
    assert namespaces(cluster) == {"default"}


def test_what_cannot_be_removed_is_listed_with_the_command() -> None:
    cluster = MiniCluster()
    made = driver(cluster)
    made.prepare(plan(), plan().images)
    cluster.failures.extend([UnreachableError("away")] * 9)
    made.close()
    assert made.why_left == "away"
    assert made.leftover is not None
    assert made.leftover.command == "kubectl delete namespace octoscale-bench-abc"


def test_each_repeat_has_a_reference_of_its_own() -> None:
    cluster = MiniCluster()
    several = plan().narrowed(repeats=2)
    with cluster.running():
        report = run(several, driver(cluster))
    images = {seen.notes[0] for seen in report.observations}
    assert len(images) == 2
    assert all("abc-httpgo-small" in image for image in images)


def test_a_lost_watch_shows_as_a_gap_and_moves_no_stamp() -> None:
    cluster = MiniCluster()

    def drop(event: Any) -> None:
        if event.text.startswith("raising"):
            cluster.drop_history()

    with cluster.running():
        report = run(plan(), driver(cluster), progress=drop)
    (seen,) = report.observations
    assert shortfall(seen) == ""
    assert any("had a gap" in note for note in seen.notes)


def test_images_are_removed_from_nodes_only_where_that_is_allowed() -> None:
    cluster = MiniCluster()
    with cluster.running():
        run(plan(), driver(cluster))
    assert cluster.cleaned == []
    with cluster.running():
        report = run(plan(), driver(cluster, node_cleanup="yes"))
    assert sorted(cluster.cleaned) == [f"node-{n}" for n in range(8)]
    (seen,) = report.observations
    assert not any("not removed" in note for note in seen.notes)
    assert namespaces(cluster) == {"default"}


def test_the_deployment_is_gone_after_each_repeat() -> None:
    cluster = MiniCluster()
    left: list[int] = []

    def look(event: Any) -> None:
        if event.stage == "finished":
            left.append(len(cluster.list(DEPLOYMENT).items))

    with cluster.running():
        run(plan(), driver(cluster), progress=look)
    assert left == [0]
    with pytest.raises(NotFoundError):
        cluster.get(Kind("v1", "Namespace"), "octoscale-bench-abc")
