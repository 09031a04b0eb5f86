"""HP111: utilization of requests that nobody makes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.hpa.checks.inputs import (
    container,
    found,
    hpa,
    other,
    resource,
    utilization,
    workload,
)

ASKING = container(requests={"cpu": "1", "memory": "1Gi"})
SIDECAR = container("side")


def of_container(name: str) -> dict[str, Any]:
    target = {"type": "Utilization", "averageUtilization": 80}
    source = {"name": "cpu", "container": name, "target": target}
    return {"type": "ContainerResource", "containerResource": source}


def limit_range(namespace: str = "store", **limits: object) -> dict[str, Any]:
    item = {"type": "Container", **limits}
    return other("v1", "LimitRange", "l", namespace, {"limits": [item]})


def test_one_sidecar_without_a_request_breaks_the_metric() -> None:
    (finding,) = found("HP111", hpa(utilization(80)), workload(ASKING, SIDECAR))
    assert "container 'side'" in finding.message
    assert "1.yaml:" in finding.message


def test_an_hpa_without_metrics_has_a_utilization_too() -> None:
    autoscaler = hpa()
    autoscaler["spec"]["metrics"] = []
    assert len(found("HP111", autoscaler, workload(SIDECAR))) == 1


def test_the_oldest_api_is_looked_at_and_placed() -> None:
    autoscaler = hpa(version="autoscaling/v1")
    del autoscaler["spec"]["metrics"]
    autoscaler["spec"]["targetCPUUtilizationPercentage"] = 60
    (finding,) = found("HP111", autoscaler, workload(SIDECAR))
    assert finding.place.line == 13


def test_a_container_that_is_not_there() -> None:
    (finding,) = found("HP111", hpa(of_container("web")), workload(ASKING))
    assert "no container 'web'" in finding.message
    assert finding.hint == "it has: shop"


@pytest.mark.parametrize(
    ("metric", "around"),
    [
        pytest.param(utilization(80), [workload(ASKING)], id="all ask"),
        pytest.param(
            utilization(80),
            [workload(container(limits={"cpu": "1"}))],
            id="a limit is a request",
        ),
        pytest.param(
            utilization(80),
            [workload(SIDECAR), limit_range(defaultRequest={"cpu": "1"})],
            id="a LimitRange's default",
        ),
        pytest.param(
            utilization(80),
            [workload(SIDECAR), limit_range(default={"cpu": "1"})],
            id="a LimitRange's default limit",
        ),
        pytest.param(
            resource(type="AverageValue", averageValue="1"),
            [workload(SIDECAR)],
            id="no utilization",
        ),
        pytest.param(
            of_container("shop"), [workload(ASKING, SIDECAR)], id="only one counts"
        ),
        pytest.param(utilization(80), [], id="no workload in the input"),
    ],
)
def test_requests_that_suffice(
    metric: dict[str, object], around: list[dict[str, object]]
) -> None:
    assert found("HP111", hpa(metric), *around) == []


def test_a_limit_range_of_another_namespace_does_not_help() -> None:
    elsewhere = limit_range("cellar", defaultRequest={"cpu": "1"})
    assert len(found("HP111", hpa(utilization(80)), workload(SIDECAR), elsewhere)) == 1
