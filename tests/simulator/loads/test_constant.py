"""The constant load."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from simulator.loads.constant import Constant


def test_a_constant_load_is_the_same_at_all_times_and_never_raised() -> None:
    course = Constant(shape="constant", unit="requests/s", level=40).course()
    assert [course.at(time) for time in (0, 1, 1e6)] == [40, 40, 40]
    assert course.raised_at is None


def test_a_negative_load_is_refused() -> None:
    with pytest.raises(ValidationError, match="greater than or equal to 0"):
        Constant(shape="constant", unit="requests/s", level=-1)
