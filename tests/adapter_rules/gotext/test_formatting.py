"""Formats are filled in as Go fills them in, mistakes noted the same way."""

from __future__ import annotations

import pytest

from adapter_rules.gotext.formatting import sprintf
from adapter_rules.gotext.values import Struct, Value


@pytest.mark.parametrize(
    ("pattern", "values", "expected"),
    [
        ("%s{%s}", ["up", "a"], "up{a}"),
        ("%q", ['a"b'], '"a\\"b"'),
        ("%#q", ["ab"], "`ab`"),
        ("%v %v", [["a"], {"b": "c"}], "[a] map[b:c]"),
        ("%s", [["a", "b"]], "[a b]"),
        ("%q", [["a"]], '["a"]'),
        ("%v", [Struct("T", {"A": 1, "B": "x"})], "{1 x}"),
        ("%s", [Struct("T", {"A": 1}, text="t")], "t"),
        ("%5s|%-5s|", ["a", "b"], "    a|b    |"),
        ("%.2s", ["abc"], "ab"),
        ("%x %X", ["hi", "hi"], "6869 6869"),
        ("%d %5d|%-5d|%05d", [1, 2, 3, -4], "1     2|3    |-0004"),
        ("%+d %x %#x %o", [1, 255, 255, 8], "+1 ff 0xff 10"),
        ("%b %c %U % x", [5, 65, 65, "hi"], "101 A U+0041 68 69"),
        ("%q", [97], "'a'"),
        ("%f %.1f %e %g", [1.5, 1.25, 1.5, 1e6], "1.500000 1.2 1.500000e+00 1e+06"),
        ("%v %t", [True, False], "true false"),
        ("%T %T", ["a", 1], "string int"),
        ("%5.1f|%-8v|", [2.25, 1.5], "  2.2|1.5     |"),
        ("100%%", [], "100%"),
        ("%[2]s %[1]s", ["a", "b"], "b a"),
        ("%v", [None], "<nil>"),
        ("%+v", [float("inf")], "+Inf"),
    ],
)  # fmt: skip
def test_verbs(pattern: str, values: list[Value], expected: str) -> None:
    assert sprintf(pattern, values) == expected


@pytest.mark.parametrize(
    ("pattern", "values", "expected"),
    [
        ("%d", ["x"], "%!d(string=x)"),
        ("%s", [5], "%!s(int=5)"),
        ("%s", [True], "%!s(bool=true)"),
        ("%d", [1.5], "%!d(float64=1.5)"),
        ("%s", [None], "%!s(<nil>)"),
        ("%s %s", ["a"], "a %!s(MISSING)"),
        ("a", ["b", 1], "a%!(EXTRA string=b, int=1)"),
        ("a%", [], "a%!(NOVERB)"),
        ("%[5]s", ["a"], "%!s(BADINDEX)"),
        ("%z", ["a"], "%!z(string=a)"),
        ("%9999999d", [1], "%!d(BADWIDTH)"),
    ],
)
def test_mistakes_are_noted(pattern: str, values: list[Value], expected: str) -> None:
    assert sprintf(pattern, values) == expected
