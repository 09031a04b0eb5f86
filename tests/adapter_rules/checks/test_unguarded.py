"""What may give NaN, and what guards it."""

from __future__ import annotations

import pytest

from adapter_rules import promqltree as tree
from adapter_rules.checks.unguarded import may_be_zero, sources


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param("a / b", ["a division"], id="a ratio"),
        pytest.param("a / (b > 0)", [], id="a guarded divisor"),
        pytest.param("a / b < 5", [], id="a filter around"),
        pytest.param("a / b > 5", ["a division"], id="infinity is more than 5"),
        pytest.param("histogram_quantile(0.9, a) > 0", [], id="NaN is not more"),
        pytest.param(
            "histogram_quantile(0.9, a) != 0", ["histogram_quantile"], id="nor equal"
        ),
        pytest.param("a / b > c", ["a division"], id="no filter by a number"),
        pytest.param("a / b and c > 0", [], id="and"),
        pytest.param("a / b and c", ["a division"], id="and without a filter"),
        pytest.param("a / 60", [], id="a number"),
        pytest.param("a / b > bool 5", ["a division"], id="bool keeps all"),
        pytest.param("sum(a / b)", ["a division"], id="inside a sum"),
        pytest.param(
            "histogram_quantile(0.9, a)", ["histogram_quantile"], id="a quantile"
        ),
        pytest.param("abs(a / b) + c % d", ["a division", "a division"], id="several"),
        pytest.param("max_over_time((a / b)[5m:1m])", ["a division"], id="a subquery"),
        pytest.param("a * b", [], id="a product"),
    ],
)
def test_each_source_is_named(query: str, found: list[str]) -> None:
    assert list(sources(tree.read(query))) == found


@pytest.mark.parametrize(
    ("divisor", "zero"),
    [
        ("a", True),
        ("0", True),
        ("60", False),
        ("a + 1", False),
        ("a + vector(1)", False),
        ("a or vector(1)", True),
        ("count(a) or vector(1)", False),
        ("vector(0)", True),
        ("a - b", True),
        ("count(a)", False),
        ("sum(a)", True),
        ("sum(a > 0)", False),
        ("clamp_min(a, 1)", False),
        ("a > 0", False),
        ("a >= 0", True),
        ("a != 0", False),
        ("a == 5", False),
        ("a < 5", True),
        ("a > b", True),
        ("a and b", True),
        ("a * b", True),
        ("a > bool 0", True),
        ("-(a)", True),
    ],
)
def test_whether_a_divisor_can_be_zero(divisor: str, *, zero: bool) -> None:
    assert may_be_zero(tree.read(divisor)) is zero
