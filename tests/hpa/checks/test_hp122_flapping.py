"""HP122: behavior without memory."""

from __future__ import annotations

import pytest

from tests.hpa.checks.inputs import found, hpa

SLOW = [{"type": "Pods", "value": 1, "periodSeconds": 60}]
ALL = [{"type": "Percent", "value": 100, "periodSeconds": 15}]


@pytest.mark.parametrize(
    "down",
    [
        pytest.param({"stabilizationWindowSeconds": 0}, id="the API's policies"),
        pytest.param({"stabilizationWindowSeconds": 14, "policies": ALL}, id="14 s"),
        pytest.param(
            {"stabilizationWindowSeconds": 0, "policies": SLOW + ALL}, id="the most"
        ),
    ],
)
def test_flapping(down: dict[str, object]) -> None:
    assert len(found("HP122", hpa(behavior={"scaleDown": down}))) == 1


@pytest.mark.parametrize(
    ("up", "down"),
    [
        pytest.param({}, {}, id="the default window"),
        pytest.param({}, {"stabilizationWindowSeconds": 15}, id="one sync"),
        pytest.param(
            {}, {"stabilizationWindowSeconds": 0, "policies": SLOW}, id="one pod"
        ),
        pytest.param(
            {},
            {
                "stabilizationWindowSeconds": 0,
                "policies": SLOW + ALL,
                "selectPolicy": "Min",
            },
            id="the least",
        ),
        pytest.param(
            {"stabilizationWindowSeconds": 60},
            {"stabilizationWindowSeconds": 0},
            id="scaling up waits",
        ),
        pytest.param(
            {},
            {"stabilizationWindowSeconds": 0, "selectPolicy": "Disabled"},
            id="never down",
        ),
    ],
)
def test_calm(up: dict[str, object], down: dict[str, object]) -> None:
    assert found("HP122", hpa(behavior={"scaleUp": up, "scaleDown": down})) == []


def test_without_behavior_or_room_nothing_flaps() -> None:
    restless = {"scaleDown": {"stabilizationWindowSeconds": 0}}
    assert found("HP122", hpa()) == []
    assert found("HP122", hpa(bounds=(2, 2), behavior=restless)) == []
