"""HP107: maxReplicas out of reach."""

from __future__ import annotations

from typing import Any

import pytest

from octoscale.core.finding import Severity
from tests.hpa.checks.inputs import container, found, hpa, other, workload


def quota(namespace: str = "store", **spec: object) -> dict[str, Any]:
    return other("v1", "ResourceQuota", "q", namespace, dict(spec))


BUSY = workload(
    container(requests={"cpu": "500m", "memory": "1Gi"}, limits={"cpu": "2"}),
    container("side", limits={"cpu": "500m", "memory": "1Gi"}),
)


@pytest.mark.parametrize(
    ("hard", "possible"),
    [
        pytest.param({"pods": "5"}, 5, id="pods"),
        pytest.param({"count/pods": 5}, 5, id="counted objects"),
        pytest.param({"requests.cpu": "7.9"}, 7, id="a limit stands for a request"),
        pytest.param({"cpu": "6"}, 6, id="short name"),
        pytest.param({"memory": "10Gi"}, 5, id="memory"),
        pytest.param({"limits.cpu": "19"}, 7, id="limits"),
    ],
)
def test_a_quota_with_room_for_fewer_pods(
    hard: dict[str, object], possible: int
) -> None:
    (finding,) = found("HP107", hpa(), BUSY, quota(hard=hard))
    assert f"enough for {possible} pods" in finding.message
    assert finding.severity is Severity.WARNING


@pytest.mark.parametrize(
    "there",
    [
        pytest.param(quota(hard={"requests.cpu": "8"}), id="just enough"),
        pytest.param(quota("cellar", hard={"pods": "1"}), id="another namespace"),
        pytest.param(
            quota(hard={"pods": "1"}, scopes=["BestEffort"]), id="of some pods only"
        ),
        pytest.param(quota(hard={"limits.memory": "1Gi"}), id="no limit to count"),
        pytest.param(quota(hard={"services": "1", "pods": "many"}), id="no amount"),
    ],
)
def test_quotas_that_prove_nothing(there: dict[str, object]) -> None:
    assert found("HP107", hpa(), BUSY, there) == []


def test_scaling_up_that_is_disabled() -> None:
    behavior = {"scaleUp": {"selectPolicy": "Disabled"}}
    (finding,) = found("HP107", hpa(behavior=behavior))
    assert "maxReplicas 8 is never reached" in finding.message


def test_equal_bounds_are_only_mentioned() -> None:
    behavior = {"scaleUp": {"selectPolicy": "Disabled"}}
    (finding,) = found("HP107", hpa(bounds=(3, 3), behavior=behavior))
    assert finding.severity is Severity.INFO
