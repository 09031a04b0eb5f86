"""A workload is brought to its replicas, and back to where it was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest

from bench.load.plan import Scale
from bench.load.scaling import KubernetesScaler, NoScaler
from octoscale.core.errors import EnvironmentMissingError

if TYPE_CHECKING:
    from octoscale.kube.base import KubePort
    from octoscale.kube.types import Kind

SCALE = Scale.model_validate({"namespace": "shop", "name": "web", "readyWithin": "5s"})


class Cluster:
    """One workload, whose replicas become Ready one look after the other."""

    def __init__(self, *, stuck: bool = False) -> None:
        self.asked: list[int] = []
        self.ready = self.wanted = 3
        self.stuck = stuck
        self.now = 0.0

    def get(
        self, kind: Kind, name: str, *, namespace: str | None, subresource: str = ""
    ) -> dict[str, Any]:
        """Give the workload, or its scale."""
        assert (kind.name, name, namespace) == ("Deployment", "web", "shop")
        if subresource == "scale":
            return {"spec": {"replicas": self.wanted}}
        if not self.stuck:
            self.ready += (self.wanted > self.ready) - (self.wanted < self.ready)
        return {"status": {"replicas": self.wanted, "readyReplicas": self.ready}}

    def scale(
        self, kind: Kind, name: str, replicas: int, *, namespace: str | None
    ) -> None:
        """Take what is asked for."""
        del kind, name, namespace
        self.asked.append(replicas)
        self.wanted = replicas

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds


def scaler(cluster: Cluster) -> KubernetesScaler:
    return KubernetesScaler(
        cast("KubePort", cluster), sleep=cluster.sleep, now=lambda: cluster.now
    )


def test_it_waits_until_all_are_ready() -> None:
    cluster = Cluster()
    scaler(cluster).to(SCALE, 6)
    assert (cluster.ready, cluster.asked) == (6, [6])
    assert cluster.now == 2.0


def test_what_was_found_is_restored_once() -> None:
    cluster = Cluster()
    made = scaler(cluster)
    made.to(SCALE, 1)
    made.to(SCALE, 4)
    made.restore()
    made.restore()
    assert cluster.asked == [1, 4, 3]


def test_replicas_that_never_get_ready_are_an_error() -> None:
    cluster = Cluster(stuck=True)
    with pytest.raises(EnvironmentMissingError, match="has 3 of 6 replicas Ready"):
        scaler(cluster).to(SCALE, 6)


def test_without_a_cluster_nothing_is_scaled() -> None:
    with pytest.raises(EnvironmentMissingError, match="no cluster was named"):
        NoScaler().to(SCALE, 2)
    NoScaler().restore()
