"""HP105: spec.replicas of a scaled workload."""

from __future__ import annotations

import pytest

from tests.hpa.checks.inputs import found, hpa, workload


def test_the_field_of_the_workload_is_reported() -> None:
    (finding,) = found("HP105", hpa(), workload(replicas=2))
    assert finding.place.file == "1.yaml"
    assert "replicas: 2" in finding.message
    assert "between 1 and 8" in finding.message


@pytest.mark.parametrize("namespace", ["", "store"])
def test_a_workload_without_a_namespace_may_be_the_one(namespace: str) -> None:
    there = workload(namespace=namespace, replicas=2)
    assert len(found("HP105", hpa(), there)) == 1


@pytest.mark.parametrize(
    ("autoscaler", "there"),
    [
        pytest.param(hpa(), workload(), id="left out"),
        pytest.param(hpa(), workload(name="cart", replicas=2), id="not scaled"),
        pytest.param(hpa(), workload(namespace="b", replicas=2), id="elsewhere"),
        pytest.param(hpa(bounds=(2, 2)), workload(replicas=2), id="the only count"),
        pytest.param(hpa(), workload(replicas="2     8"), id="no number"),
    ],
)
def test_nothing_to_report(
    autoscaler: dict[str, object], there: dict[str, object]
) -> None:
    assert found("HP105", autoscaler, there) == []


def test_two_hpas_of_one_workload_report_its_replicas_once() -> None:
    assert len(found("HP105", hpa(), hpa(name="b"), workload(replicas=2))) == 1


def test_of_two_workloads_that_may_be_meant_none_is_taken() -> None:
    several = [workload(namespace=each, replicas=1) for each in ("a", "b")]
    assert found("HP105", hpa(namespace=""), *several) == []
