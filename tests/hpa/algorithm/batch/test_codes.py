"""The numbers that stand for words."""

from __future__ import annotations

import pytest

from hpa.algorithm.batch import Able, Active, Limited, MetricKind, ScaleSeen, Trouble
from hpa.algorithm.limits import MESSAGES


@pytest.mark.parametrize("codes", [Able, Active, Limited])
def test_what_a_fresh_array_says_of_a_condition_is_that_it_was_not_set(
    codes: type[Able],
) -> None:
    assert codes(0).word == "Unchanged"


def test_a_fresh_array_is_without_metrics_failures_and_trouble() -> None:
    assert MetricKind(0) is MetricKind.NONE
    assert ScaleSeen(0) is ScaleSeen.READ
    assert Trouble(0) is Trouble.NONE


def test_the_limits_are_those_of_the_algorithm() -> None:
    assert {code.word for code in Limited} - {"Unchanged"} == set(MESSAGES)
