"""The chart's values: where they lie and what they become."""

from __future__ import annotations

from typing import Any

import pytest

from adapter_rules.helm import at, config_document, default_rules, values_path
from octoscale.core import yamlio
from octoscale.core.errors import InputError

RULES: dict[str, Any] = {"rules": {"custom": []}}


@pytest.mark.parametrize(
    ("value", "path"),
    [
        pytest.param(RULES, (), id="alone"),
        pytest.param(
            {"prometheus-adapter": RULES}, ("prometheus-adapter",), id="a parent chart"
        ),
        pytest.param({"spec": {"values": RULES}}, ("spec", "values"), id="Flux"),
        pytest.param(
            {"spec": {"source": {"helm": {"valuesObject": RULES}}}},
            ("spec", "source", "helm", "valuesObject"),
            id="Argo",
        ),
        pytest.param({"rules": []}, None, id="an adapter's own file"),
        pytest.param({"spec": "text"}, None, id="something else"),
        pytest.param(None, None, id="nothing"),
    ],
)
def test_values_are_found_wherever_people_keep_them(
    value: Any, path: tuple[str, ...] | None
) -> None:
    assert values_path(value) == path


def test_nothing_is_at_a_path_that_leads_nowhere() -> None:
    assert at({"a": {"b": 1}}, ("a", "b")) == 1
    assert at({"a": 1}, ("a", "b")) is None


def test_the_parts_get_the_config_s_names_and_keep_their_places() -> None:
    text = (
        "rules:\n  default: false\n  custom:\n  - seriesQuery: up\n"
        "  external:\n  - seriesQuery: depth\n  resource: {window: 1m}\n"
    )
    made = config_document(yamlio.load(text, file="f"), ())
    assert set(made.value) == {"rules", "externalRules", "resourceRules"}
    assert str(made.place(("rules", 0, "seriesQuery"))) == "f:4:18"
    assert str(made.place(("externalRules", 0))) == "f:6:5"


def test_all_keys_that_the_chart_passes_over_are_told() -> None:
    document = yamlio.load("rules: {costum: [], externals: [], custom: []}", file="f")
    with pytest.raises(InputError) as caught:
        config_document(document, ())
    assert [str(one.place) for one in caught.value.findings] == ["f:1:9", "f:1:21"]
    assert {one.code for one in caught.value.findings} == {"AR005"}


@pytest.mark.parametrize(
    ("switch", "added"),
    [
        ("", True),
        ("default: true", True),
        ("default: no", False),
        ("default: 'off'", False),
    ],
)
def test_the_chart_s_own_rules_are_there_unless_switched_off(
    switch: str, *, added: bool
) -> None:
    document = yamlio.load(f"rules: {{{switch}}}")
    assert default_rules(document, ()) is added
