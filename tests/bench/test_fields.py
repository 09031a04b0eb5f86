"""Values of a plan file are read into plain numbers and written back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from bench.fields import Bytes, Milli, Name, Seconds

SECONDS = TypeAdapter[float](Seconds)
BYTES = TypeAdapter[int](Bytes)
MILLI = TypeAdapter[int](Milli)
NAME = TypeAdapter[str](Name)


@given(st.integers(1, 10**15))
def test_sizes_survive_writing_and_reading(size: int) -> None:
    assert BYTES.validate_python(BYTES.dump_python(size)) == size


@given(st.integers(1, 10**15))
def test_quantities_survive_writing_and_reading(milli: int) -> None:
    assert MILLI.validate_python(MILLI.dump_python(milli)) == milli


@given(st.integers(1, 10**10))
def test_durations_survive_writing_and_reading(milliseconds: int) -> None:
    seconds = milliseconds / 1000
    assert SECONDS.validate_python(SECONDS.dump_python(seconds)) == seconds


@pytest.mark.parametrize(
    ("text", "size"), [("19.17M", 19_170_000), (12, 12), ("1Ki", 1024), (2.0, 2)]
)
def test_sizes_are_kubernetes_quantities(text: str | float, size: int) -> None:
    assert BYTES.validate_python(text) == size


@pytest.mark.parametrize("odd", ["", "19MB", 0, -1, "-1", True, None, [], "0"])
def test_what_is_no_size_is_refused(odd: object) -> None:
    with pytest.raises(ValidationError):
        BYTES.validate_python(odd)


@pytest.mark.parametrize("odd", ["", "15", "0s", 15, None, True, "-1s", "1 s"])
def test_what_is_no_duration_is_refused(odd: object) -> None:
    with pytest.raises(ValidationError):
        SECONDS.validate_python(odd)


@pytest.mark.parametrize("odd", ["", "-a", "a-", "A", "a b", "a/b", "..", "a" * 41])
def test_what_cannot_name_an_object_is_refused(odd: str) -> None:
    with pytest.raises(ValidationError):
        NAME.validate_python(odd)
