"""The metrics APIs: the paths that are asked, and what the answers mean."""

from __future__ import annotations

from typing import Any

import pytest

from hpa.algorithm.types import (
    ExternalMetric,
    ObjectMetric,
    ObjectReference,
    PodSample,
    PodsMetric,
)
from hpa.errors import PortError
from hpa.live.metrics import ClusterMetrics, custom_version
from octoscale.kube.memory import MemoryKube
from tests.hpa.live.clusters import CUSTOM, PODS_PATH, values

HITS = PodsMetric(name="hits", average_value_milli=1000)


def answering(path: str, document: Any) -> ClusterMetrics:
    kube = MemoryKube()
    kube.documents[path] = document
    return ClusterMetrics(kube, "shop")


def described(kind: str, name: str, api_version: str = "v1") -> ObjectMetric:
    return ObjectMetric(
        name="hits",
        described_object=ObjectReference(kind=kind, name=name, api_version=api_version),
        target_type="Value",
        value_milli=1000,
    )


def test_pods_are_asked_for_all_at_once() -> None:
    answer = values(web0="1500m", web1="2k")
    answer["items"][0] |= {"timestamp": "1970-01-01T00:00:09Z", "windowSeconds": 30}
    found = answering(PODS_PATH, answer).pods(HITS, "app=web")
    assert found == (
        PodSample(pod="web0", value_milli=1500, time=9.0, window_seconds=30.0),
        PodSample(pod="web1", value_milli=2_000_000),
    )


@pytest.mark.parametrize(
    ("metric", "path"),
    [
        (
            described("Service", "front"),
            f"{CUSTOM}/namespaces/shop/services/front/hits",
        ),
        (
            described("Deployment", "web", "apps/v1"),
            f"{CUSTOM}/namespaces/shop/deployments.apps/web/hits",
        ),
        # As the real controller asks (tests/e2e/test_doctor.py): below its namespace.
        (described("Namespace", "other"), f"{CUSTOM}/namespaces/shop/metrics/hits"),
        (described("Node", "n1"), f"{CUSTOM}/namespaces/shop/nodes/n1/hits"),
    ],
)
def test_an_object_is_asked_for_by_its_resource(
    metric: ObjectMetric, path: str
) -> None:
    assert answering(path, values(any="7")).object(metric) == 7000


def test_an_object_of_an_unknown_kind_is_an_error() -> None:
    with pytest.raises(PortError, match="Unicorn"):
        answering("/", {}).object(described("Unicorn", "one"))


def test_several_values_for_one_object_are_an_error() -> None:
    path = f"{CUSTOM}/namespaces/shop/services/front/hits"
    with pytest.raises(PortError, match="2 values"):
        answering(path, values(a="1", b="2")).object(described("Service", "front"))


def test_external_series_come_as_they_are() -> None:
    path = "/apis/external.metrics.k8s.io/v1beta1/namespaces/shop/queue%2Flength"
    metrics = answering(path, {"items": [{"value": "3"}, {"value": "250m"}]})
    asked = ExternalMetric(name="queue/length", value_milli=1)
    assert metrics.external(asked) == (3000, 250)


def test_containers_usage_is_read_with_its_window() -> None:
    path = "/apis/metrics.k8s.io/v1beta1/namespaces/shop/pods"
    item = {
        "metadata": {"name": "web0"},
        "timestamp": "1970-01-01T00:01:00Z",
        "window": "30s",
        "containers": [{"name": "web", "usage": {"cpu": "12m", "memory": "2Ki"}}],
    }
    (usage,) = answering(path, {"items": [item]}).resource("app=web")
    assert (usage.pod, usage.time, usage.window_seconds) == ("web0", 60.0, 30.0)
    (container,) = usage.containers
    assert dict(container.usage_milli) == {"cpu": 12, "memory": 2_048_000}


@pytest.mark.parametrize("answer", [[], {"items": [{"value": "much"}]}])
def test_an_answer_that_is_none_is_an_error(answer: Any) -> None:
    path = "/apis/external.metrics.k8s.io/v1beta1/namespaces/shop/queue"
    with pytest.raises(PortError):
        answering(path, answer).external(ExternalMetric(name="queue", value_milli=1))


def test_a_metric_that_is_not_served_is_an_error() -> None:
    with pytest.raises(PortError):
        answering("/", {}).pods(HITS, "app=web")


def test_a_cluster_without_the_api_is_asked_in_its_newest_version() -> None:
    assert custom_version(MemoryKube()) == "v1beta2"
