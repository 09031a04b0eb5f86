"""The requests of an HPA, as its controller sends them."""

from __future__ import annotations

import pytest

from hpa.manifests import load
from hpa.requests import requests_of
from octoscale.core import yamlio
from octoscale.kube.restmapper import RESTMapper

METRIC = {"name": "m", "selector": {"matchLabels": {"q": "work"}}}
VALUE = {"type": "Value", "value": 5}


def described(api_version: str, kind: str, name: str) -> dict[str, str]:
    return {"apiVersion": api_version, "kind": kind, "name": name}


def paths(*metrics: dict[str, object], namespace: str | None = "shop") -> list[str]:
    hpa = {
        "apiVersion": "autoscaling/v2beta2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": {"name": "web", **({"namespace": namespace} if namespace else {})},
        "spec": {
            "scaleTargetRef": described("apps/v1", "Deployment", "web"),
            "maxReplicas": 3,
            "metrics": list(metrics),
        },
    }
    (loaded,) = load(yamlio.dump(hpa))
    return [one.path for one in requests_of(loaded, RESTMapper.builtin())]


def of(api_version: str, kind: str, name: str) -> dict[str, object]:
    source = {
        "metric": {"name": "m"},
        "describedObject": described(api_version, kind, name),
        "target": VALUE,
    }
    return {"type": "Object", "object": source}


PODS = {
    "type": "Pods",
    "pods": {"metric": METRIC, "target": {"type": "AverageValue", "averageValue": 1}},
}
EXTERNAL = {"type": "External", "external": {"metric": METRIC, "target": VALUE}}
CPU: dict[str, object] = {
    "type": "Resource",
    "resource": {
        "name": "cpu",
        "target": {"type": "Utilization", "averageUtilization": 80},
    },
}
OUTSIDE = "/apis/external.metrics.k8s.io/v1beta1"
CUSTOM = "/apis/custom.metrics.k8s.io/v1beta2"


@pytest.mark.parametrize(
    ("metric", "path"),
    [
        (PODS, f"{CUSTOM}/namespaces/shop/pods/*/m?metricLabelSelector=q=work"),
        (of("v1", "Service", "w"), f"{CUSTOM}/namespaces/shop/services/w/m"),
        (
            of("apps/v1", "Deployment", "w"),
            f"{CUSTOM}/namespaces/shop/deployments.apps/w/m",
        ),
        # As the real controller asks: of its own namespace, whichever is described.
        (of("v1", "Namespace", "other"), f"{CUSTOM}/namespaces/shop/metrics/m"),
        (of("a.b/v1", "Gizmo", "w"), f"{CUSTOM}/namespaces/shop/gizmo.a.b/w/m"),
        (EXTERNAL, f"{OUTSIDE}/namespaces/shop/m?labelSelector=q=work"),
    ],
)
def test_paths(metric: dict[str, object], path: str) -> None:
    assert paths(metric) == [path]


def test_resource_metrics_go_elsewhere() -> None:
    assert paths(CPU) == []


def test_a_file_without_a_namespace_means_the_default_one() -> None:
    assert paths(of("v1", "Service", "w"), namespace=None) == [
        f"{CUSTOM}/namespaces/default/services/w/m"
    ]
