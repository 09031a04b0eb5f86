"""Scaling rules read out."""

from __future__ import annotations

import pytest

from hpa.algorithm.types import Config, ScalingPolicy, ScalingRules
from hpa.behavior_words import held_words, limit_words

PODS = ScalingPolicy(type="Pods", value=1, period_seconds=600)
PERCENT = ScalingPolicy(type="Percent", value=100, period_seconds=15)


@pytest.mark.parametrize(
    ("rules", "up", "words"),
    [
        pytest.param(None, True, "a doubling in one sync, or to 4", id="none, up"),
        pytest.param(None, False, "at once, as far as", id="none, down"),
        pytest.param(
            ScalingRules(policies=(PODS,)), True, "at most 1 pod per 10m", id="one"
        ),
        pytest.param(
            ScalingRules(policies=(PODS, PERCENT)),
            True,
            "at most 1 pod per 10m or 100 % per 15s, whichever is more",
            id="max of two",
        ),
        pytest.param(
            ScalingRules(policies=(PODS, PERCENT), select_policy="Min"),
            False,
            "at most 1 pod per 10m or 100 % per 15s, whichever is less",
            id="min of two",
        ),
        pytest.param(
            ScalingRules(policies=(PODS,), select_policy="Disabled"),
            False,
            "never (selectPolicy: Disabled)",
            id="disabled",
        ),
    ],
)
def test_speed(rules: ScalingRules | None, up: bool, words: str) -> None:
    assert words in limit_words(rules, up=up)


@pytest.mark.parametrize(
    ("window", "up", "words"),
    [
        pytest.param(None, True, "", id="up, none"),
        pytest.param(0, False, "", id="down, zero"),
        pytest.param(
            60, True, "only to the lowest recommendation of the last 1m", id="up"
        ),
        pytest.param(
            60, False, "only to the highest recommendation of the last 1m", id="down"
        ),
        pytest.param(
            None, False, "of the last 5m (the controller's flag)", id="down, flag"
        ),
    ],
)
def test_hold(window: int | None, up: bool, words: str) -> None:
    rules = ScalingRules(policies=(PODS,), stabilization_window_seconds=window)
    said = held_words(rules, Config(), up=up)
    assert said.endswith(words)
    assert bool(said) is bool(words)


def test_without_behavior_the_flag_holds_scaling_down() -> None:
    config = Config(downscale_stabilization_seconds=45)
    assert "last 45s" in held_words(None, config, up=False)
    assert held_words(None, config, up=True) == ""
