"""A live chain to break in many ways: cluster, metrics server, Prometheus, services.

The services' expositions are texts of ours, with and without a namespace label;
everything else is real. Which break shows where is the tests' business.
"""

from __future__ import annotations

import threading
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from adapter_rules.prometheus.api_client import PrometheusClient
from octoscale.core import yamlio
from octoscale.doctor.examine import examine
from octoscale.kube.errors import KubeError
from octoscale.kube.types import Kind
from tests.controlplane.processes import wait_until
from tests.e2e import serving
from tests.e2e.test_controller_scales import deployment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from octoscale.doctor.diagnosis import Diagnosis
    from octoscale.kube.base import KubePort
    from tests.controlplane.cluster import ControlPlane
    from tests.prometheus_plugin import LivePrometheus

WAIT_SECONDS = 60.0
REPLICAS = 2
API_SERVICE = Kind("apiregistration.k8s.io/v1", "APIService")
CONFIG_MAP = Kind("v1", "ConfigMap")
POD = Kind("v1", "Pod")

OPTIONS = (
    "--metrics-relist-interval=1s",
    "--metrics-max-age=60s",
    "--reload-interval=500ms",
)
FIELDS = (
    "resources: {overrides: {namespace: {resource: namespace}, pod: {resource: pod}}}",
    "metricsQuery: sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)",
)


def rule(query: str, *fields: str) -> dict[str, Any]:
    """Write a rule: the usual one, but for the given fields."""
    made: dict[str, Any] = {"seriesQuery": query}
    for text in (*FIELDS, *fields):
        made |= yamlio.load(text).value
    return made


@dataclass
class Service:
    """Something that exposes lines, and can be told others."""

    address: str
    lines: list[str]


@contextmanager
def service(lines: list[str]) -> Iterator[Service]:
    """Expose *lines* until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = "".join(f"{line}\n" for line in lines).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; version=0.0.4")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield Service(f"127.0.0.1:{server.server_address[1]}", lines)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class World:
    """The running chain."""

    plane: ControlPlane
    kube: KubePort
    namespace: str
    prometheus: LivePrometheus
    server: serving.Served
    folder: Path
    rules: dict[str, list[dict[str, Any]]]
    main: Service
    """Its scrape target has the label ``namespace``."""

    bare: Service
    """Its scrape target has none."""

    pods: tuple[str, ...]
    _client: PrometheusClient = field(init=False)

    def __post_init__(self) -> None:
        """Get ready to ask Prometheus."""
        self._client = PrometheusClient(self.prometheus.url)

    def diagnose(self, name: str = "", **options: Any) -> list[Diagnosis]:
        """Ask the doctor about one HPA, or all."""
        return examine(
            self.kube,
            namespace=self.namespace,
            name=name,
            prometheus=self._client,
            now=time.time(),
            **options,
        )

    def apply(self, manifest: dict[str, Any]) -> None:
        """Apply an object in the world's namespace."""
        self.kube.apply(manifest, namespace=self.namespace, force=True)

    def tell_cluster(self, rules: dict[str, list[dict[str, Any]]]) -> None:
        """Put rules into the ConfigMap only: the running server has its file."""
        self.apply(
            {
                "apiVersion": "v1",
                "kind": "ConfigMap",
                "metadata": {"name": self.config_map},
                "data": {"config.yaml": yamlio.dump(rules)},
            }
        )

    def follow_pods(self) -> None:
        """Wait for new pods, and let the main service tell of these."""

        def ready() -> bool:
            return len(_ready_pods(self.kube, self.namespace)) == REPLICAS

        wait(ready, "new pods")
        found = _ready_pods(self.kube, self.namespace)
        for old, new in zip(self.pods, found, strict=True):
            self.main.lines[:] = [one.replace(old, new) for one in self.main.lines]
        self.pods = found

    @property
    def config_map(self) -> str:
        """The name of the ConfigMap with the rules."""
        found = self.kube.list(CONFIG_MAP, namespace=self.namespace).items
        (name,) = (
            one["metadata"]["name"]
            for one in found
            if "seriesQuery" in str(one.get("data"))
        )
        return str(name)

    def listed(self, group: str) -> set[str]:
        """Give what the API lists now; nothing while it does not answer."""
        version = "v1beta1"
        try:
            document = self.kube.fetch(f"/apis/{group}/{version}")
        except KubeError:
            return set()
        return {one["name"] for one in document["resources"]}


def wait(ready: Callable[[], bool], what: str) -> None:
    """Wait until *ready*; fail the test when it does not come."""
    wait_until(ready, what=what, timeout_seconds=WAIT_SECONDS, processes=[])


def _ready_pods(kube: KubePort, namespace: str) -> tuple[str, ...]:
    found = kube.list(POD, namespace=namespace, label_selector="app=web").items
    return tuple(
        one["metadata"]["name"]
        for one in found
        for condition in (one.get("status") or {}).get("conditions") or ()
        if condition["type"] == "Ready" and condition["status"] == "True"
    )


@contextmanager
def world(
    plane: ControlPlane,
    kube: KubePort,
    prometheus: LivePrometheus,
    *,
    namespace: str,
    folder: Path,
    rules: dict[str, list[dict[str, Any]]],
    main: Callable[[tuple[str, ...]], list[str]],
    bare: list[str],
) -> Iterator[World]:
    """Run the chain until the end of the block; *main* gets the pods' names."""
    (folder / "rules.yaml").write_text(yamlio.dump(rules), encoding="utf-8")
    web = deployment("web")
    web["spec"]["replicas"] = REPLICAS
    kube.apply(web, namespace=namespace)
    wait(lambda: len(_ready_pods(kube, namespace)) == REPLICAS, "the pods")
    pods = _ready_pods(kube, namespace)
    with ExitStack() as stack:
        services = [stack.enter_context(service(lines)) for lines in (main(pods), bare)]
        one, other = services
        place = prometheus.scrape(one.address, job="doctor", namespace=namespace)
        stack.enter_context(place)
        stack.enter_context(prometheus.scrape(other.address, job="bare"))
        server = stack.enter_context(
            serving.served(
                plane,
                kube,
                namespace=namespace,
                folder=folder,
                prometheus=prometheus.url,
                options=OPTIONS,
            )
        )
        made = World(
            plane, kube, namespace, prometheus, server, folder, rules, one, other, pods
        )
        wait(
            lambda: "pods/doc_good" in made.listed("custom.metrics.k8s.io"), "a listing"
        )
        yield made
