"""The pytest side of the control plane: fixtures, options and the summary line.

A control plane starts at most once a session and only when a test asks for it.
With ``OCTOSCALE_TEST_KUBECONFIG`` the tests use that real cluster instead, in
namespaces of their own. Starting and stopping is in ``cluster``.
"""

from __future__ import annotations

import os
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from octoscale.kube.types import Kind
from tests.controlplane import binaries
from tests.controlplane.cluster import ControlPlane, Options, launch
from tests.controlplane.flags import HpaFlags

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from _pytest.terminal import TerminalReporter

    from octoscale.kube.base import KubePort

KUBECONFIG_VARIABLE = "OCTOSCALE_TEST_KUBECONFIG"
"""Names the kubeconfig of a real cluster; its current context is used."""

CONTEXT_VARIABLE = "OCTOSCALE_TEST_CONTEXT"
"""Names another context of that file."""

NAMESPACE = Kind("v1", "Namespace")

NAMESPACE_PREFIX = "octoscale-test-"
"""Of every namespace that a test makes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """A cluster that tests may use."""

    kubeconfig: Path
    context: str | None
    """``None`` is the file's current context."""

    own: ControlPlane | None
    """``None`` when somebody else runs the cluster."""


@dataclass(slots=True)
class Ledger:
    """What the summary line tells."""

    used: set[str] = field(default_factory=set)
    """Node ids of tests that were given a cluster."""

    ran: set[str] = field(default_factory=set)
    """Node ids of tests that ran to a result, skips left out."""

    missing: tuple[str, ...] = ()
    """Programs without which a test was skipped."""

    def line(self) -> str:
        """Write the summary.

        >>> Ledger(used={"a", "b"}, ran={"b", "c"}).line()
        'control plane: 1 run'
        >>> Ledger(missing=("etcd", "kubemark")).line()
        'control plane: SKIPPED, missing etcd, kubemark'
        """
        if self.missing:
            return f"control plane: SKIPPED, missing {', '.join(self.missing)}"
        return f"control plane: {len(self.used & self.ran)} run"


LEDGER = pytest.StashKey[Ledger]()
"""Where the session keeps its ledger."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the settings of the control plane that tests start."""
    group = parser.getgroup("control plane")
    group.addoption(
        "--control-plane-nodes", type=int, default=8, help="hollow nodes (8)"
    )
    group.addoption(
        "--hpa-sync-period", type=float, help="seconds; default of the controller: 15"
    )
    group.addoption(
        "--hpa-downscale-stabilization",
        type=float,
        help="seconds; default of the controller: 300",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Open the ledger."""
    config.stash[LEDGER] = Ledger()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note each test that came to a result."""
    report = yield
    if report.when == "call" and not report.skipped:
        item.config.stash[LEDGER].ran.add(item.nodeid)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(
    terminalreporter: TerminalReporter, config: pytest.Config
) -> Generator[None]:
    """End the summary with how many tests had a cluster."""
    yield
    terminalreporter.write_line(config.stash[LEDGER].line())


@pytest.fixture(scope="session")
def session_cluster(pytestconfig: pytest.Config) -> Iterator[Cluster]:
    """Give the session's cluster; tests ask for ``cluster``, which counts them.

    Fixtures of a wider scope than one test build on this one.
    """
    named = os.environ.get(KUBECONFIG_VARIABLE)
    if named:
        context = os.environ.get(CONTEXT_VARIABLE)
        yield Cluster(kubeconfig=Path(named), context=context, own=None)
        return
    found = binaries.find()
    if found.missing:
        pytestconfig.stash[LEDGER].missing = found.missing
        names = ", ".join(found.missing)
        pytest.skip(f"no control plane: {names} missing (looked in {found.folder})")
    plane = launch(found, _options(pytestconfig))
    yield Cluster(kubeconfig=plane.kubeconfig, context=plane.context, own=plane)
    plane.close()


@pytest.fixture
def cluster(session_cluster: Cluster, request: pytest.FixtureRequest) -> Cluster:
    """Give this test a cluster and count the test."""
    request.config.stash[LEDGER].used.add(request.node.nodeid)
    return session_cluster


@pytest.fixture
def control_plane(cluster: Cluster) -> ControlPlane:
    """Give this test a control plane that may be restarted and set up freely."""
    if cluster.own is None:
        pytest.skip(f"needs a control plane of its own, not {KUBECONFIG_VARIABLE}")
    return cluster.own


@pytest.fixture(scope="session")
def session_kube(session_cluster: Cluster) -> Iterator[KubePort]:
    """Give the port to the session's cluster; tests ask for ``kube``."""
    pytest.importorskip("kubernetes")
    from octoscale.kube.client import connect

    client = connect(
        kubeconfig=session_cluster.kubeconfig, context=session_cluster.context
    )
    yield client
    client.close()


@pytest.fixture
def kube(cluster: Cluster, session_kube: KubePort) -> KubePort:
    """Give the administrator's port to the cluster."""
    del cluster  # asked for so that the test is counted
    return session_kube


@pytest.fixture
def namespace(kube: KubePort) -> Iterator[str]:
    """Make a namespace for this test and delete it afterwards."""
    name = f"{NAMESPACE_PREFIX}{uuid.uuid4().hex[:12]}"
    kube.create({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}})
    yield name
    kube.delete(NAMESPACE, name)


def _options(config: pytest.Config) -> Options:
    hpa = HpaFlags(
        sync_period_seconds=config.getoption("--hpa-sync-period"),
        downscale_stabilization_seconds=config.getoption(
            "--hpa-downscale-stabilization"
        ),
    )
    return Options(nodes=config.getoption("--control-plane-nodes"), hpa=hpa)
