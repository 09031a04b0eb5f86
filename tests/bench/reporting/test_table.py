"""The rows that people read first."""

from __future__ import annotations

from bench.reporting.table import COLUMNS, legend, rows
from tests.bench.fakes import missed, observation, report


def test_each_image_has_a_row_with_its_headline_and_what_stands_beside_it() -> None:
    small, *_ = rows(report(observation(pull=10.0), observation(repeat=2, pull=12.0)))
    assert dict(zip(COLUMNS, small, strict=True)) == {
        "image": "small",
        "on disk": "19.17 MB",
        "repeats": "2 of 5",
        "scale-up": "30.5 s",
        "deviation": "1.41 s",
        "interval": "29.5 s to 31.5 s",
        "floor": "31.0 s",
        "reaction": "10.0 s",
        "in service": "42.5 s",
    }


def test_what_was_not_measured_is_a_dash_and_no_zero() -> None:
    small, medium, _ = rows(report(missed()))
    assert small[2] == "0 of 5"
    assert small[3:] == ["-"] * 6
    assert medium[3:] == ["-"] * 6


def test_the_legend_names_the_interval_for_what_it_is() -> None:
    assert "interval: spread over the model's seeds" in legend(report())
    measured = legend(report(simulated=False))
    assert "interval: 95 % confidence interval of the mean (t)" in measured
    assert "interval: no repeat reached the goal" in legend(report(missed()))
