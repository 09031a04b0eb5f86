"""HPAs in their v2 form, placed where they were written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from hpa.checks.reading import Source, gather
from octoscale.core import yamlio
from tests.hpa.checks import inputs

if TYPE_CHECKING:
    from hpa.checks.subject import Subject


def read(value: inputs.Object) -> Subject:
    (subject,) = gather([Source("h.yaml", yamlio.dump(value))]).hpas
    return subject


def test_every_source_type_is_one_metric() -> None:
    container: dict[str, Any] = {
        "type": "ContainerResource",
        "containerResource": {
            "name": "cpu",
            "container": "web",
            "target": {"type": "Utilization", "averageUtilization": 70},
        },
    }
    subject = read(
        inputs.hpa(
            inputs.pods(),
            inputs.of_object(),
            inputs.external(),
            inputs.resource(),
            container,
        )
    )
    kinds = [metric.type for metric in subject.metrics]
    assert kinds == ["Pods", "Object", "External", "Resource", "ContainerResource"]
    assert [m.utilization for m in subject.metrics] == [None, None, None, 80, 70]
    assert subject.metrics[4].container == "web"
    for metric in subject.metrics:
        assert subject.manifest.at(*metric.name_path) == metric.name


def test_an_average_value_wins_over_a_utilization() -> None:
    both = inputs.resource(type="Utilization", averageValue="1", averageUtilization=80)
    assert read(inputs.hpa(both)).metrics[0].utilization is None


def test_places_of_the_oldest_version_are_its_own() -> None:
    value = inputs.hpa(version="autoscaling/v1")
    del value["spec"]["metrics"]
    del value["spec"]["minReplicas"]
    value["spec"]["targetCPUUtilizationPercentage"] = 55
    subject = read(value)
    assert subject.min_replicas == 1
    (metric,) = subject.metrics
    assert metric.utilization == 55
    place = subject.place(*metric.path, "target", "averageUtilization")
    assert str(place) == "h.yaml:12:35"


@pytest.mark.parametrize(
    ("behavior", "up", "down"),
    [
        (None, 0.1, 0.1),
        ({}, 0.1, 0.1),
        ({"scaleUp": {"tolerance": "50m"}}, 0.05, 0.1),
    ],
)
def test_tolerances(behavior: inputs.Object | None, up: float, down: float) -> None:
    subject = read(inputs.hpa(behavior=behavior))
    assert subject.tolerance("scaleUp") == up
    assert subject.tolerance("scaleDown") == down


def test_titles() -> None:
    subject = read(inputs.hpa())
    assert subject.title == "store/shop"
    assert subject.target_title == "Deployment shop"
