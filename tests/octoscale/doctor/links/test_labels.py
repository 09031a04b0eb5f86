"""The labels that tie series to objects."""

from __future__ import annotations

from typing import Any

from adapter_rules.prometheus.base import QueryResult, Sample
from adapter_rules.series import Series
from octoscale.doctor.clue import Verdict
from octoscale.doctor.links.labels import examine
from tests.octoscale.doctor.chains import (
    Chain,
    api_service,
    config_map,
    only,
    series,
    told,
)

EXTERNAL = """\
externalRules:
- seriesQuery: queue
  resources: {overrides: {namespace: {resource: namespace}}}
  metricsQuery: sum(<<.Series>>{<<.LabelMatchers>>})
"""


def external(rules: str, **labels: str) -> Chain:
    chain = Chain()
    chain.apis.append(api_service("v1beta1", "external.metrics.k8s.io"))
    chain.hpa["spec"]["metrics"] = [
        {
            "type": "External",
            "external": {
                "metric": {"name": "queue"},
                "target": {"type": "Value", "value": "1"},
            },
        }
    ]
    chain.drop("ConfigMap")
    chain.objects.append(config_map(rules))
    chain.memory.known = [Series("queue", labels)]
    value = QueryResult("vector", (Sample({}, 5, 1.0),) if labels else ())
    for query in ('sum(queue{namespace="shop"})', "sum(queue{})"):
        chain.memory.results[query] = value
    return chain


def described(name: str) -> dict[str, Any]:
    return {
        "type": "Object",
        "object": {
            "describedObject": {"kind": "Pod", "name": name, "apiVersion": "v1"},
            "metric": {"name": "hits"},
            "target": {"type": "Value", "value": "1"},
        },
    }


def test_labels_that_name_the_pods_hold() -> None:
    clue = only(examine(Chain().scene()))
    assert (clue.verdict, clue.text) == (Verdict.OK, "pod names 2 of 2 objects")


def test_series_of_other_pods_are_broken() -> None:
    chain = Chain()
    chain.memory.known = [series("db0")]
    clue = only(examine(chain.scene()))
    assert clue.verdict is Verdict.BROKEN
    assert "pod is 'db0'" in clue.evidence
    assert "Object or External" in clue.fix


def test_a_described_object_of_another_name_is_broken() -> None:
    chain = Chain()
    chain.hpa["spec"]["metrics"] = [described("db9")]
    assert "describedObject" in only(examine(chain.scene())).fix
    chain.hpa["spec"]["metrics"] = [described("web0")]
    assert only(examine(chain.scene())).verdict is Verdict.OK


def test_the_label_that_holds_the_names_is_proposed() -> None:
    chain = Chain()
    chain.memory.known = [
        Series("hits", {"namespace": "shop", "kubernetes_pod_name": "web0"})
    ]
    clue = only(examine(chain.scene()))
    assert clue.verdict is Verdict.BROKEN
    assert clue.fix == "add the override kubernetes_pod_name: {resource: pod}"


def test_without_any_such_label_relabelling_is_proposed() -> None:
    chain = Chain()
    chain.memory.known = [Series("hits", {"namespace": "shop", "host": "x"})]
    assert "relabel __meta_kubernetes_pod_name" in only(examine(chain.scene())).fix


def test_series_of_another_namespace_are_broken() -> None:
    chain = Chain()
    chain.memory.known = [Series("hits", {"namespace": "prod", "pod": "web0"})]
    clue = only(examine(chain.scene()))
    assert clue.verdict is Verdict.BROKEN
    assert "namespace is 'prod'" in clue.text


def test_external_series_without_the_namespace_are_broken() -> None:
    clue = only(examine(external(EXTERNAL, q="mail").scene()))
    assert clue.verdict is Verdict.BROKEN
    assert 'asks for namespace="shop"' in clue.text
    assert "namespaced: false" in told(clue)


def test_external_series_in_the_namespace_or_asked_over_all_hold() -> None:
    inside = external(EXTERNAL, namespace="shop")
    assert only(examine(inside.scene())).verdict is Verdict.OK
    free = EXTERNAL.replace("{overrides", "{namespaced: false, overrides")
    assert only(examine(external(free, q="mail").scene())).verdict is Verdict.OK


def test_without_pods_there_is_nothing_to_compare() -> None:
    chain = Chain()
    chain.drop("Pod")
    assert only(examine(chain.scene())).verdict is Verdict.UNKNOWN


def test_without_series_or_prometheus_nobody_knows() -> None:
    chain = Chain()
    chain.memory.known = []
    assert only(examine(chain.scene())).verdict is Verdict.FOLLOWS
    assert only(examine(Chain(prometheus=None).scene())).verdict is Verdict.UNKNOWN
