"""The calibration's file is what the simulator takes."""

from __future__ import annotations

import pytest

from bench.calibration.writing import tables, to_data, to_yaml
from octoscale.core import yamlio
from simulator import calibrate as takes
from simulator.presets import paper
from simulator.scenario import matching
from tests.bench.calibration.reports import calibrated_by_hand, calibrated_small


def test_the_simulator_takes_the_file() -> None:
    found = calibrated_small()
    read = takes.load(to_yaml(found), file="calibration.yaml")
    given = takes.apply(paper(), read).parameters()
    for one in found.figures:
        for name in matching(given, one.name):
            assert given[name].value == pytest.approx(one.value, rel=1e-6)
            assert given[name].note


def test_only_what_was_measured_is_called_so() -> None:
    simulated = to_data(calibrated_small())
    sources = {one["source"] for one in simulated["parameters"].values()}
    assert sources == {"assumption"}
    measured = to_data(calibrated_by_hand())
    one = measured["parameters"]["start.prepare_seconds"]
    assert (one["source"], one["value"]) == ("measured", 1.0)


def test_the_file_tells_distributions_repeats_and_errors() -> None:
    found = calibrated_by_hand()
    data = yamlio.load(to_yaml(found)).value
    assert data["calibration"] == "v1"
    assert data["phases"]["pulling the image, big"]["pods"] == 21
    assert data["repeats"]["small"] == {"fitted": [1, 3, 5], "heldOut": [2, 4]}
    headline = data["errors"][0]["figures"]["scale-up"]
    assert headline["measured"] == pytest.approx(20.56)
    assert set(headline) == {
        "measured", "simulated", "error", "errorWithoutCalibration"
    }  # fmt: skip


def test_the_tables_name_the_report_s_side_for_what_it_is() -> None:
    *_, sides = tables(calibrated_by_hand())
    assert sides.columns[2] == "measured"
    *_, sides = tables(calibrated_small())
    assert sides.columns[2] == "in the report"
    assert "small: the fitted repeats, none was held out" in sides.legend[0]
