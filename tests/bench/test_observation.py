"""Raw facts refuse what is no fact."""

from __future__ import annotations

import math

import pytest

from bench.observation import NotObserved, Stamp


@pytest.mark.parametrize("odd", [math.nan, math.inf, -math.inf])
def test_a_stamp_is_a_finite_moment(odd: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        Stamp(seconds=odd, clock="c")
    with pytest.raises(ValueError, match="finite"):
        Stamp(seconds=0.0, clock="c", also={"d": odd})


def test_what_was_not_observed_says_why() -> None:
    assert str(NotObserved("no watch")) == "not observed (no watch)"
