"""Reach: whether the controller would ever act."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hpa.checks.reach import can_exceed


@pytest.mark.parametrize(
    ("most", "target", "expected"),
    [
        pytest.param(219, 200, False, id="inside"),
        # 1.1 - 1.0 is a little more than 0.1 in the controller's floats.
        pytest.param(220, 200, True, id="the edge is outside"),
        pytest.param(10, 200, False, id="far below"),
    ],
)
def test_the_edge(most: int, target: int, *, expected: bool) -> None:
    assert can_exceed(most, target, 0.1) is expected


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_a_higher_ceiling_never_hurts(most: int, target: int) -> None:
    if can_exceed(most, target, 0.1):
        assert can_exceed(most + 1, target, 0.1)
        assert most > target
