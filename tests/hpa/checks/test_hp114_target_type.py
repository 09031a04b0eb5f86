"""HP114: a target's type and its field."""

from __future__ import annotations

from typing import Any

import pytest

from octoscale.core.finding import Severity
from tests.hpa.checks.inputs import external, found, hpa, of_object, resource


def pods_with(**target: object) -> dict[str, Any]:
    return {"type": "Pods", "pods": {"metric": {"name": "m"}, "target": target}}


@pytest.mark.parametrize(
    ("metric", "severity", "words"),
    [
        pytest.param(
            of_object(type="AverageValue", value=80),
            Severity.ERROR,
            "finds no averageValue",
            id="object by type",
        ),
        pytest.param(
            of_object(type="Utilization", averageValue=80),
            Severity.ERROR,
            "finds no averageUtilization",
            id="object with a utilization",
        ),
        pytest.param(
            of_object(type="Value", value=80, averageValue=8),
            Severity.WARNING,
            "looks at value only",
            id="object with both",
        ),
        pytest.param(
            external(type="Value", averageValue=30),
            Severity.WARNING,
            "looks at averageValue only",
            id="external by field",
        ),
        pytest.param(
            resource(type="Utilization", averageValue="1"),
            Severity.WARNING,
            "looks at averageValue only",
            id="resource by field",
        ),
        pytest.param(
            pods_with(type="Value", averageValue=1),
            Severity.WARNING,
            "looks at averageValue only",
            id="pods by field",
        ),
    ],
)
def test_mismatches(metric: dict[str, object], severity: Severity, words: str) -> None:
    (finding,) = found("HP114", hpa(metric))
    assert finding.severity is severity
    assert words in finding.message


@pytest.mark.parametrize(
    "metric",
    [
        of_object(type="Value", value=80),
        of_object(type="AverageValue", averageValue=80),
        external(type="Value", value=80),
        resource(type="AverageValue", averageValue="1"),
        pods_with(type="AverageValue", averageValue=1),
        pytest.param(of_object(type="Values", value=80), id="HP004's business"),
        pytest.param(of_object(type="Value"), id="HP004's business, too"),
    ],
)
def test_what_goes_together(metric: dict[str, object]) -> None:
    assert found("HP114", hpa(metric)) == []
