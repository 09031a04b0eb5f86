"""HP109: fields behind a gate that is off."""

from __future__ import annotations

from typing import Any

import pytest

from tests.hpa.checks.inputs import found, hpa

CONTAINER: dict[str, Any] = {
    "type": "ContainerResource",
    "containerResource": {
        "name": "cpu",
        "container": "shop",
        "target": {"type": "Utilization", "averageUtilization": 80},
    },
}


@pytest.mark.parametrize(
    ("kubernetes", "count"), [(None, 0), (20, 1), (26, 1), (27, 0)]
)
def test_container_resources(kubernetes: int | None, count: int) -> None:
    assert len(found("HP109", hpa(CONTAINER), kubernetes=kubernetes)) == count


@pytest.mark.parametrize(("kubernetes", "count"), [(None, 0), (34, 2), (35, 0)])
def test_tolerances(kubernetes: int | None, count: int) -> None:
    both = {"scaleUp": {"tolerance": "0.2"}, "scaleDown": {"tolerance": "0.2"}}
    findings = found("HP109", hpa(behavior=both), kubernetes=kubernetes)
    assert len(findings) == count
