"""The rules for a whole HPA, and all recorded answers."""

from __future__ import annotations

import json
import lzma
from collections import Counter
from typing import Any

import pytest
from hypothesis import given

from hpa.builders import autoscaler, container_resource_metric, external_metric
from hpa.model import v1, v2, v2beta2
from hpa.model.meta import CrossVersionObjectReference, ObjectMeta
from hpa.model.objects import from_dict
from hpa.validation import FieldError, validate
from tests.conformance import validation as conformance
from tests.hpa.strategies import VALID
from tests.reference import reference

METADATA = ObjectMeta(name="web", namespace="default")
TARGET = CrossVersionObjectReference(kind="Deployment", name="web")


def errors(**spec: Any) -> list[str]:
    given = {"scale_target_ref": TARGET, "max_replicas": 5, **spec}
    hpa = v2.HorizontalPodAutoscaler(
        metadata=METADATA, spec=v2.HorizontalPodAutoscalerSpec(**given)
    )
    return [str(error) for error in validate(hpa)]


@given(VALID)
def test_a_valid_object_breaks_no_rule(hpa: v2beta2.HorizontalPodAutoscaler) -> None:
    assert validate(hpa) == []


@pytest.mark.parametrize(
    ("spec", "lines"),
    [
        ({}, []),
        ({"min_replicas": 5}, []),
        (
            {"min_replicas": 6},
            [
                (
                    "spec.maxReplicas: Invalid value: 5: must be greater than or "
                    "equal to `minReplicas`"
                )
            ],
        ),
        (
            {"min_replicas": -1},
            ["spec.minReplicas: Invalid value: -1: must be greater than or equal to 1"],
        ),
        (
            {"scale_target_ref": CrossVersionObjectReference(name="..")},
            [
                "spec.scaleTargetRef.kind: Required value",
                "spec.scaleTargetRef.name: Invalid value: ..: may not be '..'",
            ],
        ),
    ],
    ids=["fine", "equal", "above max", "negative", "target"],
)
def test_bounds_and_target(spec: dict[str, Any], lines: list[str]) -> None:
    assert errors(**spec) == lines


def test_zero_replicas_need_the_gate_and_an_object_or_external_metric() -> None:
    hpa = autoscaler(
        "deployment/web",
        [external_metric("queue", value=1)],
        max_replicas=2,
        min_replicas=0,
        scale_to_zero=True,
    )
    assert validate(hpa, scale_to_zero=True) == []
    assert [error.field for error in validate(hpa)] == ["spec.minReplicas"]


def test_without_its_gate_a_container_source_is_gone_before_it_is_looked_at() -> None:
    hpa = autoscaler(
        "deployment/web",
        [container_resource_metric("cpu", "app", average_utilization=50)],
        max_replicas=2,
    )
    assert validate(hpa) == []
    (error,) = validate(hpa, container_metrics=False)
    assert error.field == "spec.metrics[0].containerResource"
    assert error.type == "FieldValueRequired"


def test_a_request_fills_in_namespace_and_generated_name() -> None:
    spec = v1.HorizontalPodAutoscalerSpec(scale_target_ref=TARGET, max_replicas=1)
    hpa = v1.HorizontalPodAutoscaler(
        metadata=ObjectMeta(generate_name="web-"), spec=spec
    )
    fields = [error.field for error in validate(hpa)]
    assert fields == ["metadata.name", "metadata.namespace"]
    assert validate(hpa, request_namespace="default") == []


def test_a_cpu_target_of_v1_is_reported_where_v2_has_it() -> None:
    spec = v1.HorizontalPodAutoscalerSpec(
        scale_target_ref=TARGET, max_replicas=1, target_cpu_utilization_percentage=0
    )
    hpa = v1.HorizontalPodAutoscaler(metadata=METADATA, spec=spec)
    fields = [error.field for error in validate(hpa)]
    assert fields == ["spec.metrics[0].resource.target.averageUtilization"]


def recorded() -> list[dict[str, Any]]:
    path = reference("oracle", "hpa", "validation.jsonl.xz")
    with lzma.open(path, "rt") as lines:
        return [json.loads(line) for line in lines]


def test_all_recorded_manifests_agree() -> None:
    cases = recorded()
    assert cases
    assert all(conformance.recognises(case) for case in cases)
    wrong = {case["id"]: conformance.check(case) for case in cases}
    assert {case: found for case, found in wrong.items() if found} == {}


@pytest.mark.parametrize(
    ("answer", "gates"), [("apiServer", False), ("apiServerGatesOn", True)]
)
def test_all_recorded_requests_are_answered_as_the_running_server_did(
    answer: str, *, gates: bool
) -> None:
    for case in recorded():
        want = case["out"].get(answer)
        if want is None or case["out"]["decodeError"]:
            continue
        found = validate(
            from_dict(case["in"]),
            scale_to_zero=gates,
            container_metrics=gates,
            request_namespace="default",
        )
        causes = want.get("causes") or []
        expected = Counter((cause["field"], cause["type"]) for cause in causes)
        assert _counted(found) == expected, case["id"]
        assert (want["status"] == 201) == (not found), case["id"]


def _counted(errors: list[FieldError]) -> Counter[tuple[str, str]]:
    return Counter((error.field, str(error.type)) for error in errors)
