"""Samples become values, or errors: never a number that nobody measured."""

from __future__ import annotations

import math

import pytest

from adapter_rules.server.policy import COMPAT, Policy
from adapter_rules.server.reading import Reader
from adapter_rules.server.status import StatusError
from adapter_rules.server.telemetry import Telemetry
from tests.adapter_rules.server.site import SAMPLED_AT, sample

UNUSABLE = [
    pytest.param(math.nan, id="NaN"),
    pytest.param(math.inf, id="infinity"),
    pytest.param(-math.inf, id="minus infinity"),
    pytest.param(1e300, id="an overflow"),
]
LOST = "-9223372036854775808m"


def reader(policy: Policy | None = None) -> tuple[Reader, Telemetry]:
    telemetry = Telemetry(clock=lambda: 0.0)
    made = Reader(policy or Policy(), telemetry, rule="rules[0]", now=9.0)
    return made, telemetry


def unusable(telemetry: Telemetry) -> bool:
    counted = 'octoscale_unusable_samples_total{rule="rules[0]"} 1.0'
    return counted in telemetry.exposition().decode()


def test_a_value_keeps_the_time_of_its_sample() -> None:
    value = reader()[0].one(sample(1.5), whose="x")
    assert (value.quantity, value.timestamp) == ("1500m", SAMPLED_AT)
    assert reader(COMPAT)[0].one(sample(1.5), whose="x").timestamp == 9.0


@pytest.mark.parametrize("value", UNUSABLE)
def test_no_number_is_an_error_and_counted(value: float) -> None:
    made, telemetry = reader()
    with pytest.raises(StatusError, match="hits for pods a has no usable value"):
        made.one(sample(value), whose="hits for pods a")
    assert unusable(telemetry)


@pytest.mark.parametrize("value", UNUSABLE)
def test_compatibly_it_is_the_adapter_s_number(value: float) -> None:
    made, telemetry = reader(COMPAT)
    wanted = "0" if math.isnan(value) else LOST
    assert made.one(sample(value), whose="x").quantity == wanted
    ((_, external),) = made.external([sample(value)], scalar=False, metric="x")
    assert external.quantity == LOST
    assert "octoscale_unusable" in telemetry.exposition().decode()


def test_among_several_the_unusable_are_absent() -> None:
    found = reader()[0].several(
        [("a", sample(1)), ("b", sample(math.nan))], whose="hits for pods"
    )
    assert [name for name, _ in found] == ["a"]


def test_none_that_is_usable_is_no_empty_list() -> None:
    made, _ = reader()
    assert made.several([], whose="x") == []
    with pytest.raises(StatusError, match="no usable value: NaN"):
        made.several([("a", sample(math.nan))], whose="x")


def test_one_unusable_item_spoils_an_external_sum() -> None:
    made, _ = reader()
    items = [sample(1, queue="a"), sample(math.nan, queue="b")]
    with pytest.raises(StatusError, match="no usable value"):
        made.external(items, scalar=False, metric="depth")


def test_a_scalar_has_no_labels() -> None:
    ((labels, value),) = reader()[0].external([sample(2)], scalar=True, metric="x")
    assert (labels, value.quantity) == (None, "2")
