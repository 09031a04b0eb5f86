"""Several metric columns, one recommendation."""

from __future__ import annotations

import pytest

from tests.hpa.algorithm.batch.engines import plain

_OBJECT, _EXTERNAL = 2, 4


def test_columns_without_a_metric_are_passed_over() -> None:
    batch = plain()
    specs, seen = (
        batch.Specs.blank(1, metrics=3),
        batch.Observations.blank(1, metrics=3),
    )
    specs.metrics["kind"] = [[0, 0, _OBJECT]]
    specs.metrics["target_milli"] = 1
    seen.scales["spec_replicas"] = seen.scales["running_and_ready"] = 2
    seen.scales["pods"] = 2
    seen.readings["total_milli"] = [[9, 9, 2]]
    decision = batch.blank_decisions(1)[0]
    assert batch.combine.recommend(specs, seen, 0, decision) == 4
    assert decision["leader"] == 2


@pytest.mark.parametrize(
    ("kinds", "reason"),
    [
        pytest.param([0, 1, 2], "FailedGetPodsMetric", id="pods"),
        pytest.param([2, 1, 4], "FailedGetObjectMetric", id="object"),
        pytest.param([3, 1, 4], "FailedGetObjectMetric", id="object, average"),
        pytest.param([0, 0, 4], "FailedGetExternalMetric", id="external"),
        pytest.param([0, 5, 1], "FailedGetExternalMetric", id="external, average"),
        pytest.param([0, 0, 0], "Unchanged", id="no metric at all"),
    ],
)
def test_the_first_failure_gives_the_reason(kinds: list[int], reason: str) -> None:
    batch = plain()
    specs, seen = (
        batch.Specs.blank(1, metrics=3),
        batch.Observations.blank(1, metrics=3),
    )
    specs.metrics["kind"] = [kinds]
    seen.readings["failed"] = True
    decision = batch.blank_decisions(1)[0]
    failed = batch.combine.recommend(specs, seen, 0, decision)
    assert failed == batch.replicas.FAILED
    assert decision["error"]
    assert batch.Active(int(decision["active"])).word == reason
