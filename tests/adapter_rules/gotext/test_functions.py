"""The built-in functions agree with Go's, their refusals included."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from adapter_rules.errors import TemplateRunError
from adapter_rules.gotext.functions import BUILTINS

if TYPE_CHECKING:
    from adapter_rules.gotext.values import Value


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("len", ["é"], 2),
        ("len", [["a", "b"]], 2),
        ("len", [{}], 0),
        ("index", [{"a": "x"}, "a"], "x"),
        ("index", [{"a": "x"}, "b"], ""),
        ("index", [["a", "b"], 1], "b"),
        ("index", ["abc", 1], 98),
        ("index", [["a"]], ["a"]),
        ("slice", ["abcd", 1, 3], "bc"),
        ("slice", ["abcd"], "abcd"),
        ("slice", [["a", "b", "c"], 1], ["b", "c"]),
        ("eq", ["a", "b", "a"], True),
        ("eq", [1, 1], True),
        ("eq", [None, "a"], False),
        ("eq", [None, None], True),
        ("ne", ["a", "b"], True),
        ("lt", [1, 2], True),
        ("le", ["a", "a"], True),
        ("gt", [1.5, 0.5], True),
        ("ge", [1, 2], False),
        ("not", [""], True),
        ("print", ["a", 1, 2], "a1 2"),
        ("println", ["a"], "a\n"),
        ("printf", ["%s", "a"], "a"),
        ("html", ["<"], "&lt;"),
        ("js", ["'"], r"\'"),
        ("urlquery", ["a b"], "a+b"),
    ],
)
def test_results(name: str, values: list[Value], expected: Value) -> None:
    assert BUILTINS[name].call(values) == expected


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("len", [5], "len of type int"),
        ("len", [None], "len of type <nil>"),
        ("index", [None, 1], "untyped nil"),
        ("index", [["a"], 5], "out of range: 5"),
        ("index", [["a"], -1], "out of range"),
        ("index", [["a"], "x"], "cannot index slice/array with string"),
        ("index", [["a"], True], "cannot index"),
        ("index", [{"a": "b"}, 1], "should be string"),
        ("index", [5, 1], "can't index item of type int"),
        ("slice", [5], "can't slice"),
        ("slice", ["abc", 2, 1], "invalid slice index"),
        ("slice", ["abc", 0, 1, 2], "3-index"),
        ("eq", ["a"], "missing argument"),
        ("eq", ["a", 1], "incompatible types"),
        ("eq", [["a"], ["a"]], "cannot compare"),
        ("lt", ["a", 1], "incompatible types"),
        ("lt", [True, True], "incompatible types"),
        ("call", ["a"], "non-function"),
    ],
)
def test_mistakes(name: str, values: list[Value], message: str) -> None:
    with pytest.raises(TemplateRunError, match=message):
        BUILTINS[name].call(values)
