"""HP112: utilization that the limits keep out of reach."""

from __future__ import annotations

import pytest

from tests.hpa.checks.inputs import container, found, hpa, utilization, workload


def shop(request: str, limit: str) -> dict[str, object]:
    return workload(container(requests={"cpu": request}, limits={"cpu": limit}))


@pytest.mark.parametrize(
    ("request_", "limit", "target"),
    [
        pytest.param("1", "2", 200, id="the published case"),
        pytest.param("1", "2", 182, id="just out of reach"),
        pytest.param("500m", "500m", 95, id="request and limit alike"),
        pytest.param("300m", "2", 700, id="above the limit itself"),
    ],
)
def test_out_of_reach(request_: str, limit: str, target: int) -> None:
    findings = found("HP112", hpa(utilization(target)), shop(request_, limit))
    assert len(findings) == 1
    assert f"{target} % of cpu" in findings[0].message


@pytest.mark.parametrize(
    ("request_", "limit", "target"),
    [
        pytest.param("1", "2", 181, id="just reached"),
        pytest.param("300m", "2", 400, id="much room"),
        pytest.param("500m", "500m", 80, id="the usual 80 %"),
    ],
)
def test_within_reach(request_: str, limit: str, target: int) -> None:
    assert found("HP112", hpa(utilization(target)), shop(request_, limit)) == []


def test_without_a_limit_there_is_no_ceiling() -> None:
    asking = container(requests={"cpu": "1"})
    assert found("HP112", hpa(utilization(900)), workload(asking)) == []
    one_limited = container("side", limits={"cpu": "1"})
    both = workload(asking, one_limited)
    assert found("HP112", hpa(utilization(900)), both) == []


def test_an_own_tolerance_counts() -> None:
    calm = {"scaleUp": {"tolerance": "0"}}
    assert found("HP112", hpa(utilization(190), behavior=calm), shop("1", "2")) == []
    (finding,) = found("HP112", hpa(utilization(200), behavior=calm), shop("1", "2"))
    assert "tolerance 0)" in finding.message
