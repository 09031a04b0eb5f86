"""HP123: scaling down before the metric has forgotten."""

from __future__ import annotations

import pytest

from tests.hpa.checks.inputs import found, hpa, pods, rule

RULES = rule("m_total", "sum(rate(<<.Series>>[5m])) by (pod)", name="m")


def findings(down: dict[str, object], rules: str = RULES) -> list[object]:
    behavior = {"scaleDown": down}
    return list(found("HP123", hpa(pods("m"), behavior=behavior), rules=rules))


def pods_per(value: int, seconds: int) -> list[dict[str, object]]:
    return [{"type": "Pods", "value": value, "periodSeconds": seconds}]


@pytest.mark.parametrize(
    "down",
    [
        pytest.param({"stabilizationWindowSeconds": 60}, id="too early"),
        pytest.param({"stabilizationWindowSeconds": 299}, id="just too early"),
        pytest.param(
            {"stabilizationWindowSeconds": 60, "policies": pods_per(1, 60)},
            id="five pods in the window",
        ),
    ],
)
def test_faster_than_the_rate(down: dict[str, object]) -> None:
    assert len(findings(down)) == 1


@pytest.mark.parametrize(
    "down",
    [
        pytest.param({}, id="the flag's 300 s"),
        pytest.param({"stabilizationWindowSeconds": 300}, id="as long"),
        pytest.param(
            {"stabilizationWindowSeconds": 60, "policies": pods_per(1, 300)},
            id="one pod in the window",
        ),
        pytest.param(
            {"stabilizationWindowSeconds": 0, "selectPolicy": "Disabled"}, id="never"
        ),
    ],
)
def test_slow_enough(down: dict[str, object]) -> None:
    assert findings(down) == []


def test_a_gauge_has_no_window() -> None:
    rules = rule("m", "sum(<<.Series>>) by (pod)")
    assert findings({"stabilizationWindowSeconds": 0}, rules) == []


def test_the_default_window_is_compared_too() -> None:
    rules = rule("m", "max_over_time(<<.Series>>[10m])")
    assert len(findings({}, rules)) == 1
    # Without behavior there is nothing to set; the flag decides.
    assert found("HP123", hpa(pods("m")), rules=rules) == []
