"""Tests of ``hpa.algorithm.selectors``."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hpa.algorithm.selectors import selector_problem


@pytest.mark.parametrize(
    "text",
    [
        "",
        "app",
        "!app",
        "app=web",
        "app==web",
        "app!=web",
        "app=",
        "app in (web)",
        "app in (web, shop)",
        "app notin (web,shop)",
        "app in (,web)",
        "cores>4",
        "cores < 16",
        "  app = web ,\ttier!=db\n",
        "app.kubernetes.io/name=web,!example.com/canary",
        "in in (in)",
        "app=in",
        "A_b-c.d=E_f-g.h",
    ],
)
def test_the_forms_that_the_api_server_writes_and_reads(text: str) -> None:
    assert selector_problem(text) == ""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a=b,,c in (", "expected a label name, found ','"),
        ("a=b,", "expected a label name, found the end"),
        (",", "expected a label name"),
        ("=b", "expected a label name"),
        ("!", "expected a label name"),
        ("a b", "expected an operator"),
        ("a=b c", "expected ',' or the end"),
        ("a in b", "expected '('"),
        ("a in (b", "expected ',' or ')'"),
        ("a in ()", "must not be empty"),
        ("a>b", "'b' is not an integer"),
        ("a>", "'' is not an integer"),
        ("-a=b", "'-a' is not a label name"),
        ("a/b/c=d", "'a/b' is not a label prefix"),
        ("Example.com/a", "'Example.com' is not a label prefix"),
        ("/a", "'' is not a label prefix"),
        ("a=-b", "'-b' is not a label value"),
        (f"{'a' * 64}=b", "is not a label name"),
        (f"a={'b' * 64}", "is not a label value"),
        (f"{'p' * 254}/a", "is not a label prefix"),
        ("a=b)", "expected ',' or the end, found ')'"),
    ],
)
def test_what_is_no_selector_says_why(text: str, message: str) -> None:
    assert message in selector_problem(text)


@given(st.text(alphabet="ab/.-=!()<>, in", max_size=30))
def test_any_text_gets_an_answer(text: str) -> None:
    assert isinstance(selector_problem(text), str)
