"""Rules, as an HPA sees them."""

from __future__ import annotations

import pytest

from hpa.checks.rules import RuleView, read_rules
from octoscale.core import yamlio
from octoscale.core.errors import InputError


def one(**rule: object) -> RuleView:
    text = yamlio.dump({"rules": [{"metricsQuery": "<<.Series>>", **rule}]})
    (view,) = read_rules(text, file="r.yaml")
    return view


@pytest.mark.parametrize(
    ("query", "series"),
    [
        ("up", "up"),
        ('up{pod!=""}', "up"),
        ('{__name__="up"}', "up"),
        ('{__name__=~"up|down"}', None),
        ('{pod!=""}', None),
        ("sum(", None),
    ],
)
def test_which_series_a_rule_finds(query: str, series: str | None) -> None:
    assert one(seriesQuery=query).series_name == series


@pytest.mark.parametrize(
    ("name", "filters", "api_name"),
    [
        ({}, [], "reads_total"),
        ({"matches": "^(.*)_total$"}, [], "reads"),
        ({"matches": "^(.*)_total$", "as": "${1}_rate"}, [], "reads_rate"),
        ({"matches": "^writes"}, [], None),
        ({}, [{"isNot": "_total$"}], None),
        ({}, [{"is": "_total$"}], "reads_total"),
    ],
)
def test_what_it_calls_them(
    name: dict[str, str], filters: list[dict[str, str]], api_name: str | None
) -> None:
    view = one(seriesQuery="reads_total", name=name, seriesFilters=filters)
    assert view.api_name == api_name
    assert view.may_serve("reads_total") == (api_name == "reads_total")
    assert not view.may_serve("other")


@pytest.mark.parametrize(
    ("as_", "served", "not_served"),
    [
        ("", "anything", None),
        ("${1}_per_second", "a_per_second", "a_per_minute"),
        ("x_$1", "x_y", "y"),
        ("a.b", "a.b", "axb"),
    ],
)
def test_names_that_a_pattern_may_serve(
    as_: str, served: str, not_served: str | None
) -> None:
    name = {"matches": "^(.*)_total$", "as": as_} if as_ else {}
    view = one(seriesQuery='{__name__=~".*"}', name=name)
    assert view.may_serve(served)
    assert not_served is None or not view.may_serve(not_served)


def test_places_and_apis() -> None:
    text = "externalRules:\n- seriesQuery: up\n  metricsQuery: sum(up)\n"
    (view,) = read_rules(text, file="r.yaml")
    assert view.external
    assert str(view.place) == "r.yaml:2:16"
    assert str(view.query_place) == "r.yaml:3:17"


def test_what_is_no_config_is_refused_with_its_place() -> None:
    with pytest.raises(InputError, match=r"r\.yaml:2:"):
        read_rules("rules:\n- seriesQuerry: up\n", file="r.yaml")
