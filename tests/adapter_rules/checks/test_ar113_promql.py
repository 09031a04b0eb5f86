"""AR113: queries that Prometheus does not understand."""

from __future__ import annotations

import pytest

from tests.adapter_rules.checks.inputs import found, rule


@pytest.mark.parametrize(
    ("series", "words"),
    [
        ("", "is missing"),
        ("sum(up)", "not a plain series selector"),
        ("up{", "the series query is wrong"),
        ('{a=~".*"}', "non-empty matcher"),
        ('{a!="b"}', "non-empty matcher"),
    ],
)
def test_series_queries(series: str, words: str) -> None:
    (finding,) = found("AR113", rule(series=series))
    assert words in finding.message


@pytest.mark.parametrize(
    ("query", "words", "hint"),
    [
        ("", "is missing", "by hand"),
        ("<<if false>>x<<end>>", "no expression", "by hand"),
        ("sum(S", "<<.Series>>", "by hand"),
        ("sum({{.Series}})", "is wrong", "between << and >>"),
        ("<<.Nope>>", "Nope", "by hand"),
    ],
)
def test_metrics_queries(query: str, words: str, hint: str) -> None:
    (finding,) = found("AR113", rule(query))
    assert words in finding.message
    assert hint in finding.hint


@pytest.mark.parametrize("series", ["up", '{a!=""}', '{__name__=~"^up.*"}'])
def test_series_queries_that_are_fine(series: str) -> None:
    assert found("AR113", rule(series=series)) == []


def test_external_queries_are_filled_in_without_a_group() -> None:
    query = "sum(S) by (G)"
    assert found("AR113", rule(query), external=True) == []
