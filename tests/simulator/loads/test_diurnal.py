"""A day's load."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from simulator.loads.diurnal import Diurnal


def day(**fields: float) -> Diurnal:
    return Diurnal.model_validate(
        {"shape": "diurnal", "unit": "requests/s", "low": 10.0, "high": 90.0, **fields}
    )


def test_its_average_lies_in_the_middle() -> None:
    assert day().course().integral(0, 86_400) / 86_400 == pytest.approx(50, rel=1e-3)


def test_its_noise_depends_on_its_own_seed_alone() -> None:
    first, again = (
        day(noise_ratio=0.2, noise_seed=1),
        day(noise_ratio=0.2, noise_seed=1),
    )
    other = day(noise_ratio=0.2, noise_seed=2)
    assert first.course() == again.course() != other.course()
    assert all(8 - 1e-9 <= load <= 108 + 1e-9 for _, load in first.course().knots)


def test_a_high_below_the_low_is_refused() -> None:
    with pytest.raises(ValidationError, match="high should not be below low"):
        day(high=5.0)
