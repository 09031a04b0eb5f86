"""EX115: a counter below zero."""

from __future__ import annotations

from tests.exporters.checks.inputs import COUNTER, GAUGE, found


def test_a_counter_below_zero() -> None:
    (finding,) = found("EX115", COUNTER + "web_x_total -1\n")
    assert "-1" in finding.message


def test_zero_and_negative_gauges() -> None:
    assert found("EX115", COUNTER + "web_x_total 0\n") == []
    assert found("EX115", GAUGE + "web_x -1\n") == []
