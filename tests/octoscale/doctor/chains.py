"""A whole chain in memory that holds; each test breaks one thing of it."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from adapter_rules.prometheus.base import QueryResult, Sample, ScrapeTarget
from adapter_rules.prometheus.memory import MemoryPrometheus
from adapter_rules.series import Series
from hpa.live.autoscalers import live
from octoscale.doctor.examine import examine
from octoscale.doctor.rules_scene import RulesScene
from octoscale.doctor.scene import Cluster, Scene
from octoscale.kube.memory import MemoryKube
from octoscale.kube.restmapper import RESTMapper
from tests.hpa.live.clusters import (
    CUSTOM,
    HPA,
    PODS_PATH,
    autoscaler,
    deployment,
    pod,
    values,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from octoscale.doctor.clue import Clue
    from octoscale.doctor.diagnosis import Diagnosis

NOW = 1_000_000.0
PODS = ("web0", "web1")
QUERY = 'sum(hits{namespace="shop",pod=~"web0|web1"}) by (pod)'
RULES = """\
rules:
- seriesQuery: hits
  resources: {overrides: {namespace: {resource: namespace}, pod: {resource: pod}}}
  metricsQuery: sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)
"""
ACTIVE = {
    "currentReplicas": 2,
    "desiredReplicas": 2,
    "conditions": [
        {"type": "AbleToScale", "status": "True", "reason": "ReadyForNewScale"},
        {"type": "ScalingActive", "status": "True", "reason": "ValidMetricFound"},
        {"type": "ScalingLimited", "status": "False", "reason": "DesiredWithinRange"},
    ],
}
UP = ScrapeTarget(
    job="web",
    url="http://10.0.0.1:9100/metrics",
    labels={"job": "web", "instance": "10.0.0.1:9100", "namespace": "shop"},
    up=True,
    scrape_interval_seconds=15.0,
)
TARGET_LABELS = {"job": "web", "instance": "10.0.0.1:9100"}


def series(pod: str, **others: str) -> Series:
    return Series("hits", {**TARGET_LABELS, "namespace": "shop", "pod": pod, **others})


def api_service(version: str, group: str = "custom.metrics.k8s.io") -> dict[str, Any]:
    return {
        "apiVersion": "apiregistration.k8s.io/v1",
        "kind": "APIService",
        "metadata": {"name": f"{version}.{group}"},
        "spec": {
            "group": group,
            "version": version,
            "service": {"name": "prometheus-adapter", "namespace": "monitoring"},
        },
        "status": {"conditions": [{"type": "Available", "status": "True"}]},
    }


def config_map(text: str = RULES, **others: str) -> dict[str, Any]:
    return {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "adapter-config", "namespace": "monitoring"},
        "data": {"config.yaml": text, **others},
    }


def adapter(*arguments: str) -> list[dict[str, Any]]:
    """Write the adapter's Service and Deployment."""
    labels = {"app": "adapter"}
    head = {"namespace": "monitoring"}
    volume = {"name": "config", "configMap": {"name": "adapter-config"}}
    container = {"name": "adapter", "args": list(arguments)}
    return [
        {
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": {**head, "name": "prometheus-adapter"},
            "spec": {"selector": labels},
        },
        {
            "apiVersion": "apps/v1",
            "kind": "Deployment",
            "metadata": {**head, "name": "adapter"},
            "spec": {
                "template": {
                    "metadata": {"labels": labels},
                    "spec": {"containers": [container], "volumes": [volume]},
                }
            },
        },
    ]


def result(**of_pods: float) -> QueryResult:
    return QueryResult(
        "vector",
        tuple(Sample({"pod": name}, value, NOW) for name, value in of_pods.items()),
    )


@dataclass
class Chain:
    """The chain, in a form that tests may change before they look."""

    hpa: dict[str, Any] = field(
        default_factory=lambda: autoscaler(**copy.deepcopy(ACTIVE))
    )
    apis: list[dict[str, Any]] = field(
        default_factory=lambda: [api_service("v1beta1"), api_service("v1beta2")]
    )
    objects: list[dict[str, Any]] = field(
        default_factory=lambda: [
            deployment(2),
            *map(pod, PODS),
            config_map(),
            *adapter(),
        ]
    )
    documents: dict[str, Any] = field(
        default_factory=lambda: {
            CUSTOM: {"resources": [{"name": "pods/hits"}]},
            PODS_PATH: values(web0="10", web1="10"),
        }
    )
    prometheus: MemoryPrometheus | None = field(
        default_factory=lambda: MemoryPrometheus(
            known=[series(name) for name in PODS],
            results={QUERY: result(web0=10, web1=10), "count(hits)": result(web0=10)},
            targets=(UP,),
        )
    )
    allows: Callable[[Any], bool] = lambda _: True
    deep: bool = False

    @property
    def memory(self) -> MemoryPrometheus:
        """The Prometheus, which is there."""
        assert self.prometheus is not None
        return self.prometheus

    def drop(self, kind: str) -> None:
        """Leave the objects of a kind out."""
        self.objects = [one for one in self.objects if one["kind"] != kind]

    def kube(self) -> MemoryKube:
        """Make the cluster."""
        made = MemoryKube(allows=self.allows)
        for name in ("shop", "monitoring"):
            space = {"apiVersion": "v1", "kind": "Namespace"}
            made.create({**space, "metadata": {"name": name}})
        for one in (*self.objects, *self.apis, self.hpa):
            made.create(one)
        made.documents.update(self.documents)
        return made

    def scene(self) -> Scene:
        """Set up what links look at."""
        kube = self.kube()
        found = live(kube.get(HPA, "web", namespace="shop"))
        assert found is not None
        cluster = Cluster(
            kube=kube, mapper=RESTMapper.builtin(), now=NOW, deep=self.deep
        )
        rules = RulesScene(cluster=cluster, prometheus=self.prometheus)
        return Scene(live=found, cluster=cluster, rules=rules)

    def diagnose(self, **options: Any) -> list[Diagnosis]:
        """Ask the doctor."""
        return examine(
            self.kube(),
            namespace="shop",
            prometheus=self.prometheus,
            deep=self.deep,
            now=NOW,
            **options,
        )


def only(clues: Iterator[Clue]) -> Clue:
    """Give the one clue that there is."""
    (clue,) = clues
    return clue


def told(clue: Clue) -> str:
    """Put all that a clue says into one text."""
    return " | ".join([clue.text, *clue.evidence, clue.fix])
