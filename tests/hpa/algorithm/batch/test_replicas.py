"""One metric's proposal over sums and counts: what the random tests rarely meet."""

from __future__ import annotations

from typing import Any

import pytest

from tests.hpa.algorithm.batch.engines import plain

_PODS, _OBJECT, _EXTERNAL_SHARE = 1, 2, 5


def _proposal(kind: int, target: int, total: int, **reading: int) -> int:
    batch = plain()
    specs, seen = batch.Specs.blank(1), batch.Observations.blank(1)
    specs.metrics["kind"], specs.metrics["target_milli"] = kind, target
    specs.hpas["tolerance_up"] = specs.hpas["tolerance_down"] = 0.1
    seen.scales["spec_replicas"] = seen.scales["status_replicas"] = 3
    seen.scales["pods"] = seen.scales["running_and_ready"] = 3
    seen.readings["total_milli"] = total
    for name, value in reading.items():
        seen.readings[name] = value
    row: Any = (specs.hpas[0], specs.metrics[0, 0], seen.readings[0, 0], seen.scales[0])
    return int(batch.replicas.propose(*row))


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("kind", [_PODS, _OBJECT, _EXTERNAL_SHARE])
def test_values_and_targets_that_doubles_cannot_hold_are_reported(
    kind: int, sign: int
) -> None:
    too_large, largest = plain().replicas.TOO_LARGE, plain().replicas.LARGEST_MILLI
    counts = {"samples": 3, "ready": 3}
    assert _proposal(kind, 1, sign * (largest + 1), **counts) == too_large
    assert _proposal(kind, sign * (largest + 1), 1, **counts) == too_large
    assert _proposal(kind, 1, sign * largest, **counts) != too_large


def test_filling_in_more_than_an_integer_holds_is_reported() -> None:
    target = plain().replicas.LARGEST_MILLI
    counts = {"samples": 1, "ready": 1}
    assert _proposal(_PODS, target, 1, missing=511, **counts) == 3
    assert (
        _proposal(_PODS, target, 1, missing=513, **counts) == plain().replicas.TOO_LARGE
    )


def test_a_failed_reading_proposes_nothing() -> None:
    assert _proposal(_OBJECT, 1, 1, failed=1) == plain().replicas.FAILED


def test_no_samples_propose_nothing() -> None:
    assert _proposal(_PODS, 1, 0) == plain().replicas.FAILED
