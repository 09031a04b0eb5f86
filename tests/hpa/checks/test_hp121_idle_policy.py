"""HP121: policies that never decide."""

from __future__ import annotations

import pytest

from octoscale.core.finding import Finding, Severity
from tests.hpa.checks.inputs import found, hpa

Policy = tuple[str, int, int]


def findings(direction: str, *policies: Policy, select: str = "") -> list[Finding]:
    names = ("type", "value", "periodSeconds")
    rules: dict[str, object] = {
        "policies": [dict(zip(names, policy, strict=True)) for policy in policies]
    }
    if select:
        rules["selectPolicy"] = select
    return found("HP121", hpa(behavior={direction: rules}))


ALL = ("Percent", 100, 15)


@pytest.mark.parametrize(
    ("direction", "policies", "idle"),
    [
        pytest.param("scaleDown", (ALL, ("Pods", 1, 60)), "1 pod per 60", id="all"),
        pytest.param(
            "scaleUp", (("Pods", 4, 15), ("Pods", 2, 30)), "2 pods per 30", id="more"
        ),
        pytest.param(
            "scaleUp", (("Percent", 50, 60), ALL), "50 % per 60", id="percents"
        ),
    ],
)
def test_the_careful_one_loses_by_default(
    direction: str, policies: tuple[Policy, ...], idle: str
) -> None:
    (finding,) = findings(direction, *policies)
    assert finding.severity is Severity.WARNING
    assert f"the policy {idle}" in finding.message


@pytest.mark.parametrize(
    ("direction", "policies"),
    [
        pytest.param("scaleUp", (ALL, ("Pods", 4, 15)), id="the API's own"),
        pytest.param("scaleUp", (("Pods", 4, 15), ("Pods", 10, 60)), id="burst"),
        pytest.param("scaleDown", (ALL,), id="alone"),
        pytest.param("scaleDown", (ALL, ("Percent", 100, 60)), id="both all"),
        pytest.param("scaleDown", (("Percent", 99, 15), ("Pods", 1, 60)), id="not all"),
    ],
)
def test_both_may_decide(direction: str, policies: tuple[Policy, ...]) -> None:
    assert findings(direction, *policies) == []


def test_with_min_the_generous_one_is_only_mentioned() -> None:
    (finding,) = findings("scaleDown", ALL, ("Pods", 1, 60), select="Min")
    assert finding.severity is Severity.INFO
    assert "the policy 100 % per 15 s" in finding.message


def test_policies_of_a_disabled_direction() -> None:
    (finding,) = findings("scaleDown", ("Pods", 1, 60), select="Disabled")
    assert "never used" in finding.message


def test_policies_that_the_api_fills_in_are_not_judged() -> None:
    behavior = {"scaleDown": {"selectPolicy": "Disabled"}, "scaleUp": {}}
    assert found("HP121", hpa(behavior=behavior)) == []
