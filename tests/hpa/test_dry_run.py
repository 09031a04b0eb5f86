"""What a dry run of an older server shows wrongly.

The documents are shortened answers of a 1.23 server; that the corrections foretell
what it really stores is held in ``test_cluster``.
"""

from __future__ import annotations

import copy
from typing import Any

import pytest

from hpa.dry_run import corrected
from hpa.model.roundtrip import BEHAVIOR

OLD, NEW = "v1.23.0", "v1.28.0"


def metric(name: str) -> dict[str, Any]:
    source = {
        "metric": {"name": name},
        "target": {"type": "AverageValue", "averageValue": "1"},
    }
    return {"type": "Pods", "pods": source}


CPU = {
    "type": "Resource",
    "resource": {
        "name": "cpu",
        "target": {"type": "Utilization", "averageUtilization": 70},
    },
}


def hpa(
    *metrics: dict[str, Any], owned: dict[str, Any] | None = None, **spec: Any
) -> Any:
    fields = {"manager": "octoscale", "fieldsV1": owned or {}}
    return {
        "apiVersion": "autoscaling/v2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": {"name": "web", "namespace": "shop", "managedFields": [fields]},
        "spec": {
            "scaleTargetRef": {"kind": "Deployment", "name": "web"},
            "maxReplicas": 8,
            **({"metrics": list(metrics)} if metrics else {}),
            **spec,
        },
    }


@pytest.mark.parametrize(
    ("shown", "live", "applied", "expected"),
    [
        pytest.param(
            hpa(metric("a"), metric("a")), hpa(metric("a")), hpa(metric("a")), ["a"],
            id="the first one once more",
        ),
        pytest.param(
            hpa(metric("b"), metric("a")), hpa(metric("a")), hpa(metric("b")), ["b"],
            id="the old first one",
        ),
        pytest.param(
            hpa(metric("a"), CPU), hpa(metric("a")), hpa(CPU, metric("a")),
            ["a", "cpu"], id="cpu goes last and is no echo",
        ),
        pytest.param(
            hpa(metric("a"), metric("a")), hpa(metric("a")), hpa(), ["a"],
            id="metrics of somebody else",
        ),
        pytest.param(hpa(CPU), hpa(metric("a")), hpa(), ["cpu"], id="the default"),
    ],
)  # fmt: skip
def test_the_echo_of_a_metric(
    shown: Any, live: Any, applied: Any, expected: list[str]
) -> None:
    found = corrected(shown, live=live, applied=applied, server_version=OLD)
    names = [
        m["pods"]["metric"]["name"] if "pods" in m else m["resource"]["name"]
        for m in found["spec"]["metrics"]
    ]
    assert names == expected


@pytest.mark.parametrize(
    ("owned", "kept"),
    [
        pytest.param({}, False, id="nobody's"),
        pytest.param({"f:spec": {"f:maxReplicas": {}}}, False, id="of other fields"),
        pytest.param({"f:spec": {"f:behavior": {}}}, True, id="in this version"),
        pytest.param(
            {"f:metadata": {"f:annotations": {f"f:{BEHAVIOR}": {}}}}, True, id="in v1"
        ),
    ],
)
def test_a_behavior_that_nobody_owns_is_gone(owned: dict[str, Any], kept: bool) -> None:
    shown = hpa(metric("a"), owned=owned, behavior={"scaleUp": {}})
    found = corrected(
        shown, live=hpa(metric("a")), applied=hpa(metric("a")), server_version=OLD
    )
    assert ("behavior" in found["spec"]) is kept


@pytest.mark.parametrize(
    ("live", "version"),
    [
        pytest.param(None, OLD, id="a new object"),
        pytest.param(hpa(metric("a")), NEW, id="a newer server"),
    ],
)
def test_what_is_shown_right_stays(live: Any, version: str) -> None:
    shown = hpa(metric("a"), metric("a"), behavior={})
    before = copy.deepcopy(shown)
    applied = hpa(metric("a"))
    found = corrected(shown, live=live, applied=applied, server_version=version)
    assert found == before


def test_the_answer_itself_is_not_touched() -> None:
    shown = hpa(metric("a"), metric("a"), behavior={})
    before = copy.deepcopy(shown)
    corrected(
        shown, live=hpa(metric("a")), applied=hpa(metric("a")), server_version=OLD
    )
    assert shown == before
