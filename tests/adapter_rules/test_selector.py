"""Label selectors are parsed, and refused, as the API server does it."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter_rules.errors import SelectorError
from adapter_rules.selector import EVERYTHING, Operator, Requirement, Selector

NAMES = st.from_regex(r"[a-z]([-a-z0-9]{0,8}[a-z0-9])?", fullmatch=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("a=b", (Requirement("a", Operator.EQUALS, ("b",)),)),
        ("a==b", (Requirement("a", Operator.DOUBLE_EQUALS, ("b",)),)),
        ("a!=b", (Requirement("a", Operator.NOT_EQUALS, ("b",)),)),
        ("a=", (Requirement("a", Operator.EQUALS, ("",)),)),
        ("a", (Requirement("a", Operator.EXISTS),)),
        ("!a", (Requirement("a", Operator.DOES_NOT_EXIST),)),
        ("a in (c,b,b)", (Requirement("a", Operator.IN, ("b", "c")),)),
        ("a in (b,)", (Requirement("a", Operator.IN, ("", "b")),)),
        ("a in (,b)", (Requirement("a", Operator.IN, ("", "b")),)),
        ("a in ()", (Requirement("a", Operator.IN, ("",)),)),
        ("a notin (b)", (Requirement("a", Operator.NOT_IN, ("b",)),)),
        ("a>1", (Requirement("a", Operator.GREATER_THAN, ("1",)),)),
        ("a<01", (Requirement("a", Operator.LESS_THAN, ("01",)),)),
        ("  a = b ", (Requirement("a", Operator.EQUALS, ("b",)),)),
        ("in in (in)", (Requirement("in", Operator.IN, ("in",)),)),
        ("b=2,a=1", (
            Requirement("a", Operator.EQUALS, ("1",)),
            Requirement("b", Operator.EQUALS, ("2",)),
        )),
        ("app.kubernetes.io/name=web", (
            Requirement("app.kubernetes.io/name", Operator.EQUALS, ("web",)),
        )),
    ],
)  # fmt: skip
def test_requirements(text: str, expected: tuple[Requirement, ...]) -> None:
    assert Selector.parse(text).requirements == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a=b=c", "found '=', expected: ',' or 'end of string'"),
        ("=x", "found '=', expected: !, identifier, or 'end of string'"),
        ("a,", "found '', expected: identifier after ','"),
        ("a,=", "found '=', expected: identifier after ','"),
        ("!", "unable to parse requirement: found '', expected: identifier"),
        ("!a=b", "found '=', expected: ',' or 'end of string'"),
        ("a in b", "unable to parse requirement: found 'b' expected: '('"),
        ("a in (b", "unable to parse requirement: found '', expected: ',' or ')'"),
        (
            "a in (b,,)",
            "unable to parse requirement: found ')', expected: ',', or identifier",
        ),
        (
            "a in (",
            "unable to parse requirement: found '', expected: ',', ')' or identifier",
        ),
        ("a=(", "unable to parse requirement: found '(', expected: identifier"),
        (
            "a b",
            "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt",  # noqa: E501
        ),
    ],
)
def test_what_is_no_selector_is_refused_in_the_api_servers_words(
    text: str, message: str
) -> None:
    with pytest.raises(SelectorError) as caught:
        Selector.parse(text)
    assert str(caught.value) == message


def test_an_empty_selector_selects_everything() -> None:
    assert Selector.parse("") == EVERYTHING
    assert Selector.parse("   ") == EVERYTHING


@given(st.dictionaries(NAMES, NAMES, max_size=6))
def test_equalities_come_back_sorted_by_key(labels: dict[str, str]) -> None:
    text = ",".join(f"{key}={value}" for key, value in labels.items())
    found = Selector.parse(text).requirements
    assert [(r.key, r.values) for r in found] == [
        (key, (labels[key],)) for key in sorted(labels)
    ]


@given(st.text(alphabet="ab=!(),<> in", max_size=20))
def test_any_text_gives_a_selector_or_a_selector_error(text: str) -> None:
    with suppress(SelectorError):
        assert isinstance(Selector.parse(text), Selector)
