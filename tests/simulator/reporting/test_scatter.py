"""The picture of a tuning: a dot for each configuration, and who is who."""

from __future__ import annotations

from simulator.reporting.chart import standalone
from simulator.reporting.scatter import scatter
from tests.simulator.test_tune import tuned


def test_every_configuration_is_a_dot_and_three_stand_out() -> None:
    drawn = scatter(tuned())
    sizes = [dot.get("r") for dot in drawn.iter("circle")]
    assert sizes.count("1.5") == len(tuned().figures)
    assert sizes.count("5") == 3


def test_the_legend_names_those_that_stand_out() -> None:
    text = standalone([scatter(tuned())])
    for name in ("today", f"fixed at {tuned().fixed}", "recommended", "Simulated"):
        assert name in text


def test_no_dot_lies_outside() -> None:
    for dot in scatter(tuned()).iter("circle"):
        assert 62 <= float(dot.get("cx", "0")) <= 900 - 16
        assert 30 <= float(dot.get("cy", "0")) <= 230 - 34
