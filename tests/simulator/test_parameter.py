"""Parameters: a plain number is the user's, everything else says where it is from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from simulator.parameter import (
    Bandwidth,
    Interval,
    Parameter,
    Section,
    Share,
    assumed,
    documented,
    measured,
    parameters_of,
)


class Link(Section):
    """A section for these tests."""

    name: str = "uplink"
    rate: Bandwidth = assumed(1e6, "bytes/s", "a guess")
    loss: Share = measured(0.1, "ratio", "by us")


class Net(Section):
    """A section with sections in it."""

    links: tuple[Link, ...] = (Link(),)
    main: Link = Link()
    period: Interval = documented(5.0, "s", "a manual")


@given(st.floats(min_value=1e-9, max_value=1e15))
def test_a_plain_number_is_given_by_the_user_in_the_fields_unit(value: float) -> None:
    rate = Link.model_validate_json(f'{{"rate": {value!r}}}').rate
    assert rate == Parameter(value=value, unit="bytes/s", source="given")


def test_a_mapping_may_say_where_the_figure_is_from() -> None:
    text = '{"rate": {"value": 5, "source": "measured", "note": "with a stopwatch"}}'
    rate = Link.model_validate_json(text).rate
    assert rate == measured(5, "bytes/s", "with a stopwatch")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param('{"rate": "fast"}', "a number of bytes/s", id="text"),
        pytest.param('{"rate": true}', "a number of bytes/s", id="a boolean"),
        pytest.param('{"rate": 0}', "more than 0 bytes/s", id="zero"),
        pytest.param('{"rate": -1}', "more than 0 bytes/s", id="negative"),
        pytest.param('{"rate": {"value": -1}}', "more than 0", id="inside a mapping"),
        pytest.param('{"rate": {"value": 1, "unit": "s"}}', "in bytes/s", id="a unit"),
        pytest.param('{"rate": {"unit": "bytes/s"}}', "value", id="no value"),
        pytest.param('{"loss": 1.5}', "at most 1 ratio", id="more than the whole"),
        pytest.param('{"loss": -0.1}', "0 or more", id="less than nothing"),
        pytest.param('{"rate": 1e999}', "finite", id="infinite"),
        pytest.param(
            '{"rate": {"value": 1, "source": "hearsay"}}', "source", id="a source"
        ),
    ],
)
def test_a_figure_that_makes_no_sense_is_refused(text: str, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Link.model_validate_json(text)


def test_all_figures_are_found_by_their_dotted_names_in_order() -> None:
    found = dict(parameters_of(Net()))
    assert list(found) == [
        "links[0].rate",
        "links[0].loss",
        "main.rate",
        "main.loss",
        "period",
    ]
    assert found["period"].source == "documented"


def test_a_given_value_replaces_the_figure_and_its_source() -> None:
    given_one = measured(5, "s", "with a stopwatch").given(7)
    assert given_one == Parameter(value=7, unit="s", source="given")


def test_the_published_schema_allows_a_number_and_a_mapping() -> None:
    field = Link.model_json_schema()["properties"]["rate"]
    kinds = [option.get("type", option.get("$ref")) for option in field["anyOf"]]
    assert kinds == ["number", "#/$defs/Figure"]
