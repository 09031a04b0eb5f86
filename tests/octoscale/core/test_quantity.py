"""Quantities: what is read, how it is written back, and the oddities we keep."""

from __future__ import annotations

import json
import lzma
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoscale.core.quantity import (
    MAX_INT64,
    Quantity,
    QuantityError,
    QuantityFormat,
)
from tests.conformance import quantity as conformance
from tests.reference import reference

CANONICAL = [
    ("0", "0"),
    ("-0", "0"),
    ("0.5", "500m"),
    (".5", "500m"),
    ("5.", "5"),
    ("1000m", "1"),
    ("1500m", "1500m"),
    ("10000", "10k"),
    ("0.0001", "100u"),
    ("1E", "1E"),
    ("1E2", "100"),
    ("1e10", "10e9"),
    ("1.25e1", "12500e-3"),
    ("1024Ki", "1Mi"),
    ("1025Mi", "1025Mi"),
    ("0.5Mi", "512Ki"),
    ("0.1Ki", "102400m"),
    ("0.0001Ki", "102400u"),
    ("100Ki", "100Ki"),
    ("8Ei", str(MAX_INT64)),
    ("-9Ei", str(-MAX_INT64)),
    ("1000E", "1e21"),
    ("0.1n", "1n"),
    ("1.0000000001", "1000000001n"),
    ("1e-300", "1e-9"),
]


@pytest.mark.parametrize(
    ("text", "canonical"), CANONICAL, ids=[c[0] for c in CANONICAL]
)
def test_the_canonical_text_has_no_fraction_and_the_largest_exact_suffix(
    text: str, canonical: str
) -> None:
    assert Quantity.parse(text).canonical == canonical


@pytest.mark.parametrize(
    "text",
    [
        "",
        " 1",
        "1 ",
        "1\n",
        "\uff11",
        "1K",
        "1kk",
        "1mi",
        "1B",
        "80%",
        "NaN",
        "1,000",
        "1e3k",
        "+-1",
        "1.1.1",
        "1e",
        "e-10",
        ".e-10",
        "1e1000",
        "1e99999999999999999999",
        "1k+",
        "1Mi1",
        "0x10",
    ],
)
def test_anything_else_is_refused_and_named(text: str) -> None:
    with pytest.raises(QuantityError) as refused:
        Quantity.parse(text)
    assert repr(text) in str(refused.value)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2.718k", "2.718k"),
        ("+16k", "+16k"),
        ("1e+21", "1e+21"),
        ("1.50", "1500m"),
        ("0.001", "1m"),
        ("1000k", "1M"),
        ("+21Gi", "+21Gi"),
        ("8Ki", "8Ki"),
        ("0016Ki", "16Ki"),
    ],
)
def test_text_that_is_canonical_enough_is_written_back_as_it_was_read(
    text: str, written: str
) -> None:
    assert str(Quantity.parse(text)) == written


@pytest.mark.parametrize(
    ("text", "value", "milli"),
    [
        ("1m", 1, 1),
        ("1.5", 2, 1500),
        ("-1.5", -2, -1500),
        ("0.0001", 1, 1),
        ("1Ki", 1024, 1024000),
        ("1Pi", 2**50, 2**50 * 1000),
        ("1e18", 10**18, 0),
        ("-34.735088228083", -33, -34734),
        ("-927Pi", 2882303762, 2882303761518),
        ("8Ei", MAX_INT64, -1000),
    ],
)
def test_the_integers_are_those_that_the_controller_computes_with(
    text: str, value: int, milli: int
) -> None:
    quantity = Quantity.parse(text)
    assert (quantity.value, quantity.milli_value) == (value, milli)


def test_equality_order_and_hash_go_by_value() -> None:
    assert Quantity.parse("1") == Quantity.parse("1000m") == Quantity.of_milli(1000)
    assert len({Quantity.parse("1Ki"), Quantity.parse("1024")}) == 1
    assert Quantity.parse("999m") < Quantity.parse("1") <= Quantity.parse("1000m")
    assert Quantity.parse("1") != "1"


def test_the_repr_shows_the_text_and_the_format_is_kept() -> None:
    quantity = Quantity.parse("300Mi")
    assert repr(quantity) == "Quantity('300Mi')"
    assert quantity.format is QuantityFormat.BINARY_SI


@given(st.integers(-(10**15), 10**15))
def test_thousandths_survive_text(milli: int) -> None:
    again = Quantity.parse(str(Quantity.of_milli(milli)))
    assert again.milli_value == milli


TEXTS = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "-", "+"]),
    st.integers(0, 10**20),
    st.sampled_from(["", ".", ".5", ".25", ".000000000001", ".123456789"]),
    st.sampled_from(
        [
            "",
            *[
                "n",
                "u",
                "m",
                "k",
                "M",
                "G",
                "T",
                "P",
                "E",
                "e3",
                "E-3",
                "e-9",
                "Ki",
                "Mi",
                "Gi",
                "Ti",
                "Pi",
                "Ei",
            ],
        ]
    ),
)


@given(TEXTS)
def test_canonical_text_means_the_same_and_is_stable(text: str) -> None:
    quantity = Quantity.parse(text)
    again = Quantity.parse(quantity.canonical)
    assert again == quantity
    assert again.canonical == quantity.canonical


@given(TEXTS)
def test_small_values_round_away_from_zero(text: str) -> None:
    quantity = Quantity.parse(text)
    exact = Fraction(quantity.unscaled) * Fraction(10) ** quantity.exponent
    if 0 <= exact < 2**50:
        assert exact <= quantity.value < exact + 1
        assert exact * 1000 <= quantity.milli_value < exact * 1000 + 1


def test_all_recorded_quantities_agree() -> None:
    with lzma.open(reference("oracle", "hpa", "quantity.jsonl.xz"), "rt") as lines:
        cases = [json.loads(line) for line in lines]
    assert cases
    assert all(conformance.recognises(case) for case in cases)
    assert [wrong for case in cases for wrong in conformance.check(case)] == []


def test_the_comparison_notices_a_wrong_answer() -> None:
    out = {
        "valid": True,
        "canonical": "2",
        "string": "2",
        "format": "DecimalSI",
        "value": 2,
        "milliValue": 2000,
        "sign": 1,
        "asDec": "2",
        "valueOverflow": False,
        "milliValueOverflow": False,
    }
    assert conformance.check({"in": "2", "out": out}) == []
    assert len(conformance.check({"in": "1", "out": out})) == 5
    assert len(conformance.check({"in": "1x", "out": out})) == 1
    invalid = {"valid": False, "error": "no", "canonical": None}
    assert len(conformance.check({"in": "1", "out": invalid})) == 1
    assert not conformance.recognises({"in": {}, "out": {}})
