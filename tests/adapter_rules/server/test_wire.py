"""The JSON of the metrics APIs, field by field."""

from __future__ import annotations

from typing import Any

import pytest

from adapter_rules.selector import Selector
from adapter_rules.server import wire
from adapter_rules.server.wire import Described, Value

POD = Described(kind="Pod", api_version="/v1", namespace="shop", name="web-0")
NODE = Described(kind="Node", api_version="/v1", namespace="", name="n1")
ONE = Value(quantity="1500m", timestamp=1700000000.9)


def test_v1beta2_has_the_metric_as_an_object() -> None:
    body = wire.custom_list("v1beta2", "hits", None, [(POD, ONE)])
    assert body == {
        "kind": "MetricValueList",
        "apiVersion": "custom.metrics.k8s.io/v1beta2",
        "metadata": {},
        "items": [
            {
                "describedObject": {
                    "kind": "Pod",
                    "namespace": "shop",
                    "name": "web-0",
                    "apiVersion": "/v1",
                },
                "metric": {"name": "hits", "selector": None},
                "timestamp": "2023-11-14T22:13:20Z",
                "value": "1500m",
            }
        ],
    }


def test_v1beta1_has_its_name_and_the_selector_last() -> None:
    selector = {"matchLabels": {"code": "200"}}
    (item,) = wire.custom_list("v1beta1", "hits", selector, [(POD, ONE)])["items"]
    assert list(item) == [
        *("describedObject", "metricName", "timestamp", "value", "selector"),
    ]
    assert item["selector"] == selector


def test_who_has_no_namespace_names_none() -> None:
    assert "namespace" not in NODE.body()


def test_external_labels_are_sorted_and_those_of_a_scalar_null() -> None:
    body = wire.external_list("depth", [({"b": "2", "a": "1"}, ONE), (None, ONE)])
    first, second = body["items"]
    assert list(first["metricLabels"]) == ["a", "b"]
    assert second["metricLabels"] is None
    assert body["kind"] == "ExternalMetricValueList"


@pytest.mark.parametrize(
    ("selector", "written"),
    [
        pytest.param("", None, id="nothing"),
        pytest.param("a=b", {"matchLabels": {"a": "b"}}, id="equal"),
        pytest.param(
            "a in (b,c),d",
            {
                "matchExpressions": [
                    {"key": "a", "operator": "In", "values": ["b", "c"]},
                    {"key": "d", "operator": "Exists"},
                ]
            },
            id="expressions",
        ),
        pytest.param(
            "a!=b,!c",
            {
                "matchExpressions": [
                    {"key": "a", "operator": "NotIn", "values": ["b"]},
                    {"key": "c", "operator": "DoesNotExist"},
                ]
            },
            id="negative ones",
        ),
    ],
)
def test_a_selector_is_written_as_a_label_selector(
    selector: str, written: dict[str, Any] | None
) -> None:
    assert wire.label_selector(Selector.parse(selector)) == written


def test_times_are_whole_seconds_in_utc() -> None:
    assert wire.time_text(0.999) == "1970-01-01T00:00:00Z"
