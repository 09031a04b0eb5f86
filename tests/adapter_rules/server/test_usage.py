"""metrics.k8s.io: who is left out, what is missing, and what an error is."""

from __future__ import annotations

from adapter_rules.errors import PrometheusUnreachableError
from adapter_rules.server.objects import FoundObject
from tests.adapter_rules.server.site import (
    FakeObjects,
    FakePrometheus,
    sample,
    site,
    vector,
)

API = "/apis/metrics.k8s.io/v1beta1"
RULES = """\
resourceRules:
  cpu: &rule
    containerQuery: sum(used{<<.LabelMatchers>>}) by (<<.GroupBy>>)
    nodeQuery: sum(used{<<.LabelMatchers>>}) by (<<.GroupBy>>)
    resources:
      overrides:
        namespace: {resource: namespace}
        pod: {resource: pod}
        instance: {resource: node}
    containerLabel: container
  memory: *rule
  window: 1m30s
"""
ONE = FakePrometheus(vector(sample(2048, pod="web-0", container="c")))


def test_a_pod_without_samples_is_left_out() -> None:
    with site(ONE, rules=RULES) as server:
        items = server.ask("GET", f"{API}/namespaces/shop/pods").data["items"]
    (item,) = items
    assert item["metadata"]["name"] == "web-0"
    assert item["window"] == "1m30s"
    assert item["containers"] == [
        {"name": "c", "usage": {"cpu": "2048", "memory": "2Ki"}}
    ]


def test_a_node_without_samples_is_left_out() -> None:
    nodes = FakeObjects([FoundObject("", "a", {}), FoundObject("", "b", {})])
    prometheus = FakePrometheus(vector(sample(1, instance="b")))
    with site(prometheus, rules=RULES, objects=nodes) as server:
        items = server.ask("GET", f"{API}/nodes").data["items"]
    assert [item["metadata"]["name"] for item in items] == ["b"]


def test_one_pod_is_no_list() -> None:
    with site(ONE, rules=RULES) as server:
        found = server.ask("GET", f"{API}/namespaces/shop/pods/web-0")
        bare = server.ask("GET", f"{API}/namespaces/shop/pods/api.v2-0")
        absent = server.ask("GET", f"{API}/namespaces/shop/pods/nobody")
    assert found.data["kind"] == "PodMetrics"
    assert bare.data["message"] == (
        'podmetrics.metrics.k8s.io "shop/api.v2-0" not found'
    )
    assert absent.data["message"] == 'pods "shop/nobody" not found'


def test_an_outage_is_an_error() -> None:
    prometheus = FakePrometheus(PrometheusUnreachableError("gone"))
    with site(prometheus, rules=RULES) as server:
        assert server.ask("GET", f"{API}/namespaces/shop/pods").status == 500


def test_the_document_lists_pods_and_nodes() -> None:
    with site(ONE, rules=RULES) as server:
        document = server.ask("GET", API).data
    assert [(r["name"], r["kind"]) for r in document["resources"]] == [
        ("nodes", "NodeMetrics"),
        ("pods", "PodMetrics"),
    ]
