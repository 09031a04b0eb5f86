"""HP108: minReplicas 0."""

from __future__ import annotations

import pytest

from octoscale.core.finding import Severity
from tests.hpa.checks.inputs import external, found, hpa, of_object, pods, resource


@pytest.mark.parametrize("metrics", [(pods(),), (resource(), pods())])
def test_without_an_outside_metric_nothing_wakes_it(
    metrics: tuple[dict[str, object], ...],
) -> None:
    (finding,) = found("HP108", hpa(*metrics, bounds=(0, 8)), kubernetes=37)
    assert finding.severity is Severity.ERROR


def test_the_api_servers_own_words_are_not_repeated() -> None:
    assert found("HP004", hpa(pods(), bounds=(0, 8))) == []


@pytest.mark.parametrize("metric", [external(), of_object()])
@pytest.mark.parametrize(("kubernetes", "count"), [(None, 1), (36, 1), (37, 0)])
def test_before_1_37_a_gate_is_needed(
    metric: dict[str, object], kubernetes: int | None, count: int
) -> None:
    autoscaler = hpa(metric, bounds=(0, 8))
    findings = found("HP108", autoscaler, kubernetes=kubernetes)
    assert [f.severity for f in findings] == [Severity.WARNING] * count
