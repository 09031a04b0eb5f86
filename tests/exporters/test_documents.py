"""JSON from strangers: whole and finite, or refused with a reason."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporters.documents import find, number, read_json
from exporters.errors import Reason, SourceError

DATA = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(st.dictionaries(st.text(), DATA, min_size=1))
def test_what_json_writes_is_read_and_no_part_of_it_is(value: dict[str, Any]) -> None:
    body = json.dumps(value).encode()
    assert read_json(body) == value
    for end in range(1, len(body)):
        with pytest.raises(SourceError) as caught:
            read_json(body[:end])
        assert caught.value.reason in {Reason.TRUNCATED, Reason.CONTENT}


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    reason = None
    try:
        read_json(body)
    except SourceError as error:
        reason = error.reason
    assert reason in {None, Reason.TRUNCATED, Reason.CONTENT}


@pytest.mark.parametrize(
    "value", [True, "", "1.5", "x" * 5, "-3", None, [], {}, float("inf"), "9" * 400]
)
def test_what_is_no_number_is_refused(value: Any) -> None:
    if value == "9" * 400:
        assert number(value) == float("9" * 40)
        return
    with pytest.raises(ValueError, match="number"):
        number(value)


@given(DATA, st.lists(st.text() | st.integers(0, 5), max_size=5))
def test_any_path_finds_a_value_or_nothing(value: Any, path: list[str | int]) -> None:
    find(value, tuple(path))


def test_an_integer_beyond_all_floats_is_no_number() -> None:
    with pytest.raises(ValueError, match="too large"):
        number(10**400)
