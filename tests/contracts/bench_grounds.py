"""The clusters on which every driver is held to one contract.

The simulated one; a Kubernetes in memory; and a real control plane with hollow
nodes, where one is at hand. A ground brings its row, its plan and a driver.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from bench.drivers.kubernetes import ROW as KUBERNETES
from bench.drivers.kubernetes import KubernetesDriver
from bench.drivers.simulated import ROW as SIMULATED
from bench.plan import load_plan
from tests.bench.drivers.kubernetes import mini
from tests.e2e import bench_ground, hollow_bench

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.drivers.base import ClusterDriver, DriverRow
    from bench.plan import Plan
    from octoscale.kube.base import KubePort

GROUNDS = ("simulated", "memory", "hollow nodes")
"""The values of a ``ground`` fixture's parameter."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A driver under test, on its cluster."""

    row: DriverRow
    plan: Plan
    driver: ClusterDriver


@contextmanager
def make_ground(
    request: pytest.FixtureRequest, folder: pytest.TempPathFactory
) -> Iterator[Ground]:
    """Give the ground that ``request.param`` names."""
    if request.param == "simulated":
        plan = load_plan().narrowed(images=("small",), repeats=1)
        yield Ground(SIMULATED, plan, SIMULATED.make({}))
    elif request.param == "memory":
        with _memory() as ground:
            yield ground
    else:
        cluster = request.getfixturevalue("session_cluster")
        if cluster.own is None:
            pytest.skip("needs a control plane of its own")
        plan = hollow_bench.plan()
        with bench_ground.ground(
            cluster.own,
            request.getfixturevalue("session_kube"),
            request.getfixturevalue("live_prometheus"),
            folder.mktemp("bench"),
            plan,
            sync_seconds=2.0,
        ) as given:
            yield Ground(KUBERNETES, plan, KUBERNETES.make(given))


@contextmanager
def _memory() -> Iterator[Ground]:
    cluster = mini.MiniCluster()

    def connect(*, kubeconfig: str | None, context: str | None) -> KubePort:
        del kubeconfig, context
        return cluster

    given = {"context": "mini", "registry": "registry.example/bench", "push": "no"}
    with cluster.running():
        driver = KubernetesDriver(
            given, connect=connect, poll_seconds=mini.POLL_SECONDS
        )
        yield Ground(KUBERNETES, mini.plan(), driver)
