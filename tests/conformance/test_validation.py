"""The comparison of recorded manifests notices every kind of disagreement."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from hpa.builders import autoscaler, pods_metric
from hpa.model.objects import to_dict
from tests.conformance import validation

MANIFEST = to_dict(
    autoscaler("deployment/web", [pods_metric("rps", average_value=5)], max_replicas=3)
)
NOTED = '[{"type":"Pods","pods":{"metricName":"rps","targetAverageValue":"5"}}]'


def as_v1() -> dict[str, Any]:
    plain = copy.deepcopy(MANIFEST)
    del plain["spec"]["metrics"]
    name = "autoscaling.alpha.kubernetes.io/metrics"
    metadata = {**plain["metadata"], "annotations": {name: NOTED}}
    return {**plain, "apiVersion": "autoscaling/v1", "metadata": metadata}


AGREED: dict[str, Any] = {
    "in": MANIFEST,
    "out": {
        "decodeError": None,
        "valid": True,
        "errors": [],
        "validWithHPAScaleToZero": True,
        "errorsWithHPAScaleToZero": None,
        "defaulted": {
            **MANIFEST,
            "metadata": {**MANIFEST["metadata"], "creationTimestamp": None},
            "status": {"currentReplicas": 0, "desiredReplicas": 0, "conditions": None},
        },
        "asV1": as_v1(),
        "asV2": {**MANIFEST, "apiVersion": "autoscaling/v2"},
        "v2beta2FromV2": MANIFEST,
        "v2beta2FromV1": MANIFEST,
    },
}
ERROR = {"field": "spec.maxReplicas", "type": "FieldValueInvalid"}

TAMPERED: list[tuple[str, Any]] = [
    ("decodeError", "no such kind"),
    ("valid", False),
    ("errors", [ERROR]),
    ("validWithHPAScaleToZero", False),
    ("errorsWithHPAScaleToZero", [ERROR]),
    *((name, {}) for name in ("defaulted", "asV1", "asV2")),
    *((name, {}) for name in ("v2beta2FromV2", "v2beta2FromV1")),
]


def test_an_agreed_case_passes() -> None:
    assert validation.recognises(AGREED)
    assert validation.check(AGREED) == []


@pytest.mark.parametrize(
    ("name", "value"), TAMPERED, ids=[name for name, _ in TAMPERED]
)
def test_each_part_of_a_case_is_compared(name: str, value: Any) -> None:
    case = {**AGREED, "out": {**AGREED["out"], name: value}}
    assert len(validation.check(case)) == 1


def test_what_cannot_be_decoded_must_be_recorded_so() -> None:
    case = {**AGREED, "in": {**MANIFEST, "kind": "hpa"}}
    assert len(validation.check(case)) == 1
    recorded = {**AGREED["out"], "decodeError": "no kind hpa"}
    assert validation.check({**case, "out": recorded}) == []


def test_other_recordings_are_not_recognised() -> None:
    assert not validation.recognises({"in": "1", "out": {"canonical": "1"}})
