"""The rules for metric sources and their targets."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from hpa.builders import (
    container_resource_metric,
    external_metric,
    object_metric,
    pods_metric,
    resource_metric,
)
from hpa.model import metrics as model
from hpa.model.meta import CrossVersionObjectReference
from hpa.validation.metrics import metrics_errors
from octoscale.core.quantity import Quantity

SERVICE = CrossVersionObjectReference(kind="Service", name="web")
PODS = pods_metric("rps", average_value=1)
OBJECT = object_metric("rps", SERVICE, value=1)
EXTERNAL = external_metric("queue", value=1)
CPU = resource_metric("cpu", average_utilization=50)
CONTAINER = container_resource_metric("cpu", "app", average_utilization=50)
ALL = [PODS, OBJECT, EXTERNAL, CPU, CONTAINER]
ATTRIBUTES = {
    "Pods": "pods",
    "Object": "object",
    "External": "external",
    "Resource": "resource",
    "ContainerResource": "container_resource",
}
KEYS = {**ATTRIBUTES, "ContainerResource": "containerResource"}


def found(*metrics: model.MetricSpec, min_replicas: int = 1) -> list[tuple[str, str]]:
    errors = metrics_errors(metrics, "m", min_replicas=min_replicas)
    return [(error.field, error.type.removeprefix("FieldValue")) for error in errors]


def changed(spec: model.MetricSpec, /, **parts: Any) -> model.MetricSpec:
    name = ATTRIBUTES[spec.type]
    source: Any = getattr(spec, name)
    result: model.MetricSpec = replace(spec, **{name: replace(source, **parts)})
    return result


@pytest.mark.parametrize("metric", ALL, ids=[metric.type for metric in ALL])
def test_a_built_source_breaks_no_rule(metric: model.MetricSpec) -> None:
    assert found(metric) == []


@pytest.mark.parametrize("metric", ALL, ids=[metric.type for metric in ALL])
def test_the_source_of_the_named_type_must_be_there(metric: model.MetricSpec) -> None:
    bare = model.MetricSpec(type=metric.type)
    assert found(bare) == [(f"m[0].{KEYS[metric.type]}", "Required")]


@pytest.mark.parametrize("metric", ALL, ids=[metric.type for metric in ALL])
def test_another_source_beside_it_is_forbidden(metric: model.MetricSpec) -> None:
    other = EXTERNAL if metric.type != "External" else PODS
    both = replace(metric, external=other.external, pods=other.pods or metric.pods)
    if metric.type == "External":
        both = replace(metric, pods=other.pods)
    assert found(both) == [(f"m[0].{KEYS[other.type]}", "Forbidden")]


def test_only_the_first_present_source_is_looked_into() -> None:
    broken = replace(CPU, pods=model.PodsMetricSource(), external=EXTERNAL.external)
    assert found(broken) == [("m[0].external", "Forbidden"), ("m[0].pods", "Forbidden")]


@pytest.mark.parametrize("kind", ["resource", "Foo"])
def test_an_unknown_type_is_said_twice(kind: str) -> None:
    metric = replace(CPU, type=kind)
    assert found(metric) == [("m[0].type", "NotSupported")] * 2


def test_an_empty_metric_lacks_its_type_as_well() -> None:
    assert found(model.MetricSpec()) == [
        ("m[0].type", "Required"),
        ("m[0].type", "NotSupported"),
        ("m[0].type", "NotSupported"),
    ]


ONE = Quantity.parse("1")
NO_VALUE: dict[str, tuple[str, str]] = {
    "Pods": ("averageValue", "Required"),
    "Object": ("averageValue", "Required"),
    "External": ("averageValue", "Required"),
    "Resource": ("averageUtilization", "Required"),
    "ContainerResource": ("averageUtilization", "Required"),
}


@pytest.mark.parametrize("metric", ALL, ids=[metric.type for metric in ALL])
def test_an_empty_target_lacks_type_and_value(metric: model.MetricSpec) -> None:
    target = f"m[0].{KEYS[metric.type]}.target"
    name, kind = NO_VALUE[metric.type]
    assert found(changed(metric, target=model.MetricTarget())) == [
        (f"{target}.type", "Required"),
        (f"{target}.type", "Invalid"),
        (f"{target}.{name}", kind),
    ]


@pytest.mark.parametrize(
    ("metric", "errors"),
    [
        (PODS, []),
        (OBJECT, []),
        (EXTERNAL, [("m[0].external.target.value", "Forbidden")]),
    ],
    ids=["Pods", "Object", "External"],
)
def test_value_and_average_value_together(
    metric: model.MetricSpec, errors: list[tuple[str, str]]
) -> None:
    both = model.MetricTarget(type="Value", value=ONE, average_value=ONE)
    assert found(changed(metric, target=both)) == errors


@pytest.mark.parametrize("metric", [CPU, CONTAINER], ids=["pod", "container"])
def test_a_resource_has_one_target(metric: model.MetricSpec) -> None:
    both = model.MetricTarget(type="Value", average_value=ONE, average_utilization=1)
    field = f"m[0].{KEYS[metric.type]}.target.averageValue"
    assert found(changed(metric, target=both)) == [(field, "Forbidden")]


@pytest.mark.parametrize("text", ["0", "-1", "-5m"])
def test_quantities_must_be_positive_wherever_they_stand(text: str) -> None:
    wrong = Quantity.parse(text)
    target = model.MetricTarget(
        type="Value", value=wrong, average_value=wrong, average_utilization=0
    )
    assert found(changed(OBJECT, target=target)) == [
        ("m[0].object.target.value", "Invalid"),
        ("m[0].object.target.averageValue", "Invalid"),
        ("m[0].object.target.averageUtilization", "Invalid"),
    ]


@pytest.mark.parametrize(
    ("metric", "parts", "field", "kind"),
    [
        (PODS, {"metric": model.MetricIdentifier()}, "metric.name", "Required"),
        (PODS, {"metric": model.MetricIdentifier(name="a%")}, "metric.name", "Invalid"),
        (CPU, {"name": ""}, "name", "Required"),
        (CONTAINER, {"name": ""}, "name", "Required"),
        (CONTAINER, {"name": "storage"}, "name", "Invalid"),
        (CONTAINER, {"container": ""}, "container", "Required"),
        (CONTAINER, {"container": "App"}, "container", "Invalid"),
        (
            OBJECT,
            {"described_object": CrossVersionObjectReference(kind="Service")},
            "describedObject.name",
            "Required",
        ),
    ],
)
def test_names_must_be_there_and_well_formed(
    metric: model.MetricSpec, parts: dict[str, Any], field: str, kind: str
) -> None:
    wanted = [(f"m[0].{KEYS[metric.type]}.{field}", kind)]
    assert found(changed(metric, **parts)) == wanted


def test_a_resource_of_any_name_is_accepted() -> None:
    assert found(changed(CPU, name="a b")) == []


def test_every_metric_is_named_by_its_index() -> None:
    assert found(CPU, model.MetricSpec(type="Pods")) == [("m[1].pods", "Required")]


@pytest.mark.parametrize(
    ("metric", "errors"),
    [(PODS, [("m", "Forbidden")]), (OBJECT, []), (EXTERNAL, [])],
    ids=["pods", "object", "external"],
)
def test_zero_replicas_need_a_metric_that_exists_without_pods(
    metric: model.MetricSpec, errors: list[tuple[str, str]]
) -> None:
    assert found(metric, min_replicas=0) == errors
