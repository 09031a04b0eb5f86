"""Templates are Go's, with << >> around what is computed."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter_rules.errors import TemplateSyntaxError
from adapter_rules.template import Struct, Template, check

ARGUMENTS = Struct(
    "naming.queryTemplateArgs",
    {
        "Series": "up",
        "LabelMatchers": 'namespace="shop",pod=~"a|b"',
        "LabelValuesByName": {"pod": "a|b", "namespace": "shop"},
        "GroupBy": "pod",
        "GroupBySlice": ["pod"],
    },
)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)",
         'sum(up{namespace="shop",pod=~"a|b"}) by (pod)'),
        ("{{.Series}}", "{{.Series}}"),
        ("a < 5 and b > 1", "a < 5 and b > 1"),
        ("<<.GroupBySlice>> <<.LabelValuesByName>>",
         "[pod] map[namespace:shop pod:a|b]"),
        ('<<index .LabelValuesByName "nope">>|', "|"),
        ("<<.LabelValuesByName.nope>>", "<no value>"),
        ('<<printf "%s{%s}" .Series .GroupBy>>', "up{pod}"),
    ],
)  # fmt: skip
def test_what_metrics_queries_use(source: str, expected: str) -> None:
    assert Template(source).run(ARGUMENTS) == expected


def test_check_gives_back_what_parses() -> None:
    assert check("<<.Anything>>") == "<<.Anything>>"
    with pytest.raises(TemplateSyntaxError, match="join"):
        check('<<join .GroupBySlice ",">>')


@given(st.text(max_size=40))
def test_text_without_delimiters_stays_as_it_is(text: str) -> None:
    plain = text.replace("<<", "")
    assert Template(plain).run(None) == plain


@given(st.text(alphabet='<>-. $x|"()=:,/*{}ifrangeend\n', max_size=30))
def test_any_text_parses_or_is_refused(text: str) -> None:
    with suppress(TemplateSyntaxError):
        assert Template(text).source == text
