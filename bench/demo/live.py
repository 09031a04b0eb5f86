"""All parts of a running demo: started in order, ended in the reverse one.

Everything listens on the loopback, on free ports, and keeps its files in one
temporary folder. Who does what when is ``run``.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry

from adapter_rules.prometheus.process import PrometheusProcess
from bench.demo import chain
from bench.demo.balancer import Balancer
from bench.demo.clients import Clients, Hey
from bench.demo.cluster import DemoKube, Silent
from bench.demo.kube_state import KubeStateCollector
from bench.demo.metrics_server import MetricsServer
from bench.demo.replicas import Replicas
from bench.demo.settings import NAMESPACE
from exporters.serving import serve
from hpa.algorithm.types import Config
from hpa.controller import Autoscaler
from hpa.live.metrics import ClusterMetrics
from hpa.live.pods import ClusterPods
from hpa.live.scale import ClusterScale
from hpa.spec import decision_spec

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Self

    from bench.demo.settings import DemoSettings
    from hpa.algorithm.types import Decision


class LiveChain:
    """The chain, alive between ``with`` and its end."""

    prometheus: PrometheusProcess
    replicas: Replicas
    balancer: Balancer
    clients: Clients | Hey
    metrics: MetricsServer
    autoscaler: Autoscaler
    kube_state: KubeStateCollector

    def __init__(self, settings: DemoSettings, clock: Callable[[], float]) -> None:
        """Prepare it; *clock* gives the demo's seconds."""
        self.settings = settings
        self._clock = clock
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        """Start every part; raises ``EnvironmentMissingError`` for one that cannot."""
        with ExitStack() as stack:
            self._start(stack)
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End every part."""
        self._stack.close()

    def follow(self) -> None:
        """Bring the processes to what is asked for, and tell who has to know."""
        if self.replicas.reconcile():
            ready = self.replicas.ready
            self.balancer.use([pod.address for pod in ready if pod.address])
            chain.tell_prometheus(self.prometheus.directory, ready)

    def sync(self, now: float) -> Decision:
        """Let the controller sync once, at *now* (seconds of the day's time)."""
        self._pods.forget()
        return self.autoscaler.sync(now)

    def _start(self, stack: ExitStack) -> None:
        settings = self.settings
        kube = DemoKube()
        registry = CollectorRegistry()
        self.kube_state = KubeStateCollector()
        registry.register(self.kube_state)
        exposed = stack.enter_context(serve(registry))
        config = chain.scrape_config(settings, f"127.0.0.1:{exposed.port}")
        self.prometheus = stack.enter_context(PrometheusProcess(config))
        self.balancer = stack.enter_context(Balancer(drop=settings.load == "hey"))
        self.replicas = stack.enter_context(Replicas(kube, self._clock))
        make = Hey if settings.load == "hey" else Clients
        self.clients = make(self.balancer.port, settings)
        stack.callback(self.clients.stop)
        rules = self.prometheus.directory / "rules.yaml"
        rules.write_text(chain.rules_text(), encoding="utf-8")
        self.metrics = stack.enter_context(
            MetricsServer(rules, self.prometheus.url, kube)
        )
        kube.metrics_url = self.metrics.url
        scaler = chain.autoscaler(settings)
        self._pods = ClusterPods(kube, NAMESPACE)
        self.autoscaler = Autoscaler(
            decision_spec(scaler),
            scale=ClusterScale(
                kube, scaler.spec.scale_target_ref, NAMESPACE, writes=True
            ),
            pods=self._pods,
            metrics=ClusterMetrics(kube, NAMESPACE),
            sink=Silent(),
            config=Config(
                sync_period_seconds=settings.sync_seconds,
                downscale_stabilization_seconds=settings.stabilization_seconds,
            ),
        )
