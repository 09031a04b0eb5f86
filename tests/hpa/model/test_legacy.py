"""Metric sources and statuses in the older shape and back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from hpa.model import status as new_status
from hpa.model.legacy import newer, older
from hpa.model.legacy_status import newer_status, older_status
from hpa.model.meta import CrossVersionObjectReference
from hpa.model.metrics import (
    MetricIdentifier,
    MetricSpec,
    MetricTarget,
    ObjectMetricSource,
    ResourceMetricSource,
)
from octoscale.core.quantity import Quantity
from tests.hpa.strategies import METRICS

FIVE = Quantity.parse("5")
ZERO = Quantity.parse("0")
SERVICE = CrossVersionObjectReference(kind="Service", name="web", api_version="v1")
METRIC = MetricIdentifier(name="rps")


@given(METRICS)
def test_what_the_older_shape_holds_it_holds_for_good(metric: MetricSpec) -> None:
    once = newer(older(metric))
    assert newer(older(once)) == once
    if metric.object is None:
        assert once == metric


def test_an_object_source_gains_a_value_of_zero() -> None:
    target = MetricTarget(type="AverageValue", average_value=FIVE)
    source = ObjectMetricSource(described_object=SERVICE, metric=METRIC, target=target)
    back = newer(older(MetricSpec(type="Object", object=source)))
    assert back.object == replace(source, target=replace(target, value=ZERO))


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        (MetricTarget(type="foo", average_utilization=5), "Utilization"),
        (MetricTarget(type="foo", average_value=FIVE), "AverageValue"),
        (MetricTarget(type="Value", value=FIVE), "AverageValue"),
    ],
    ids=["utilization", "average", "neither"],
)
def test_the_type_follows_the_field_that_is_set(
    target: MetricTarget, kind: str
) -> None:
    spec = MetricSpec(
        type="Resource", resource=ResourceMetricSource(name="cpu", target=target)
    )
    back = newer(older(spec))
    assert back.resource is not None
    assert back.resource.target.type == kind
    assert back.resource.target.value is None


VALUE = new_status.MetricValueStatus(value=FIVE)
AVERAGE = new_status.MetricValueStatus(average_value=FIVE)
PERCENT = new_status.MetricValueStatus(average_value=FIVE, average_utilization=50)
STATUSES = [
    new_status.MetricStatus(
        type="Object",
        object=new_status.ObjectMetricStatus(
            metric=METRIC, current=VALUE, described_object=SERVICE
        ),
    ),
    new_status.MetricStatus(
        type="Pods", pods=new_status.PodsMetricStatus(metric=METRIC, current=AVERAGE)
    ),
    new_status.MetricStatus(
        type="Resource",
        resource=new_status.ResourceMetricStatus(name="cpu", current=PERCENT),
    ),
    new_status.MetricStatus(
        type="ContainerResource",
        container_resource=new_status.ContainerResourceMetricStatus(
            name="cpu", current=PERCENT, container="app"
        ),
    ),
    new_status.MetricStatus(
        type="External",
        external=new_status.ExternalMetricStatus(metric=METRIC, current=VALUE),
    ),
    new_status.MetricStatus(),
]


@pytest.mark.parametrize("status", STATUSES, ids=[str(one.type) for one in STATUSES])
def test_a_status_survives_the_older_shape(status: new_status.MetricStatus) -> None:
    assert newer_status(older_status(status)) == status


def test_a_value_that_nobody_saw_comes_back_as_zero() -> None:
    source = new_status.ExternalMetricStatus(metric=METRIC, current=AVERAGE)
    status = new_status.MetricStatus(type="External", external=source)
    back = newer_status(older_status(status))
    assert back.external is not None
    assert back.external.current == replace(AVERAGE, value=ZERO)
