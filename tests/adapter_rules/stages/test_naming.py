"""Naming expands names from matches, as Go does it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter_rules.errors import UnnamedError
from adapter_rules.model import NameMapping
from adapter_rules.stages.naming import Naming, generate, why_unrequestable
from octoscale.core.descriptor import MetricDescriptor


@pytest.mark.parametrize(
    ("matches", "as_", "series", "expected"),
    [
        ("", "", "http_total", "http_total"),
        ("", "fixed", "http_total", "fixed"),
        ("_total$", "", "http_total", "_total"),
        ("http", "", "my_http_x", "http"),
        ("^(.*)_total$", "", "http_total", "http"),
        ("^(?:a|h)ttp", "", "http_total", "http"),
        ("^(?P<b>.*)_total$", "", "http_total", "http"),
        ("^(.*)_total$", "${1}_per_second", "http_total", "http_per_second"),
        ("^(.*)_total$", "$1_per_second", "http_total", ""),
        ("^(.*)_(total|sum)$", "${2}_${1}", "http_sum", "sum_http"),
        ("^(a)?q$", "", "q", ""),
        ("", "$$", "q", "$"),
    ],
)
def test_names(matches: str, as_: str, series: str, expected: str) -> None:
    assert Naming(NameMapping(matches=matches, as_=as_)).name_of(series) == expected


def test_a_series_that_does_not_match_has_no_name() -> None:
    with pytest.raises(UnnamedError, match="'jobs' does not match '_total\\$'"):
        Naming(NameMapping(matches="_total$")).name_of("jobs")


@pytest.mark.parametrize(
    ("name", "requestable"),
    [("a", True), ("a:b", True), ("A.b-c", True), ("", False), ("a/b", False)],
)
def test_which_names_can_be_asked_for(*, name: str, requestable: bool) -> None:
    assert (why_unrequestable(name) is None) is requestable


API_NAMES = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="/"), min_size=1,
    max_size=20,
)  # fmt: skip


@given(st.from_regex(r"[a-z_:]{1,12}", fullmatch=True), API_NAMES)
def test_a_generated_rule_names_its_series_as_declared(
    series: str, api_name: str
) -> None:
    descriptor = MetricDescriptor(
        series_name=series, kind="gauge", help="h", api_name=api_name
    )
    naming = Naming(generate(descriptor, series))
    assert naming.name_of(series) == api_name
    with pytest.raises(UnnamedError):
        naming.name_of(series + "x")
