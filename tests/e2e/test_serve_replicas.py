"""Two replicas behind one Service of a real API server, and one of them killed.

The API server is told to pick Endpoints by itself, as a cluster's network would.
Everything that ``--print-manifests`` writes is applied.
"""

from __future__ import annotations

import signal
import socket
import threading
from collections import Counter
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from adapter_rules.server.manifests import NAME, manifests
from octoscale.kube.errors import KubeError
from octoscale.kube.types import DryRun, Kind
from tests.controlplane import binaries
from tests.controlplane.certificates import Subject
from tests.controlplane.cluster import ControlPlane, Options, launch
from tests.controlplane.probes import until_served
from tests.e2e import serving
from tests.serving.exposing import exposing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from octoscale.kube.base import KubePort
    from tests.controlplane.certificates import KeyPair
    from tests.prometheus_plugin import LivePrometheus

NAMESPACE = "metrics"
API = "/apis/custom.metrics.k8s.io/v1beta2"
TARGET = f"{API}/namespaces/shop/pods/web-0/replica_gauge"
VALUE = "7"
EXPOSITION = f'replica_gauge{{namespace="shop",pod="web-0"}} {VALUE}\n'
RULES = """\
rules:
- seriesQuery: replica_gauge
  resources:
    overrides: {namespace: {resource: namespace}, pod: {resource: pod}}
  metricsQuery: sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)
"""
CLIENTS = 3
ENOUGH = 60
"""Answers before and after the replica is killed, and after it is taken out."""


@pytest.fixture(scope="module")
def plane() -> Iterator[ControlPlane]:
    """Run a control plane without nodes that finds Endpoints by itself."""
    found = binaries.find()
    if found.missing:
        pytest.skip(f"no control plane: {', '.join(found.missing)} missing")
    made = launch(found, Options(nodes=0, aggregator_routing=True))
    yield made
    made.close()


@pytest.fixture(scope="module")
def administrator(plane: ControlPlane) -> Iterator[KubePort]:
    pytest.importorskip("kubernetes")
    from octoscale.kube.client import connect

    client = connect(kubeconfig=plane.kubeconfig, context=plane.context)
    yield client
    client.close()


@pytest.fixture(scope="module")
def address() -> str:
    """Give an address of this machine: the API server refuses loopback ones."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # nothing is sent
        except OSError:
            pytest.skip("this machine has no address but loopback")
        found = str(probe.getsockname()[0])
    if found.startswith("127."):
        pytest.skip("this machine has no address but loopback")
    return found


def written(folder: Path, prometheus: str, authority: Path) -> list[dict[str, Any]]:
    (folder / "rules.yaml").write_text(RULES, encoding="utf-8")
    given = {
        "config": str(folder / "rules.yaml"),
        "prometheus_url": prometheus,
        "tls_cert_file": str(authority),
    }
    return manifests(given, image="registry.invalid/octoscale:1", namespace=NAMESPACE)


def endpoints(address: str, ports: list[int]) -> dict[str, Any]:
    """Write what the endpoints controller would: our replicas have no pods."""
    return {
        "apiVersion": "v1",
        "kind": "Endpoints",
        "metadata": {"name": NAME, "namespace": NAMESPACE},
        "subsets": [
            {"addresses": [{"ip": address}], "ports": [{"name": "https", "port": port}]}
            for port in ports
        ],
    }


@dataclass
class Asking:
    """Several clients that ask again and again, and what they are told."""

    kube: KubePort
    answers: Counter[str] = field(default_factory=Counter)
    stopped: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Ask until stopped; the life of one thread."""
        while not self.stopped.is_set():
            self.answers[self.once()] += 1

    def once(self) -> str:
        """Ask once: the value, or the status of an error."""
        try:
            body = self.kube.fetch(TARGET)
        except KubeError as error:
            return f"error {error.status}"
        return ",".join(str(item["value"]) for item in body["items"])

    def more(self, count: int) -> None:
        """Wait for so many further answers."""
        before = self.answers.total()
        serving.wait(lambda: self.answers.total() >= before + count, "answers")


