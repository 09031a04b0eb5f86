"""Values have Go's types and Go's truth."""

from __future__ import annotations

import pytest

from adapter_rules.gotext.values import Struct, Value, is_list, truth, type_name


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("a", "string"),
        (True, "bool"),
        (5, "int"),
        (0.5, "float64"),
        (["a"], "[]string"),
        (("a",), "[]string"),
        ({"a": "b"}, "map[string]string"),
        (Struct("schema.GroupResource", {}), "schema.GroupResource"),
        (None, "<nil>"),
    ],
)
def test_type_names(value: Value, name: str) -> None:
    assert type_name(value) == name


@pytest.mark.parametrize("value", ["", 0, 0.0, False, [], {}, None])
def test_what_is_empty_is_false(value: Value) -> None:
    assert not truth(value)


@pytest.mark.parametrize("value", ["a", 1, -0.5, True, [""], {"": ""}, Struct("T", {})])
def test_what_is_there_is_true(value: Value) -> None:
    assert truth(value)


def test_a_text_is_no_list() -> None:
    assert not is_list("ab")
    assert is_list(["a"])
