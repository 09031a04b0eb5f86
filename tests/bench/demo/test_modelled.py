"""The simulator does what the demo did."""

from __future__ import annotations

from bench.demo.modelled import modelled, scenario
from simulator.scenario import dump, load
from tests.bench.demo.records import NEVER_LOADED, UP_AND_BACK


def test_the_model_goes_the_same_trail() -> None:
    trace = modelled(UP_AND_BACK)
    assert trace is not None
    assert trace.trail == UP_AND_BACK.trail


def test_the_scenario_can_be_written_and_read_again() -> None:
    made = scenario(UP_AND_BACK)
    assert made is not None
    assert load(dump(made)) == made


def test_without_load_there_is_nothing_to_model() -> None:
    assert scenario(NEVER_LOADED) is None
    assert modelled(NEVER_LOADED) is None
