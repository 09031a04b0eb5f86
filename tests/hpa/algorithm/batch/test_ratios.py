"""The arithmetic is the scalar module's own."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hpa.algorithm import ratios
from hpa.algorithm.batch import ratios as compiled_ratios
from tests.hpa.algorithm.batch.engines import plain

_FLOATS = st.floats() | st.integers(-3, 3).map(float)
_INTEGERS = st.integers(-(2**53), 2**53) | st.integers(-9, 9)


def test_plain_python_takes_the_very_functions() -> None:
    for name in ("truncated", "quotient", "int32", "int32_of", "ceiling"):
        assert getattr(plain().ratios, name) is getattr(ratios, name)


@given(_FLOATS, _FLOATS)
def test_quotients_are_the_same_in_machine_code(one: float, other: float) -> None:
    # Representations, because not-a-number equals nothing.
    assert repr(compiled_ratios.quotient(one, other)) == repr(
        ratios.quotient(one, other)
    )


@given(_FLOATS)
def test_floats_become_the_same_integers_in_machine_code(value: float) -> None:
    assert compiled_ratios.ceiling(value) == ratios.ceiling(value)
    assert compiled_ratios.int32_of(value) == ratios.int32_of(value)


@given(_INTEGERS, _INTEGERS.filter(bool))
def test_integers_divide_and_wrap_the_same_in_machine_code(
    one: int, other: int
) -> None:
    assert compiled_ratios.truncated(one, other) == ratios.truncated(one, other)
    assert compiled_ratios.int32(one) == ratios.int32(one)
