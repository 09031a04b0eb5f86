"""Scaling behavior for people: policies in words, and presets by name.

Built as v2beta2 objects. What the API fills in is ``hpa.defaults``; what a
behavior then does is ``hpa.algorithm``'s business.
"""

from __future__ import annotations

from typing import Literal, get_args

from hpa.model.v2beta2 import (
    HorizontalPodAutoscalerBehavior,
    HPAScalingPolicy,
    HPAScalingRules,
)
from hpa.natural import BuildError, DurationLike, whole_seconds
from hpa.validation.behavior import (
    MAX_PERIOD_SECONDS,
    MAX_WINDOW_SECONDS,
    SELECT_POLICIES,
)

PresetName = Literal[
    "defaults", "fast-up", "fast-up-slow-down", "slow-up", "no-down", "late-down"
]
"""The presets; ``PRESETS`` says what each does."""

SelectPolicy = Literal["Max", "Min", "Disabled"]
"""Which policy counts: the one that changes most, least, or none at all."""


def pods(value: int, *, per: DurationLike) -> HPAScalingPolicy:
    """Allow a change of *value* pods within each period.

    >>> pods(4, per="15s")
    HPAScalingPolicy(type='Pods', value=4, period_seconds=15)
    """
    return _policy("Pods", value, per)


def percent(value: int, *, per: DurationLike) -> HPAScalingPolicy:
    """Allow a change of *value* percent of the pods within each period.

    >>> percent(100, per="1m")
    HPAScalingPolicy(type='Percent', value=100, period_seconds=60)
    """
    return _policy("Percent", value, per)


def rules(
    *policies: HPAScalingPolicy,
    window: DurationLike | None = None,
    select: SelectPolicy | None = None,
) -> HPAScalingRules:
    """Limit one direction; what is left out gets the API's default.

    *window* is the stabilization window, at most an hour. Raises ``BuildError``.
    """
    if select is not None and select not in SELECT_POLICIES:
        raise BuildError("select", f"must be one of {SELECT_POLICIES}, is {select!r}")
    seconds = None
    if window is not None:
        seconds = whole_seconds(window, field="window", most=MAX_WINDOW_SECONDS)
    return HPAScalingRules(
        stabilization_window_seconds=seconds,
        select_policy=select,
        policies=policies or None,
    )


def behavior(
    *,
    scale_up: HPAScalingRules | None = None,
    scale_down: HPAScalingRules | None = None,
) -> HorizontalPodAutoscalerBehavior:
    """Limit both directions; a direction left out gets the API's defaults."""
    return HorizontalPodAutoscalerBehavior(scale_up=scale_up, scale_down=scale_down)


def preset(name: PresetName) -> HorizontalPodAutoscalerBehavior:
    """Give the preset of that name. Raises ``BuildError`` for an unknown one.

    >>> preset("no-down").scale_down.select_policy
    'Disabled'
    """
    try:
        return PRESETS[name]
    except KeyError:
        known = ", ".join(get_args(PresetName))
        raise BuildError("behavior", f"no preset {name!r}; known: {known}") from None


def _policy(kind: str, value: int, per: DurationLike) -> HPAScalingPolicy:
    if type(value) is not int or value < 1:
        raise BuildError("value", f"must be a whole number from 1 on, is {value}")
    period = whole_seconds(per, field="per", least=1, most=MAX_PERIOD_SECONDS)
    return HPAScalingPolicy(type=kind, value=value, period_seconds=period)


_FAST_UP = rules(percent(900, per="60s"))

PRESETS: dict[PresetName, HorizontalPodAutoscalerBehavior] = {
    # `behavior: {}`: 4 pods or a doubling per 15 s up, anything down.
    "defaults": behavior(),
    "fast-up": behavior(scale_up=_FAST_UP),
    "fast-up-slow-down": behavior(
        scale_up=_FAST_UP, scale_down=rules(pods(1, per="10m"))
    ),
    "slow-up": behavior(scale_up=rules(pods(1, per="5m"))),
    "no-down": behavior(scale_down=rules(select="Disabled")),
    "late-down": behavior(scale_down=rules(pods(5, per="60s"), window="10m")),
}
"""Name -> behavior. The figures are those of the user stories in Kubernetes'
enhancement proposal 853, which introduced ``behavior``."""
