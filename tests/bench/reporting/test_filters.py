"""Single values are written for people, missing ones included."""

from __future__ import annotations

import pytest

from bench.observation import NotObserved
from bench.parameter import Parameter, Source
from bench.plan import load_plan
from bench.reporting import filters
from bench.results import repeat_result
from tests.bench.fakes import UNSEEN, missed, observation

PLAN = load_plan()


def _parameter(value: str, unit: str) -> Parameter:
    return Parameter(name="x", value=value, unit=unit, source=Source.GIVEN)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        ("125000000", "bytes/s", "125 MB/s"),
        ("19170000", "bytes", "19.17 MB"),
        ("0.53", "ratio", "0.53"),
        ("15", "s", "15 s"),
        ("8", "", "8"),
        ("unknown", "bytes/s", "unknown bytes/s"),
        ("nan", "bytes", "nan bytes"),
    ],
)
def test_a_parameter_is_written_with_its_unit(value: str, unit: str, text: str) -> None:
    assert filters.value(_parameter(value, unit)) == text


def test_a_trail_shows_every_step() -> None:
    assert filters.trail(repeat_result(observation(), PLAN)) == "1 → 4 → 8"
    assert filters.trail(repeat_result(observation(decisions=()), PLAN)) == "1"


def test_the_crossing_is_told_after_the_load() -> None:
    assert filters.crosses(repeat_result(observation(), PLAN)) == "4.00 s"
    hidden = repeat_result(observation(metric_crosses=UNSEEN), PLAN)
    assert filters.crosses(hidden) == str(UNSEEN)


def test_what_is_missing_is_a_dash_or_its_reason() -> None:
    assert filters.mean(None) == filters.deviation(None) == "-"
    nothing = NotObserved("no bytes")
    assert filters.floor(nothing) == "not observed (no bytes)"
    assert filters.total(nothing) == "-"
    floor = repeat_result(missed(), PLAN).floor
    assert filters.total(floor) == "31.0 s"
    assert filters.floor(floor).endswith(" = 31.0 s")
