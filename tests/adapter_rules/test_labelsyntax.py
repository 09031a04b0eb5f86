"""Labels are judged by Kubernetes' rules, in its words."""

from __future__ import annotations

import pytest

from adapter_rules.errors import SelectorError
from adapter_rules.labelsyntax import check_key, check_values


@pytest.mark.parametrize("key", ["a", "A_b", "a-b", "x.y/z", "a.b", "9"])
def test_good_keys_pass(key: str) -> None:
    check_key(key, path="<nil>")


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("-a", "name part must consist of alphanumeric characters"),
        ("é", "name part must consist of"),
        ("", "name part must be non-empty"),
        ("/a", "prefix part must be non-empty"),
        ("A.b/c", "prefix part a lowercase RFC 1123 subdomain"),
        ("a/b/c", "a qualified name must consist of"),
        ("x" * 64, "must be no more than 63 bytes"),
        ("x" * 254 + "/a", "prefix part must be no more than 253 bytes"),
    ],
)
def test_bad_keys_are_refused(key: str, words: str) -> None:
    with pytest.raises(SelectorError, match="<nil>: Invalid value: ") as caught:
        check_key(key, path="<nil>")
    assert words in str(caught.value)


def test_a_bad_value_is_named_with_its_place() -> None:
    with pytest.raises(SelectorError) as caught:
        check_values("a", ["ok", ".*"], integers=False)
    assert str(caught.value).startswith('values[1][a]: Invalid value: ".*": a valid')


def test_several_bad_values_are_all_named() -> None:
    with pytest.raises(SelectorError) as caught:
        check_values("a", ["-", "."], integers=False)
    assert str(caught.value).startswith("[values[0][a]: ")
    assert ", values[1][a]: " in str(caught.value)


@pytest.mark.parametrize("value", ["x", "1.5", "", "9223372036854775808", "0x1"])
def test_what_is_compared_must_be_an_integer(value: str) -> None:
    with pytest.raises(SelectorError, match="the value must be an integer"):
        check_values("a", [value], integers=True)


@pytest.mark.parametrize("value", ["0", "9223372036854775807"])
def test_integers_may_be_compared(value: str) -> None:
    check_values("a", [value], integers=True)
