"""Measured figures, and a user's own, put into a scenario."""

from __future__ import annotations

import pytest

from octoscale.core.errors import InputError, UsageError
from simulator import calibrate, presets

FILE = """\
calibration: v1
parameters:
  start.program_seconds: {value: 0.31, unit: s, note: on one machine}
  cluster.pools[1].link_bytes_per_second: {value: 5e7, unit: bytes/s}
"""


def test_measured_figures_keep_their_source_and_note() -> None:
    read = calibrate.load(FILE, file="c.yaml")
    figures = calibrate.apply(presets.paper(), read).parameters()
    program = figures["start.program_seconds"]
    assert (program.value, program.source, program.note) == (
        0.31,
        "measured",
        "on one machine",
    )
    assert figures["cluster.pools[1].link_bytes_per_second"].value == 5e7


def test_a_figure_of_every_pool_is_put_into_each() -> None:
    text = "parameters: {'cluster.pools[*].link_bytes_per_second': {value: 4e7}}"
    figures = calibrate.apply(presets.paper(), calibrate.load(text)).parameters()
    for index in (0, 1):
        link = figures[f"cluster.pools[{index}].link_bytes_per_second"]
        assert (link.value, link.source) == (4e7, "measured")


def test_another_format_is_refused() -> None:
    with pytest.raises(InputError, match="v1"):
        calibrate.load("calibration: v2\nparameters: {a: {value: 1}}\n")


def test_a_wrong_file_has_its_place() -> None:
    with pytest.raises(InputError, match=r"c\.yaml:2:"):
        calibrate.load("parameters:\n  a: {value: x}\n", file="c.yaml")
    with pytest.raises(InputError, match="SI005"):
        calibrate.load("parameters: {}\n")


def test_an_unknown_figure_is_refused() -> None:
    read = calibrate.load("parameters: {start.pace: {value: 1}}")
    with pytest.raises(UsageError, match=r"'start\.pace'"):
        calibrate.apply(presets.paper(), read)


@pytest.mark.parametrize("pair", ["x", "scrape.interval_seconds=fast", "=1"])
def test_a_users_figure_needs_a_name_and_a_number(pair: str) -> None:
    with pytest.raises(UsageError):
        calibrate.with_figures(presets.paper(), [pair])


def test_a_figure_out_of_range_is_refused() -> None:
    with pytest.raises(UsageError, match="more than 0"):
        calibrate.with_figures(presets.paper(), ["scrape.interval_seconds=0"])
