"""Differences of means: their intervals, and what counts as worse."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.comparing.difference import (
    Threshold,
    Verdict,
    judge,
    paired,
    spread,
    welch,
)
from bench.statistics import Summary, summarise

TENTH = Threshold(0.1, relative=True)


def summary(*values: float) -> Summary:
    made = summarise(values, simulated=False)
    assert made is not None
    return made


def test_welch_is_the_textbook_s() -> None:
    """By hand: variances 4 and 16 of three, se = sqrt(20 / 3), freedom 2.94 -> 2."""
    low, high = welch(summary(10, 12, 14), summary(16, 20, 24)) or (0.0, 0.0)
    half = 4.302653 * (20 / 3) ** 0.5
    assert (low, high) == pytest.approx((8 - half, 8 + half), abs=1e-4)


def test_a_single_repeat_allows_no_interval() -> None:
    assert welch(summary(10), summary(10, 12)) is None
    assert paired({1: 1.0}, {1: 2.0}) is None
    assert spread([1.0], [2.0, 3.0]) is None


def test_no_spread_at_all_is_an_interval_of_one_point() -> None:
    assert welch(summary(5, 5), summary(7, 7)) == (2.0, 2.0)


def test_other_seeds_are_not_paired() -> None:
    assert paired({1: 1.0, 2: 2.0}, {1: 1.0, 3: 2.0}) is None


values = st.lists(st.floats(0.1, 1000), min_size=2, max_size=9)


@given(values, values)
def test_the_interval_holds_the_difference_and_turns_with_it(
    first: list[float], second: list[float]
) -> None:
    a, b = summary(*first), summary(*second)
    low, high = welch(a, b) or (0.0, 0.0)
    back = welch(b, a) or (0.0, 0.0)
    assert low <= b.mean - a.mean <= high
    assert back == pytest.approx((-high, -low))


@pytest.mark.parametrize(
    ("before", "after", "more_is_better", "verdict"),
    [
        pytest.param(10.0, 11.0, False, Verdict.SAME, id="just at the threshold"),
        pytest.param(10.0, 11.1, False, Verdict.WORSE, id="slower"),
        pytest.param(10.0, 8.9, False, Verdict.BETTER, id="faster"),
        pytest.param(10.0, 8.9, True, Verdict.WORSE, id="serves less"),
        pytest.param(10.0, 11.1, True, Verdict.BETTER, id="serves more"),
    ],
)
def test_the_verdict_is_by_direction_and_threshold(
    *, before: float, after: float, more_is_better: bool, verdict: Verdict
) -> None:
    found = judge(summary(before), summary(after), TENTH, more_is_better=more_is_better)
    assert found is verdict


def test_what_one_run_lacks_is_not_judged() -> None:
    assert judge(None, summary(1), TENTH) is Verdict.MISSING


@pytest.mark.parametrize("text", ["", "x", "-1", "10 %%", "nan", "inf", "5m"])
def test_what_is_no_threshold_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a threshold"):
        Threshold.parse(text)


@pytest.mark.parametrize(
    ("text", "amount"), [("10%", 5.0), ("2.5s", 2.5), ("2.5", 2.5), ("0", 0.0)]
)
def test_a_threshold_is_a_share_or_an_amount(text: str, amount: float) -> None:
    assert Threshold.parse(text).of(50.0) == amount
