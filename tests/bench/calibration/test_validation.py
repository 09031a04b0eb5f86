"""Measured and simulated side by side, figure by figure."""

from __future__ import annotations

import pytest

from bench.calibration.figures import Figure
from bench.calibration.validation import HEADLINE, Model, check
from octoscale.core.errors import UsageError
from octoscale.core.phases import Phase
from tests.bench.fakes import observation, report


def model(*figures: Figure) -> Model:
    return Model(
        report=report(observation()), figures=figures, ratios={"small": 0.5}, seeds=2
    )


def test_every_figure_that_was_seen_has_a_row() -> None:
    figure = Figure(name="start.prepare_seconds", value=1.0, unit="s", note="")
    found = check(model(figure), "small", [observation()], held_out=True)
    assert found.headline.name == HEADLINE
    assert found.headline.measured.mean == pytest.approx(29.5)
    rows = {row.name: row for row in found.rows}
    preparing = rows[Phase.PREPARING.value]
    assert preparing.measured.mean == 1.0
    assert preparing.simulated is not None
    assert preparing.error == pytest.approx(preparing.simulated.mean - 1.0)
    assert preparing.before is not None


def test_a_figure_out_of_range_is_told() -> None:
    wrong = Figure(name="start.jitter_ratio", value=2.0, unit="ratio", note="")
    with pytest.raises(UsageError, match=r"start\.jitter_ratio"):
        check(model(wrong), "small", [observation()], held_out=False)
