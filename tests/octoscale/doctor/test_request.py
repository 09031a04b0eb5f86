"""One metric as a request."""

from __future__ import annotations

from hpa.algorithm.types import (
    ExternalMetric,
    ObjectMetric,
    ObjectReference,
    PodsMetric,
    ResourceMetric,
)
from hpa.live.metrics import ClusterMetrics
from octoscale.doctor.request import ApiRequest, items_of, request_of, shown
from octoscale.kube.memory import MemoryKube
from tests.hpa.live.clusters import CUSTOM


def request(spec: object) -> ApiRequest:
    return request_of(
        spec,  # type: ignore[arg-type]  # each test gives one of the union
        None,
        metrics=ClusterMetrics(MemoryKube(), "shop"),
        namespace="shop",
        selector="app=web",
    )


def test_a_pods_metric_asks_for_the_workload_s_pods() -> None:
    made = request(PodsMetric(name="hits", average_value_milli=1, selector="verb=GET"))
    assert shown(made) == (
        f"GET {CUSTOM}/namespaces/shop/pods/*/hits"
        "?labelSelector=app=web&metricLabelSelector=verb=GET"
    )
    assert made.is_of_pods


def test_an_object_metric_asks_for_its_object() -> None:
    described = ObjectReference(kind="Service", name="front", api_version="v1")
    made = request(
        ObjectMetric(name="hits", described_object=described, target_type="Value")
    )
    assert shown(made) == f"GET {CUSTOM}/namespaces/shop/services/front/hits"
    assert not made.is_of_pods


def test_an_unknown_kind_is_a_problem() -> None:
    described = ObjectReference(kind="Unicorn", name="one", api_version="v1")
    made = request(
        ObjectMetric(name="hits", described_object=described, target_type="Value")
    )
    assert made.path == ""
    assert "Unicorn" in made.problem


def test_an_external_metric_asks_in_the_namespace() -> None:
    made = request(ExternalMetric(name="queue", value_milli=1, selector="q=mail"))
    path = "/apis/external.metrics.k8s.io/v1beta1/namespaces/shop/queue"
    assert shown(made) == f"GET {path}?labelSelector=q=mail"
    assert made.is_external


def test_a_resource_metric_asks_for_usage() -> None:
    made = request(ResourceMetric(name="cpu", average_utilization=80))
    path = "/apis/metrics.k8s.io/v1beta1/namespaces/shop/pods"
    assert shown(made) == f"GET {path}?labelSelector=app=web"


def test_items_of_what_is_no_list_are_none() -> None:
    assert items_of({"items": [{"value": "1"}, 5]}) == [{"value": "1"}]
    assert items_of({"items": None}) == []
    assert items_of("text") == []
