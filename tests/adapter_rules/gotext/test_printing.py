"""Values are printed as Go prints them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter_rules.gotext.printing import (
    escaped_input,
    plain,
    shortest,
    sprint,
    sprintln,
)
from adapter_rules.gotext.values import Struct, Value


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({}, "map[]"),
        ({"b": "1|2", "a": ""}, "map[a: b:1|2]"),
        (["pod", "le"], "[pod le]"),
        ([], "[]"),
        (Struct("T", {"A": "x", "B": ["y"]}), "{x [y]}"),
        (Struct("T", {"A": "x"}, text="shown"), "shown"),
        (True, "true"),
        (-7, "-7"),
        (None, "<nil>"),
    ],
)
def test_plain(value: Value, expected: str) -> None:
    assert plain(value) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0.0, "0"),
        (-0.0, "-0"),
        (1.0, "1"),
        (0.9, "0.9"),
        (100000.0, "100000"),
        (1000000.0, "1e+06"),
        (123456789.0, "1.23456789e+08"),
        (0.0001, "0.0001"),
        (0.00001, "1e-05"),
        (1e100, "1e+100"),
        (2.5e-7, "2.5e-07"),
        (float("inf"), "+Inf"),
        (float("-inf"), "-Inf"),
        (float("nan"), "NaN"),
    ],
)
def test_floats(number: float, expected: str) -> None:
    assert shortest(number) == expected


@given(st.floats(allow_nan=False))
def test_a_printed_float_reads_back(number: float) -> None:
    assert float(shortest(number)) == number


def test_spaces_stand_only_between_what_is_no_text() -> None:
    assert sprint([1, 2, "a", 3, "b", "c"]) == "1 2a3bc"
    assert sprint([]) == ""
    assert sprintln(["a", 1]) == "a 1\n"
    assert escaped_input([None]) == "<no value>"
