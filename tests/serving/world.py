"""What a metrics server stands between: thousands of series, HPAs, and a cluster.

A real Prometheus scrapes one exposition of all workloads; the cluster is a stub.
Asking is ``load``.
"""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapter_rules.prometheus.process import PrometheusProcess
from tests.controlplane.processes import wait_until
from tests.serving.cluster import api_server, pod
from tests.serving.exposing import exposing
from tests.tools import find_tool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PODS = 8
NAMESPACES = 10
RULES = 5
SCRAPE_SECONDS = 5
START_SECONDS = 60.0
_SCRAPED = 'count(count_over_time({__name__=~"load_.+"}[1m]) > 2)'
_LISTENING = "listening on http://127.0.0.1:"


@dataclass(frozen=True)
class Workload:
    """One Deployment of eight pods, with its HPA."""

    number: int

    @property
    def name(self) -> str:
        """Its name, and its pods' label ``app``."""
        return f"web-{self.number}"

    @property
    def namespace(self) -> str:
        """Where it lives."""
        return f"team-{self.number % NAMESPACES}"

    @property
    def metric(self) -> str:
        """What its HPA asks for."""
        return f"load_{self.number % RULES}"

    @property
    def pods(self) -> list[str]:
        """Its pods."""
        return [f"{self.name}-{index}" for index in range(PODS)]

    @property
    def target(self) -> str:
        """The path and parameters with which the controller asks for it."""
        return (
            f"/apis/custom.metrics.k8s.io/v1beta2/namespaces/{self.namespace}"
            f"/pods/%2A/{self.metric}?labelSelector=app%3D{self.name}"
        )


@dataclass(frozen=True)
class Server:
    """A running metrics server."""

    process: subprocess.Popen[bytes]
    url: str


@dataclass(frozen=True)
class Stage:
    """Everything but the metrics server."""

    folder: Path
    workloads: tuple[Workload, ...]
    prometheus: PrometheusProcess
    prometheus_pid: int
    kubeconfig: Path
    rules: Path

    @contextmanager
    def serve(self, *options: str) -> Iterator[Server]:
        """Run ``octoscale serve`` on a loopback address, without TLS."""
        with served(
            self.folder,
            rules=self.rules,
            prometheus=self.prometheus.url,
            kubeconfig=self.kubeconfig,
            options=options,
        ) as server:
            yield server


@contextmanager
def served(
    folder: Path,
    *,
    rules: Path,
    prometheus: str,
    kubeconfig: Path,
    options: tuple[str, ...] = (),
) -> Iterator[Server]:
    """Run ``octoscale serve`` on a loopback address, without TLS."""
    log = folder / "serve.log"
    command = [sys.executable, "-m", "octoscale.cli.main", "serve"]
    command += [f"--config={rules}", "--insecure-loopback"]
    command += ["--bind-address=127.0.0.1", "--secure-port=0"]
    command += [f"--prometheus-url={prometheus}"]
    command += [f"--lister-kubeconfig={kubeconfig}", *options]
    with (
        log.open("wb") as stream,
        subprocess.Popen(command, stdout=stream, stderr=stream) as process,
    ):
        try:
            yield Server(process, _url(process, log))
        finally:
            process.terminate()
            process.wait(timeout=20)


@contextmanager
def stage(folder: Path, *, hpas: int) -> Iterator[Stage]:
    """Set everything up and wait until Prometheus knows all series."""
    workloads = tuple(map(Workload, range(hpas)))
    pods = [pod(w.namespace, name, app=w.name) for w in workloads for name in w.pods]
    rules = folder / "rules.yaml"
    rules.write_text(_rules(), encoding="utf-8")
    text = _exposition(workloads)
    with exposing(text) as address, api_server(pods, folder) as kubeconfig:
        config = {
            "global": {"scrape_interval": f"{SCRAPE_SECONDS}s"},
            "scrape_configs": [
                {
                    "job_name": "all",
                    "honor_labels": True,
                    "static_configs": [{"targets": [address]}],
                }
            ],
        }
        binary = find_tool("prometheus")
        with PrometheusProcess(config, binary=binary) as prometheus:
            made = Stage(
                folder, workloads, prometheus, _pid(prometheus), kubeconfig, rules
            )
            wanted = len(workloads) * PODS
            _until(prometheus, _SCRAPED, wanted)
            yield made


def _until(prometheus: PrometheusProcess, promql: str, wanted: int) -> None:
    from adapter_rules.prometheus.api_client import PrometheusClient

    with PrometheusClient(prometheus.url) as client:

        def known() -> bool:
            samples = client.query(promql).samples
            return bool(samples) and samples[0].value >= wanted

        wait_until(
            known, what="all series", timeout_seconds=START_SECONDS, processes=[]
        )


def _pid(prometheus: PrometheusProcess) -> int:
    process = prometheus._process
    assert process is not None
    return process.pid


def _url(process: subprocess.Popen[bytes], log: Path) -> str:
    found: list[str] = []

    def listening() -> bool:
        text = log.read_text(encoding="utf-8")
        assert process.poll() is None, text
        _, known, rest = text.partition(_LISTENING)
        if known and "\n" in rest:
            found.append("http://127.0.0.1:" + rest.split()[0])
        return bool(found)

    wait_until(listening, what="serve", timeout_seconds=START_SECONDS, processes=[])
    return found[0]


def _rules() -> str:
    """Write the rules: two of them rates, as counters need."""
    lines = ["rules:"]
    for number in range(RULES):
        inner = "<<.Series>>{<<.LabelMatchers>>}"
        if number >= 3:
            inner = f"rate({inner}[1m])"
        lines += [
            f"- seriesQuery: load_{number}",
            "  resources:",
            "    overrides: {namespace: {resource: namespace}, pod: {resource: pod}}",
            f"  metricsQuery: sum({inner}) by (<<.GroupBy>>)",
        ]
    return "\n".join(lines) + "\n"


def _exposition(workloads: tuple[Workload, ...]) -> Callable[[], str]:
    """Prepare the text of a scrape: one series for each pod."""
    heads = [
        (w.number, f'{w.metric}{{namespace="{w.namespace}",pod="{name}"}} ')
        for w in sorted(workloads, key=lambda w: w.metric)
        for name in w.pods
    ]

    def text() -> str:
        now = time.time()
        return "".join(f"{head}{_value(number, now)}\n" for number, head in heads)

    return text


def _value(number: int, now: float) -> float:
    """Give a gauge that is never zero, or a counter that always rises."""
    return 1.0 + number if number % RULES < 3 else now * (1 + number % 7)
