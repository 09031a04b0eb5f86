"""Tests of ``hpa.algorithm.types`` and the modules that it re-exports."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields, is_dataclass

import pytest

import hpa.algorithm.types as types_module
from hpa.algorithm.types import Config, Spec, State
from hpa.algorithm.versions import DEFAULT_SWITCHES

_CLASSES = [
    value
    for name in types_module.__all__
    if isinstance(value := getattr(types_module, name), type)
]


@pytest.mark.parametrize("each", _CLASSES, ids=lambda each: each.__name__)
def test_every_type_is_frozen_and_has_slots(each: type) -> None:
    assert is_dataclass(each)
    assert each.__dataclass_params__.frozen  # type: ignore[attr-defined]  # of dataclass
    assert "__slots__" in vars(each)


def test_what_is_frozen_cannot_be_changed() -> None:
    config = Config()
    with pytest.raises(FrozenInstanceError):
        config.tolerance = 0.2  # type: ignore[misc]  # the point of the test


def test_the_flags_default_as_upstreams_do() -> None:
    assert Config() == Config(
        tolerance=0.1,
        downscale_stabilization_seconds=300,
        cpu_initialization_period_seconds=300,
        initial_readiness_delay_seconds=30,
        sync_period_seconds=15,
        switches=DEFAULT_SWITCHES,
    )


def test_the_least_spec_has_a_minimum_of_one_and_no_behavior() -> None:
    least = Spec(max_replicas=3, metrics=())
    assert (least.min_replicas, least.behavior) == (1, None)


def test_a_new_state_is_empty() -> None:
    state = State()
    assert not any(
        getattr(state, each.name) for each in fields(state) if each.name != "status"
    )
    assert state.status.conditions == ()
