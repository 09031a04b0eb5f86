"""The shadow beside the real HPA controller: no difference, and nothing touched."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pytest

from hpa import manifests
from hpa.algorithm.types import Config
from hpa.algorithm.versions import switches_for
from hpa.builders import (
    autoscaler,
    external_metric,
    object_metric,
    pods_metric,
)
from hpa.model.meta import CrossVersionObjectReference
from hpa.shadow import Shadow, ShadowSync
from octoscale.kube.types import Kind
from tests.controlplane.flags import HpaFlags
from tests.controlplane.processes import wait_until
from tests.e2e import serving
from tests.e2e.test_controller_scales import deployment
from tests.serving.exposing import exposing

if TYPE_CHECKING:
    from pathlib import Path

    from octoscale.kube.base import KubePort
    from tests.controlplane.cluster import ControlPlane
    from tests.prometheus_plugin import LivePrometheus

SYNC_SECONDS = 2.0
WINDOW_SECONDS = 5.0
ROUNDS = 50
CHANGE_SECONDS = 24.0
"""So long every value holds: for several syncs, so that there are quiet ones."""

WAIT_SECONDS = 120.0
NAMES = ("by-pods", "by-queue", "by-object", "by-two", "by-none")
VALUES = (10.0, 35.0, 22.0, 5.0)

RULES = """\
rules:
- seriesQuery: shadow_load{namespace!="",pod!=""}
  resources:
    overrides: {namespace: {resource: namespace}, pod: {resource: pod}}
  metricsQuery: sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)
- seriesQuery: shadow_hits{namespace!="",service!=""}
  resources:
    overrides: {namespace: {resource: namespace}, service: {resource: service}}
  metricsQuery: sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)
externalRules:
- seriesQuery: shadow_queue{namespace!=""}
  resources:
    overrides: {namespace: {resource: namespace}}
  metricsQuery: sum(<<.Series>>{<<.LabelMatchers>>})
"""


@pytest.fixture(scope="module", autouse=True)
def _fast_controller(session_cluster: Any) -> Any:
    if session_cluster.own is None:
        pytest.skip("the controller of a foreign cluster cannot be made faster")
    flags = HpaFlags(
        sync_period_seconds=SYNC_SECONDS, downscale_stabilization_seconds=WINDOW_SECONDS
    )
    with session_cluster.own.hpa_flags(flags):
        yield


@dataclass
class Exposed:
    """What the services would say: steps that hold for a while."""

    kube: KubePort
    namespace: str
    began: float = field(default_factory=time.monotonic)

    def text(self) -> str:
        """Write the exposition of this moment."""
        step = int((time.monotonic() - self.began) / CHANGE_SECONDS)
        value = VALUES[step % len(VALUES)]
        place = f'namespace="{self.namespace}"'
        pods = self.kube.list(Kind("v1", "Pod"), namespace=self.namespace).items
        lines = [
            f'shadow_load{{{place},pod="{pod["metadata"]["name"]}"}} {value}'
            for pod in pods
        ]
        lines.append(f'shadow_hits{{{place},service="front"}} {value * 3}')
        lines.append(f"shadow_queue{{{place}}} {value * 2}")
        return "\n".join(lines) + "\n"


def hpas(namespace: str) -> list[dict[str, Any]]:
    front = CrossVersionObjectReference(kind="Service", name="front", api_version="v1")
    load = pods_metric("shadow_load", average_value=10)
    metrics = {
        "by-pods": [load],
        "by-queue": [external_metric("shadow_queue", average_value=15)],
        "by-object": [object_metric("shadow_hits", front, value=20)],
        "by-two": [load, external_metric("shadow_queue", value=30)],
        "by-none": [pods_metric("shadow_absent", average_value=1)],
    }
    return [
        manifests.to_dict(
            autoscaler(
                f"deployment/{name}", metrics[name], namespace=namespace, max_replicas=4
            )
        )
        for name in NAMES
    ]


@pytest.mark.soak
def test_the_real_controller_does_what_the_shadow_says(
    control_plane: ControlPlane,
    kube: KubePort,
    namespace: str,
    live_prometheus: LivePrometheus,
    tmp_path: Path,
) -> None:
    (tmp_path / "rules.yaml").write_text(RULES, encoding="utf-8")
    front = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "front"}}
    ports = {"ports": [{"port": 80}], "selector": {"app": "by-object"}}
    kube.apply({**front, "spec": ports}, namespace=namespace)
    for name in NAMES:
        kube.apply(deployment(name), namespace=namespace)
    with (
        exposing(Exposed(kube, namespace).text) as address,
        live_prometheus.scrape(address, job="shadow"),
        serving.served(
            control_plane,
            kube,
            namespace=namespace,
            folder=tmp_path,
            prometheus=live_prometheus.url,
            options=("--metrics-relist-interval=5s",),
        ),
    ):
        for one in hpas(namespace):
            kube.apply(one, namespace=namespace)
        syncs, others = followed(kube, namespace)
    assert {one.name for one in syncs} == set(NAMES)
    assert [told(one) for one in syncs if one.differences and not one.warming] == []
    settled = [one for one in syncs if not one.warming]
    assert len(settled) >= ROUNDS * len(NAMES) - 5 * len(NAMES)
    moved = {one.name for one in syncs if one.live.desired_replicas > 1}
    assert moved == set(NAMES) - {"by-none"}
    # A shadow that scales by nothing is told apart: the comparison can fail.
    assert {one.name for one in others if one.differences and not one.warming}
    failing = [one for one in settled if one.name == "by-none"]
    assert {one.decision.error is not None for one in failing} == {True}


def followed(
    kube: KubePort, namespace: str
) -> tuple[list[ShadowSync], list[ShadowSync]]:
    """Shadow for so many rounds, from the first real sync on.

    Also with a controller that tolerates everything, for comparison.
    """
    kind = Kind("autoscaling/v2beta2", "HorizontalPodAutoscaler")

    def synced() -> bool:
        found = kube.list(kind, namespace=namespace).items
        return all((one.get("status") or {}).get("conditions") for one in found)

    wait_until(synced, what="a first sync", timeout_seconds=WAIT_SECONDS, processes=[])
    config = Config(
        sync_period_seconds=SYNC_SECONDS,
        downscale_stabilization_seconds=WINDOW_SECONDS,
        switches=switches_for(kube.server_version()),
    )
    shadow = Shadow(kube, namespace=namespace, config=config)
    idle = Shadow(kube, namespace=namespace, config=replace(config, tolerance=99.0))
    syncs: list[ShadowSync] = []
    others: list[ShadowSync] = []
    pause = threading.Event()
    before = versions(kube, namespace)
    for _ in range(ROUNDS + 3):
        syncs += shadow.round(time.time())
        others += idle.round(time.time())
        pause.wait(SYNC_SECONDS)
    assert set(versions(kube, namespace)) == set(before)
    return syncs, others


def versions(kube: KubePort, namespace: str) -> dict[str, int]:
    """Give the generation of every HPA: who changes a spec raises it."""
    kind = Kind("autoscaling/v2beta2", "HorizontalPodAutoscaler")
    return {
        one["metadata"]["name"]: one["metadata"].get("generation", 0)
        for one in kube.list(kind, namespace=namespace).items
    }


def told(one: ShadowSync) -> str:
    return f"{one.at:.1f} {one.name}: {'; '.join(one.differences)}"
