"""A cluster in memory with one workload, its HPA and its metrics."""

from __future__ import annotations

from typing import Any

from octoscale.kube.memory import MemoryKube
from octoscale.kube.restmapper import RESTMapper
from octoscale.kube.types import Kind

CUSTOM = "/apis/custom.metrics.k8s.io/v1beta2"
PODS_PATH = f"{CUSTOM}/namespaces/shop/pods/*/hits"
HPA = Kind("autoscaling/v2", "HorizontalPodAutoscaler")
DEPLOYMENT = Kind("apps/v1", "Deployment")
MAPPER = RESTMapper.builtin()


def pod(name: str, **status: Any) -> dict[str, Any]:
    ready = {"type": "Ready", "status": "True"}
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name, "namespace": "shop", "labels": {"app": "web"}},
        "spec": {"containers": [{"name": "web"}]},
        "status": {"phase": "Running", "conditions": [ready], **status},
    }


def autoscaler(**status: Any) -> dict[str, Any]:
    metric = {
        "type": "Pods",
        "pods": {
            "metric": {"name": "hits"},
            "target": {"type": "AverageValue", "averageValue": "10"},
        },
    }
    target = {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}
    return {
        "apiVersion": "autoscaling/v2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": {"name": "web", "namespace": "shop"},
        "spec": {"scaleTargetRef": target, "maxReplicas": 8, "metrics": [metric]},
        "status": status,
    }


def deployment(replicas: int) -> dict[str, Any]:
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "web", "namespace": "shop"},
        "spec": {
            "replicas": replicas,
            "selector": {"matchLabels": {"app": "web"}},
            "template": {"metadata": {"labels": {"app": "web"}}},
        },
        "status": {"replicas": replicas},
    }


def values(**of_pods: str) -> dict[str, Any]:
    items = [
        {"describedObject": {"kind": "Pod", "name": name}, "value": value}
        for name, value in of_pods.items()
    ]
    return {"kind": "MetricValueList", "items": items}


def cluster(replicas: int = 1, value: str = "10", **status: Any) -> MemoryKube:
    """Make one with so many ready pods, each at *value*."""
    kube = MemoryKube()
    space = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}}
    names = [f"web{number}" for number in range(replicas)]
    for one in (space, deployment(replicas), autoscaler(**status), *map(pod, names)):
        kube.create(one)
    kube.documents[PODS_PATH] = values(**dict.fromkeys(names, value))
    return kube
