"""Tests of ``hpa.algorithm.combine``."""

from __future__ import annotations

import pytest

from hpa.algorithm.combine import combine
from hpa.algorithm.types import Proposal
from hpa.algorithm.versions import Switches

_OLD = Switches(partial_failure_blocks_scale_down=False)
_REPORTING = Switches(partial_failure_is_reported=True)


def _proposals(*replicas: int | None) -> tuple[Proposal, ...]:
    return tuple(
        Proposal(name=f"m{n}", replicas=each, reason=f"Failed{n}", message=f"why {n}")
        for n, each in enumerate(replicas)
    )


@pytest.mark.parametrize(
    ("proposed", "replicas", "name"),
    [
        pytest.param((3,), 3, "m0", id="one"),
        pytest.param((3, 7, 5), 7, "m1", id="the highest"),
        pytest.param((7, 7), 7, "m0", id="the first of equals"),
        pytest.param((0,), 0, "m0", id="zero is an answer"),
        pytest.param((0, -1), -1, "m1", id="a zero is replaced by anything later"),
        pytest.param((-2, -1), -1, "m1", id="negative ones compare as numbers"),
    ],
)
def test_the_highest_proposal_counts(
    proposed: tuple[int, ...], replicas: int, name: str
) -> None:
    combined = combine(_proposals(*proposed), 5, Switches())
    assert (combined.replicas, combined.name) == (replicas, name)
    assert combined.error is None


@pytest.mark.parametrize(
    ("proposed", "switches", "replicas"),
    [
        pytest.param((None, 7), Switches(), 7, id="the rest would raise"),
        pytest.param((5, None), Switches(), 5, id="the rest would keep"),
        pytest.param((None, 4), Switches(), None, id="the rest would lower"),
        pytest.param((None, 4), _OLD, 4, id="lowering was allowed in 1.20"),
        pytest.param((None, None), Switches(), None, id="nothing is known"),
        pytest.param((None, None), _OLD, None, id="not even then in 1.20"),
    ],
)
def test_a_failed_metric_never_lets_the_others_scale_down(
    proposed: tuple[int | None, ...], switches: Switches, replicas: int | None
) -> None:
    assert combine(_proposals(*proposed), 5, switches).replicas == replicas


def test_the_first_failure_is_the_one_that_is_told() -> None:
    combined = combine(_proposals(3, None, None), 5, Switches())
    assert combined.first_failure is not None
    assert combined.first_failure.reason == "Failed1"
    assert combined.error == (
        "invalid metrics (2 invalid out of 3), first error is: why 1"
    )


def test_scaling_in_spite_of_a_failure_is_an_error_only_since_1_28() -> None:
    proposals = _proposals(7, None)
    assert combine(proposals, 5, Switches()).error is None
    reported = combine(proposals, 5, _REPORTING)
    assert reported.replicas == 7
    assert reported.error is not None


def test_without_any_metric_nothing_is_known() -> None:
    combined = combine((), 5, Switches())
    assert combined.replicas is None
    assert combined.error is not None
