"""Of many repeats those are drawn that say most, and the choice is stated."""

from __future__ import annotations

import pytest

from bench.plan import load_plan
from bench.reporting import plot
from bench.reporting.selection import drawn, words
from bench.results import RepeatResult, repeat_result, results
from tests.bench.fakes import missed, observation, report

PLAN = load_plan()


def _good(*pulls: float) -> list[RepeatResult]:
    made = [observation(repeat=n, pull=pull) for n, pull in enumerate(pulls, start=1)]
    return [repeat_result(each, PLAN) for each in made]


def _missed(*numbers: int) -> list[RepeatResult]:
    return [repeat_result(missed(repeat=number), PLAN) for number in numbers]


def _names(repeats: list[RepeatResult]) -> list[str]:
    return [each.name for each in drawn(repeats)]


def test_up_to_six_are_all_drawn_in_order_and_nothing_is_said() -> None:
    six = _good(6, 5, 4, 3, 2, 1)
    assert _names(six) == [f"repeat {n}" for n in range(1, 7)]
    assert words(six) == ""
    assert drawn([]) == ()


def test_of_more_the_fastest_the_median_and_the_slowest_are_drawn() -> None:
    seven = _good(4, 9, 1, 5, 3, 2, 8)
    expected = ["repeat 3, fastest", "repeat 1, median", "repeat 2, slowest"]
    assert _names(seven) == expected
    assert words(seven) == f"3 of 7 repeats are drawn: {'; '.join(expected)}"


@pytest.mark.parametrize(
    ("repeats", "expected"),
    [
        pytest.param(
            [*_good(*range(1, 8)), *_missed(8)],
            ["8, missed", "1, fastest", "4, median", "7, slowest"],
            id="one-missed",
        ),
        pytest.param(
            [*_good(1, 2, 3), *_missed(4, 5, 6, 7, 8)],
            [
                *("4, missed", "5, missed", "6, missed"),
                *("1, fastest", "2, median", "3, slowest"),
            ],
            id="many-missed",
        ),
        pytest.param(
            [*_good(1, 2), *_missed(*range(3, 9))],
            [f"{n}, missed" for n in range(3, 7)] + ["1, fastest", "2, slowest"],
            id="two-good",
        ),
        pytest.param(
            _missed(*range(1, 10)), [f"{n}, missed" for n in range(1, 7)], id="none"
        ),
    ],
)
def test_missed_ones_come_first(
    repeats: list[RepeatResult], expected: list[str]
) -> None:
    assert _names(repeats) == [f"repeat {name}" for name in expected]


def test_the_picture_of_a_hundred_repeats_holds_three() -> None:
    made = [observation(repeat=n, pull=n) for n in range(1, 101)]
    small, *_ = results(report(*made))
    svg = plot.timelines_svg(small)
    for words_ in ("repeat 1, fastest", "repeat 50, median", "repeat 100, slowest"):
        assert words_ in svg
    assert svg.count("scale-up ") == 3
