"""Settings are read from text, and wrong ones are explained."""

from __future__ import annotations

import pytest

from bench.settings import count, number, parse_setting, unknown
from octoscale.core.errors import UsageError


@pytest.mark.parametrize("text", ["", "nodes", "=8", "nodes=", "nodes 8", " = "])
def test_what_is_no_setting_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="not a setting"):
        parse_setting(text)


def test_the_first_equals_sign_divides() -> None:
    assert parse_setting("a=b=c") == ("a", "b=c")


@pytest.mark.parametrize(
    ("text", "value"), [("125M", 125e6), ("0.53", 0.53), ("500m", 0.5), ("1e6", 1e6)]
)
def test_numbers_may_have_kubernetes_suffixes(text: str, value: float) -> None:
    assert number("x", text) == value


@pytest.mark.parametrize("text", ["fast", "nan", "inf", "1 GB", "0x10", "--1"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="node_link: not a number"):
        number("node_link", text)


@pytest.mark.parametrize("text", ["0", "-3", "2.5", "10001"])
def test_a_count_is_a_whole_number_in_range(text: str) -> None:
    with pytest.raises(UsageError, match="whole number"):
        count({"nodes": text}, "nodes", 8)


def test_a_count_that_was_not_given_is_the_default() -> None:
    assert count({}, "nodes", 8) == 8
    assert count({"nodes": "12"}, "nodes", 8) == 12


def test_an_unknown_name_gets_the_nearest_and_the_list() -> None:
    error = unknown("node_lnk", ["node_link", "unpack_rate"])
    assert "node_lnk" in str(error)
    assert "did you mean 'node_link'? known: node_link, unpack_rate" in error.hint
