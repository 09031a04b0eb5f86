"""Label selectors as text."""

from __future__ import annotations

import pytest

from hpa.algorithm.selectors import selector_problem
from hpa.model.meta import LabelSelector, LabelSelectorRequirement
from hpa.selectors import selector_text


def expression(key: str, operator: str, *values: str) -> LabelSelector:
    requirement = LabelSelectorRequirement(key=key, operator=operator, values=values)
    return LabelSelector(match_expressions=(requirement,))


CASES = [
    ("none", None, ""),
    ("empty", LabelSelector(), ""),
    ("labels", LabelSelector(match_labels={"b": "2", "a": "1"}), "a=1,b=2"),
    ("in", expression("q", "In", "y", "x"), "q in (x,y)"),
    ("not in", expression("q", "NotIn", "x"), "q notin (x)"),
    ("exists", expression("q", "Exists"), "q"),
    ("absent", expression("q", "DoesNotExist"), "!q"),
]


@pytest.mark.parametrize(
    ("selector", "text"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_selector_is_text_that_the_controller_can_parse(
    selector: LabelSelector | None, text: str
) -> None:
    assert selector_text(selector) == text
    assert selector_problem(text) == ""


def test_labels_and_expressions_are_sorted_together() -> None:
    requirement = LabelSelectorRequirement(key="b", operator="Exists")
    selector = LabelSelector(
        match_labels={"c": "1", "a": "1"}, match_expressions=(requirement,)
    )
    assert selector_text(selector) == "a=1,b,c=1"


def test_an_operator_that_does_not_exist_gives_text_that_nobody_accepts() -> None:
    assert selector_problem(selector_text(expression("q", "Bogus", "x")))
