"""HP104: two autoscalers on one workload."""

from __future__ import annotations

from typing import Any

from octoscale.core.finding import Severity
from tests.hpa.checks.inputs import found, hpa, other


def scaled(
    name: str = "shop", annotations: dict[str, str] | None = None, **spec: object
) -> dict[str, Any]:
    reference = {"scaleTargetRef": {"name": name}}
    built = other("keda.sh/v1alpha1", "ScaledObject", "s", "store", reference | spec)
    built["metadata"]["annotations"] = annotations or {}
    return built


def test_two_hpas_fight_over_one_deployment() -> None:
    (finding,) = found("HP104", hpa(), hpa(name="second"))
    assert finding.severity is Severity.ERROR
    assert finding.place.file == "1.yaml"
    assert "0.yaml:" in finding.message


def test_one_hpa_in_two_files_is_a_warning() -> None:
    (finding,) = found("HP104", hpa(), hpa(bounds=(1, 3)))
    assert finding.severity is Severity.WARNING
    assert "defined a second time" in finding.message


def test_other_workloads_and_namespaces_are_no_conflict() -> None:
    others = (
        hpa(name="b", namespace="cellar"),
        hpa(name="c", target=("apps/v1", "Deployment", "cart")),
        hpa(name="d", target=("apps/v1", "StatefulSet", "shop")),
    )
    assert found("HP104", hpa(), *others) == []


def test_keda_makes_an_hpa_of_its_own() -> None:
    (finding,) = found("HP104", hpa(), scaled())
    assert "KEDA ScaledObject store/s" in finding.message
    assert finding.place.file == "0.yaml"
    assert found("HP104", hpa(), scaled("cart")) == []


def test_keda_may_take_an_hpa_over() -> None:
    marked = {"scaledobject.keda.sh/transfer-hpa-ownership": "true"}
    advanced = {"horizontalPodAutoscalerConfig": {"name": "shop"}}
    assert found("HP104", hpa(), scaled("shop", marked, advanced=advanced)) == []
    assert len(found("HP104", hpa(), scaled("shop", marked))) == 1
