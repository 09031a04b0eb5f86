"""Natural forms of quantities and durations."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hpa.natural import (
    BuildError,
    DurationLike,
    QuantityLike,
    quantity,
    whole_seconds,
)
from octoscale.core.errors import UsageError
from octoscale.core.quantity import Quantity


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.5, "500m"), ("500m", "500m"), (200, "200"), (Quantity.parse("1Mi"), "1Mi")],
)
def test_a_quantity_may_be_a_number_a_text_or_a_quantity(
    value: QuantityLike, text: str
) -> None:
    assert quantity(value, field="value").canonical == text


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (0, "must be positive, is 0"),
        (-1, "must be positive, is -1"),
        ("80%", "not a quantity: '80%'"),
        (float("nan"), "not a quantity: 'nan'"),
        (True, "a quantity is expected, not true or false"),
    ],
)
def test_a_target_that_cannot_be_is_refused_with_field_and_reason(
    value: QuantityLike, reason: str
) -> None:
    with pytest.raises(BuildError) as refused:
        quantity(value, field="average_value")
    assert (refused.value.field, refused.value.reason) == ("average_value", reason)
    assert str(refused.value) == f"average_value: {reason}"
    assert isinstance(refused.value, UsageError)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("5m", 300), ("1h", 3600), (30, 30), (30.0, 30), (timedelta(minutes=2), 120)],
)
def test_a_duration_may_be_text_seconds_or_a_timedelta(
    value: DurationLike, seconds: int
) -> None:
    assert whole_seconds(value, field="window") == seconds


@pytest.mark.parametrize(
    ("value", "word"),
    [
        ("1500ms", "whole seconds"),
        (0.5, "whole seconds"),
        ("soon", "not a duration"),
        (-1, "at least 0"),
        ("2h", "at most 3600"),
        (float("inf"), "not inf"),
        (True, "not True"),
    ],
)
def test_a_duration_that_cannot_be_is_refused(value: DurationLike, word: str) -> None:
    with pytest.raises(BuildError, match=word):
        whole_seconds(value, field="window", most=3600)
