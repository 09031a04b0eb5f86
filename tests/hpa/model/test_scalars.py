"""Single values of the API: texts, numbers, truths, times and quantities."""

from __future__ import annotations

from typing import Any

import pytest

from hpa.model.scalars import (
    Bits,
    Path,
    ProblemKind,
    Timestamp,
    read_quantity,
    read_text,
    read_truth,
)


class Reports(list[tuple[str, str, str]]):
    """Collects kind, message and hint."""

    def __call__(self, path: Path, kind: ProblemKind, message: str, hint: str) -> None:
        assert path == ("here",)
        self.append((kind, message, hint))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2021-05-30T08:00:00Z", "2021-05-30T08:00:00Z"),
        ("2021-05-30T10:00:00+02:00", "2021-05-30T08:00:00Z"),
        ("2021-05-30T08:00:00.75Z", "2021-05-30T08:00:00Z"),
    ],
)
def test_a_time_is_kept_in_utc_and_whole_seconds(value: str, text: str) -> None:
    reports = Reports()
    assert Timestamp().read(value, ("here",), reports) == text
    assert reports == []


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("2021-05-30", "value"),
        ("20210530T080000Z", "value"),
        ("2021-02-30T08:00:00Z", "value"),
        ("0001-01-01T00:00:00+14:00", "value"),
        ("", "value"),
        (5, "type"),
    ],
)
def test_anything_else_is_no_time(value: Any, kind: str) -> None:
    reports = Reports()
    assert Timestamp().read(value, ("here",), reports) == ""
    assert [report[0] for report in reports] == [kind]


@pytest.mark.parametrize(
    ("value", "text"),
    [("5 ", "5"), (" 500m", "500m"), (5, "5"), (0.5, "500m"), (1e21, "1e+21")],
)
def test_quantities_may_be_numbers_and_have_blanks_around(
    value: Any, text: str
) -> None:
    reports = Reports()
    assert str(read_quantity(value, ("here",), reports)) == text
    assert reports == []


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("80%", "value"),
        ("", "value"),
        (float("nan"), "value"),
        (True, "type"),
        ({}, "type"),
        ([], "type"),
    ],
)
def test_anything_else_is_no_quantity(value: Any, kind: str) -> None:
    reports = Reports()
    assert read_quantity(value, ("here",), reports).sign == 0
    assert [report[0] for report in reports] == [kind]


@pytest.mark.parametrize("value", [5, 1.5, False])
def test_a_plain_value_that_should_be_text_gets_the_hint_to_quote_it(
    value: object,
) -> None:
    reports = Reports()
    assert read_text(value, ("here",), reports) == ""
    assert reports[0][2] == "put it in quotes"


def test_a_number_in_quotes_gets_the_hint_to_remove_them() -> None:
    reports = Reports()
    assert Bits(32).read("5", ("here",), reports) == 0
    assert reports[0][2] == "remove the quotes"


@pytest.mark.parametrize("width", [32, 64])
def test_whole_numbers_have_a_width(width: int) -> None:
    reports = Reports()
    assert Bits(width).read(2 ** (width - 1) - 1, ("here",), reports)
    assert Bits(width).read(-(2 ** (width - 1)), ("here",), reports)
    assert reports == []
    assert Bits(width).read(2 ** (width - 1), ("here",), reports) == 0
    assert f"{width} bits" in reports[0][1]


def test_only_truths_are_truths() -> None:
    reports = Reports()
    assert read_truth(True, ("here",), reports) is True  # noqa: FBT003 - the value
    assert reports == []
    assert read_truth("true", ("here",), reports) is False
    assert len(reports) == 1