@contextmanager
def asking(kube: KubePort) -> Iterator[Asking]:
    made = Asking(kube)
    threads = [threading.Thread(target=made.run) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    try:
        yield made
    finally:
        made.stopped.set()
        for thread in threads:
            thread.join()


@dataclass
class Site:
    """A cluster with our Service, a Prometheus, and replicas as they are started."""

    plane: ControlPlane
    kube: KubePort
    address: str
    prometheus: str
    folder: Path
    stack: ExitStack
    pair: KeyPair
    token: str

    def replica(self, name: str, *options: str) -> serving.Served:
        """Start a replica with the rights of the manifests."""
        made = self.stack.enter_context(
            serving.started(
                self.plane,
                self.folder,
                self.pair,
                self.prometheus,
                options,
                token=self.token,
                address=self.address,
                name=name,
            )
        )
        # It may have been told to go on for long.
        self.stack.callback(made.process.kill)
        return made

    def route(self, *replicas: serving.Served) -> None:
        """Have the Service lead to these."""
        ports = [one.port for one in replicas]
        self.kube.apply(endpoints(self.address, ports), force=True)


@pytest.fixture
def site(
    plane: ControlPlane,
    administrator: KubePort,
    address: str,
    live_prometheus: LivePrometheus,
    tmp_path: Path,
) -> Iterator[Site]:
    authority = plane.identities.authority
    host = f"{NAME}.{NAMESPACE}.svc"
    pair = authority.issue(
        f"serving-{tmp_path.name}", Subject(common_name=NAME), hosts=[host]
    )
    made = written(tmp_path, live_prometheus.url, authority.certificate)
    apply_all(administrator, made)
    token = serving.token_of(administrator, NAMESPACE)
    with ExitStack() as stack:
        source = stack.enter_context(exposing(EXPOSITION))
        stack.enter_context(live_prometheus.scrape(source, job="replicas"))
        yield Site(
            plane,
            administrator,
            address,
            live_prometheus.url,
            tmp_path,
            stack,
            pair,
            token,
        )


@pytest.mark.soak
def test_one_of_two_replicas_is_killed_and_no_answer_is_wrong(site: Site) -> None:
    first, second = site.replica("first"), site.replica("second")
    site.route(first, second)
    until_served(site.kube, TARGET)
    with asking(site.kube) as clients:
        clients.more(ENOUGH)
        assert first.lines()
        assert second.lines()
        first.process.send_signal(signal.SIGKILL)
        clients.more(ENOUGH)
        site.route(second)
        serving.wait(lambda: _all_right(clients), "only good answers")
    # The API server says 503 for who cannot be reached: the HPA keeps its size.
    assert set(clients.answers) <= {VALUE, "error 503"}
    assert clients.answers[VALUE] > 2 * ENOUGH


@pytest.mark.soak
def test_a_replica_that_is_told_to_stop_loses_no_request(site: Site) -> None:
    delay = "--shutdown-delay-duration=60s"
    first, second = site.replica("first", delay), site.replica("second", delay)
    site.route(first, second)
    until_served(site.kube, TARGET)
    with asking(site.kube) as clients:
        clients.more(ENOUGH)
        first.process.terminate()
        clients.more(ENOUGH)
        site.route(second)
        clients.more(ENOUGH)
    assert set(clients.answers) == {VALUE}
    assert first.process.poll() is None
    first.process.terminate()
    first.process.wait(timeout=20)


def _all_right(clients: Asking) -> bool:
    return all(clients.once() == VALUE for _ in range(ENOUGH))


def apply_all(kube: KubePort, made: list[dict[str, Any]]) -> None:
    """Apply every manifest: first for trial, then for good.

    The Service goes without its selector: our replicas are no pods.
    """
    space, *rest = made
    kube.apply(space)
    for one in rest:
        kube.apply(one, dry_run=DryRun.SERVER)
    for one in rest:
        if one["kind"] == "Service":
            bare = {"ports": one["spec"]["ports"]}
            kube.apply({**one, "spec": bare})
        else:
            kube.apply(one)
    stored = kube.get(Kind("apps/v1", "Deployment"), NAME, namespace=NAMESPACE)
    assert stored["spec"]["replicas"] == 2
