"""Tests of ``hpa.algorithm.conditions``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hpa.algorithm.conditions import with_settings
from hpa.algorithm.types import Condition

if TYPE_CHECKING:
    from hpa.algorithm.conditions import Setting

_ABLE = Condition("AbleToScale", "True", "ReadyForNewScale", "ready", 1.0)


def test_a_new_condition_goes_to_the_end() -> None:
    conditions = with_settings((_ABLE,), (("ScalingActive", "True", "X", "x"),), 5.0)
    assert conditions == (_ABLE, Condition("ScalingActive", "True", "X", "x", 5.0))


def test_a_known_condition_keeps_its_place() -> None:
    active = Condition("ScalingActive", "True", "X", "x", 1.0)
    conditions = with_settings(
        (_ABLE, active), (("AbleToScale", "False", "N", ""),), 5.0
    )
    assert [condition.type for condition in conditions] == [
        "AbleToScale",
        "ScalingActive",
    ]


def test_reason_and_message_change_without_a_transition() -> None:
    (changed,) = with_settings((_ABLE,), (("AbleToScale", "True", "New", "n"),), 5.0)
    assert changed == Condition("AbleToScale", "True", "New", "n", 1.0)


@pytest.mark.parametrize(
    ("reason", "message"), [("ReadyForNewScale", "other"), ("Other", "ready")]
)
def test_one_of_the_two_is_change_enough(reason: str, message: str) -> None:
    (changed,) = with_settings((_ABLE,), (("AbleToScale", "True", reason, message),), 5)
    assert (changed.reason, changed.message) == (reason, message)


def test_a_changed_status_is_a_transition() -> None:
    (changed,) = with_settings((_ABLE,), (("AbleToScale", "False", "New", "n"),), 5.0)
    assert changed.last_transition_time == 5.0


def test_there_and_back_within_one_reconcile_is_a_transition_too() -> None:
    settings: tuple[Setting, ...] = (
        ("AbleToScale", "False", "a", ""),
        ("AbleToScale", "True", "b", ""),
    )
    (changed,) = with_settings((_ABLE,), settings, 5.0)
    assert changed.last_transition_time == 5.0


def test_what_does_not_change_stays_the_same_object() -> None:
    setting: Setting = ("AbleToScale", "True", "ReadyForNewScale", "ready")
    (same,) = with_settings((_ABLE,), (setting,), 5.0)
    assert same is _ABLE
