"""The rows that people read first."""

from __future__ import annotations

from bench.reporting.table import tables
from tests.bench.fakes import missed, observation, report

TERMINAL = 80
"""Columns of a terminal; its tables spend three on each of theirs."""


def test_each_image_has_a_row_with_its_headline() -> None:
    headline, _ = tables(
        report(observation(pull=10.0), observation(repeat=2, pull=12.0))
    )
    assert dict(zip(headline.columns, headline.rows[0], strict=True)) == {
        "image": "small",
        "on disk": "19.17 MB",
        "repeats": "2 of 5",
        "scale-up": "30.5 s",
        "spread": "1.41 s",
        "interval": "29.5-31.5 s",
        "floor": "31.0 s",
    }


def test_reaction_and_in_service_stand_in_a_table_of_their_own() -> None:
    headline, beside = tables(report(observation(pull=10.0)))
    assert beside.columns == ("image", "reaction", "in service")
    assert beside.rows[0] == ("small", "10.0 s", "41.5 s")
    assert not set(headline.columns) & {"reaction", "in service"}


def test_what_was_not_measured_is_a_dash_and_no_zero() -> None:
    headline, beside = tables(report(missed()))
    small, medium, _ = headline.rows
    assert small[2] == "0 of 5"
    assert set(small[3:]) == set(medium[3:]) == {"-"}
    assert set(beside.rows[0][1:]) == {"-"}


def test_the_legend_names_the_interval_for_what_it_is() -> None:
    def legend(**changes: bool) -> tuple[str, ...]:
        return tables(report(**changes))[0].legend

    assert "interval: spread over the model's seeds" in legend()
    measured = "interval: 95 % confidence interval of the mean (t)"
    assert measured in legend(simulated=False)
    none = tables(report(missed()))[0].legend
    assert "interval: no repeat reached the goal" in none


def test_the_tables_fit_a_terminal() -> None:
    for part in tables(report()):
        lines = [part.columns, *part.rows]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        assert sum(widths) + 3 * len(widths) <= TERMINAL
