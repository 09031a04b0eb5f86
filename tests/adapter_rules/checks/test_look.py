"""What a metrics query does with its series."""

from __future__ import annotations

import pytest

from adapter_rules import promqltree as tree
from adapter_rules.checks.look import exact_name, fill, outermost, usages
from adapter_rules.errors import TemplateError
from adapter_rules.promql import parse_selector


def test_each_selector_knows_what_stands_around_it() -> None:
    text = "sum(abs(rate(<<.Series>>{<<.LabelMatchers>>}[5m]))) / max(other)"
    first, second = usages(tree.read(fill(text)))
    assert first.functions == ("abs", "rate")
    assert first.aggregations == ("sum",)
    assert first.window_seconds == 300
    assert first.is_asked
    assert first.is_growth
    assert second.name == "other"
    assert not second.is_asked
    assert second.window_seconds is None


def test_values_by_name_limit_a_selector_too() -> None:
    text = 'up{pod=~"<<index .LabelValuesByName `pod`>>"}'
    (usage,) = usages(tree.read(fill(text, labels=["pod"])))
    assert usage.is_asked


def test_a_template_that_cannot_run() -> None:
    with pytest.raises(TemplateError):
        fill("<<.Nope>>")


@pytest.mark.parametrize(
    ("selector", "name"),
    [
        ("up", "up"),
        ('{__name__="up"}', "up"),
        ('{__name__=~"^up$"}', "up"),
        ('{__name__=~"up.*"}', None),
        ('{__name__!="up",a="b"}', None),
        ('{a="b"}', None),
    ],
)
def test_the_one_name_of_a_selector(selector: str, name: str | None) -> None:
    assert exact_name(parse_selector(selector)) == name


@pytest.mark.parametrize(
    ("query", "operator"),
    [
        ("2 * (sum(a))", "sum"),
        ("round(max(a), 1)", "max"),
        ("min(a) and sum(b)", "min"),
        ("a", None),
        ("rate(a[5m])", None),
    ],
)
def test_the_aggregation_that_decides(query: str, operator: str | None) -> None:
    found = outermost(tree.read(query))
    assert (found.operator if found else None) == operator
