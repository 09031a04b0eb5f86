"""Labels of service discovery, as Prometheus documents them."""

from __future__ import annotations

from hpa.checks.manifest import Manifest, objects_in
from octoscale.check.discovery import endpoints_role, pod_role, target_port
from octoscale.check.pods import Pods, pods_in
from octoscale.core import yamlio
from tests.octoscale.check.inputs import SCRAPED, deployment, service


def pods(text: str) -> Pods:
    [found] = pods_in(objects_in(yamlio.load_all(text)))
    return found


def test_a_pods_labels_and_annotations_are_sanitized() -> None:
    text = deployment(labels="{app: shop, a.b/c-d: e}", annotations=SCRAPED)
    [found] = pod_role(pods(text), 0)
    assert found.labels["__meta_kubernetes_pod_label_a_b_c_d"] == "e"
    assert found.labels["__meta_kubernetes_pod_labelpresent_a_b_c_d"] == "true"
    name = "__meta_kubernetes_pod_annotation_prometheus_io_port"
    assert found.labels[name] == "8080"


def test_a_port_has_its_container_name_and_number() -> None:
    [found] = pod_role(pods(deployment()), 0)
    prefix = "__meta_kubernetes_pod_container_"
    assert {
        k.removeprefix(prefix): v for k, v in found.labels.items() if prefix in k
    } == {
        "name": "main",
        "init": "false",
        "port_number": "8080",
        "port_name": "http",
        "port_protocol": "TCP",
    }


def test_pods_of_different_workloads_have_different_addresses() -> None:
    one = next(pod_role(pods(deployment()), 0)).labels["__address__"]
    other = next(pod_role(pods(deployment()), 1)).labels["__address__"]
    assert one != other


def test_an_object_without_a_namespace_is_in_the_default_one() -> None:
    text = deployment().replace("namespace: store, ", "")
    [found] = pod_role(pods(text), 0)
    assert found.labels["__meta_kubernetes_namespace"] == "default"


def test_endpoints_carry_the_services_labels() -> None:
    manifest = Manifest(yamlio.load(service()))
    [found] = endpoints_role(manifest, pods(deployment()), 0)
    assert found.labels["__meta_kubernetes_service_name"] == "shop"
    assert found.labels["__meta_kubernetes_service_label_app"] == "shop"
    assert found.labels["__meta_kubernetes_pod_container_port_number"] == "8080"


def test_a_services_port_is_found_by_name_number_or_itself() -> None:
    shop = pods(deployment())
    assert target_port({"port": 80, "targetPort": "http"}, shop) == 8080
    assert target_port({"port": 80, "targetPort": 81}, shop) == 81
    assert target_port({"port": 80}, shop) == 80
    assert target_port({"port": 80, "targetPort": "web"}, shop) is None
