"""MF601: rules for series that nobody exposes."""

from __future__ import annotations

import pytest

from octoscale.core import yamlio
from octoscale.service.example import example
from tests.octoscale.check.inputs import RULES, found

EXPOSED = "# HELP shop_load Load.\n# TYPE shop_load gauge\nshop_load 1\n"


@pytest.mark.parametrize(
    ("series", "wrong"),
    [
        pytest.param("shop_load", False, id="exposed"),
        pytest.param("shop_laod", True, id="misspelt"),
        pytest.param("cart_load_average", False, id="somebody else's"),
    ],
)
def test_only_what_looks_like_the_exposed_is_told(series: str, wrong: bool) -> None:
    rules = RULES.replace("shop_load", series)
    assert bool(found("MF601", rules, shop_prom=EXPOSED)) is wrong


def test_without_an_exposition_nothing_is_known() -> None:
    assert found("MF601", RULES) == []


def test_a_service_file_exposes_its_metrics() -> None:
    spec = example("shop")
    series = yamlio.load(spec).value["metrics"][0]["series"]
    assert found("MF601", RULES.replace("shop_load", series), spec) == []
    assert len(found("MF601", RULES.replace("shop_load", series + "s"), spec)) == 1
