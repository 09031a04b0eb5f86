"""The simplex finds minima, also at the end of a bent valley."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench.calibration.minimise import minimise

if TYPE_CHECKING:
    from collections.abc import Sequence


def test_the_lowest_point_of_a_bowl() -> None:
    found = minimise(
        lambda p: (p[0] - 3) ** 2 + 2 * (p[1] + 1) ** 2 + p[2] ** 2, [0] * 3
    )
    assert found == pytest.approx((3, -1, 0), abs=1e-3)


def test_the_end_of_rosenbrock_s_valley() -> None:
    def valley(point: Sequence[float]) -> float:
        x, y = point
        return (1 - x) ** 2 + 100 * (y - x * x) ** 2

    assert minimise(valley, [-1.2, 1.0]) == pytest.approx((1, 1), abs=1e-2)


def test_one_variable_is_enough() -> None:
    assert minimise(lambda p: abs(p[0] - 2), [10.0]) == pytest.approx((2,), abs=1e-3)


def test_it_stops_after_so_many_steps() -> None:
    calls: list[Sequence[float]] = []

    def counted(point: Sequence[float]) -> float:
        calls.append(point)
        return 0.0 - len(calls)

    minimise(counted, [0.0, 0.0], steps=5)
    assert len(calls) <= 3 + 5 * 4
