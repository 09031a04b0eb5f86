"""Metric sources for people, and from a descriptor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from hpa.metric_builders import (
    container_resource_metric,
    external_metric,
    metric_for,
    object_metric,
    pods_metric,
    resource_metric,
)
from hpa.model.codec import encode
from hpa.model.meta import (
    CrossVersionObjectReference,
    LabelSelector,
    LabelSelectorRequirement,
)
from hpa.natural import BuildError
from octoscale.core.descriptor import Association, MetricDescriptor

if TYPE_CHECKING:
    from collections.abc import Callable

    from hpa.model.metrics import MetricSpec

SERVICE = CrossVersionObjectReference(kind="Service", name="web", api_version="v1")
NONE: Any = None
DISK: Any = "disk"
HALF: Any = 0.5
"""Arguments that mypy would refuse."""

BUILT: list[tuple[MetricSpec, dict[str, Any]]] = [
    (
        pods_metric("rps", average_value=0.5, selector={"verb": "GET"}),
        {
            "type": "Pods",
            "pods": {
                "metric": {"name": "rps", "selector": {"matchLabels": {"verb": "GET"}}},
                "target": {"type": "AverageValue", "averageValue": "500m"},
            },
        },
    ),
    (
        object_metric("rps", SERVICE, value="2k"),
        {
            "type": "Object",
            "object": {
                "describedObject": {
                    "kind": "Service",
                    "name": "web",
                    "apiVersion": "v1",
                },
                "target": {"type": "Value", "value": "2k"},
                "metric": {"name": "rps"},
            },
        },
    ),
    (
        external_metric("queue", average_value=30),
        {
            "type": "External",
            "external": {
                "metric": {"name": "queue"},
                "target": {"type": "AverageValue", "averageValue": "30"},
            },
        },
    ),
    (
        resource_metric("cpu", average_utilization=70),
        {
            "type": "Resource",
            "resource": {
                "name": "cpu",
                "target": {"type": "Utilization", "averageUtilization": 70},
            },
        },
    ),
    (
        container_resource_metric("memory", "app", average_value="300Mi"),
        {
            "type": "ContainerResource",
            "containerResource": {
                "name": "memory",
                "target": {"type": "AverageValue", "averageValue": "300Mi"},
                "container": "app",
            },
        },
    ),
]


@pytest.mark.parametrize(
    ("metric", "plain"), BUILT, ids=[metric.type for metric, _ in BUILT]
)
def test_a_source_is_what_one_would_have_written(
    metric: MetricSpec, plain: dict[str, Any]
) -> None:
    assert encode(metric) == plain


def test_a_selector_may_be_a_whole_one() -> None:
    requirement = LabelSelectorRequirement(key="q", operator="Exists")
    selector = LabelSelector(match_expressions=(requirement,))
    metric = external_metric("queue", value=1, selector=selector)
    assert metric.external is not None
    assert metric.external.metric.selector is selector


REFUSED: list[tuple[str, Callable[[], Any], str]] = [
    ("no name", lambda: pods_metric("", average_value=1), "name"),
    ("slash", lambda: pods_metric("a/b", average_value=1), "name"),
    ("zero", lambda: pods_metric("a", average_value=0), "average_value"),
    ("negative", lambda: object_metric("a", SERVICE, value="-1"), "value"),
    ("no target", lambda: object_metric("a", SERVICE, value=NONE), "value"),
    ("cpu wrong", lambda: resource_metric(DISK, average_value=1), "name"),
    (
        "zero percent",
        lambda: resource_metric("cpu", average_utilization=0),
        "average_utilization",
    ),
    (
        "part of a percent",
        lambda: resource_metric("cpu", average_utilization=HALF),
        "average_utilization",
    ),
    (
        "no percent",
        lambda: resource_metric("cpu", average_utilization=NONE),
        "average_utilization",
    ),
]


@pytest.mark.parametrize(
    ("build", "field"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_a_source_that_cannot_be_is_refused_with_its_field(
    build: Callable[[], Any], field: str
) -> None:
    with pytest.raises(BuildError) as refused:
        build()
    assert refused.value.field == field


def test_both_targets_at_once_are_refused() -> None:
    both: dict[str, Any] = {"value": 1, "average_value": 1}
    with pytest.raises(BuildError, match="either value or average_value"):
        external_metric("queue", **both)


def descriptor(association: Association) -> MetricDescriptor:
    return MetricDescriptor(
        series_name="rps",
        kind="gauge",
        help="Requests per second.",
        api_name="requests",
        association=association,
    )


OF_PODS = descriptor(Association())
EXTERNAL = descriptor(
    Association(kind="external", namespace_label=None, object_label=None)
)
OF_DEPLOYMENT = descriptor(
    Association(
        kind="object",
        object_label="deployment",
        group_resource="deployments.apps",
        object_name="web",
    )
)
OF_NOTHING = descriptor(
    Association(kind="object", object_label="service", group_resource="services")
)
OF_UNKNOWN = descriptor(
    Association(
        kind="object", object_label="thing", group_resource="things.x", object_name="a"
    )
)


def test_a_descriptor_of_pods_gives_a_pods_source() -> None:
    metric = metric_for(OF_PODS, average_value=5, selector={"verb": "GET"})
    assert metric == pods_metric("requests", average_value=5, selector={"verb": "GET"})


def test_an_external_descriptor_gives_an_external_source() -> None:
    assert metric_for(EXTERNAL, value=5) == external_metric("requests", value=5)


def test_a_descriptor_of_an_object_names_kind_and_api_version() -> None:
    reference = CrossVersionObjectReference(
        kind="Deployment", name="web", api_version="apps/v1"
    )
    expected = object_metric("requests", reference, value=5)
    assert metric_for(OF_DEPLOYMENT, value=5) == expected


def test_the_described_object_can_be_given() -> None:
    metric = metric_for(OF_NOTHING, value=5, described_object=SERVICE)
    assert metric == object_metric("requests", SERVICE, value=5)


@pytest.mark.parametrize(
    ("build", "field"),
    [
        (lambda: metric_for(OF_PODS, value=5), "value"),
        (lambda: metric_for(OF_PODS), "value"),
        (lambda: metric_for(EXTERNAL, value=5, average_value=5), "value"),
        (lambda: metric_for(OF_NOTHING, value=5), "described_object"),
        (lambda: metric_for(OF_UNKNOWN, value=5), "described_object"),
    ],
    ids=["value of pods", "no target", "two targets", "no name", "no such resource"],
)
def test_a_descriptor_that_does_not_fit_is_refused(
    build: Callable[[], Any], field: str
) -> None:
    with pytest.raises(BuildError) as refused:
        build()
    assert refused.value.field == field
