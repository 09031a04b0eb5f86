"""Behaviors for people: policies in words, presets by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest

from hpa.behavior import (
    PRESETS,
    PresetName,
    behavior,
    percent,
    pods,
    preset,
    rules,
)
from hpa.builders import autoscaler, pods_metric
from hpa.model.objects import to_dict
from hpa.natural import BuildError

if TYPE_CHECKING:
    from collections.abc import Callable


def test_rules_read_like_a_sentence() -> None:
    built = behavior(scale_down=rules(pods(1, per="1m"), window="10m", select="Min"))
    hpa = autoscaler(
        "deployment/web",
        [pods_metric("rps", average_value=5)],
        max_replicas=3,
        behavior=built,
    )
    assert to_dict(hpa)["spec"]["behavior"] == {
        "scaleDown": {
            "stabilizationWindowSeconds": 600,
            "selectPolicy": "Min",
            "policies": [{"type": "Pods", "value": 1, "periodSeconds": 60}],
        }
    }


REFUSED: list[tuple[str, Callable[[], Any], str]] = [
    ("no pods", lambda: pods(0, per="15s"), "value"),
    ("part of a pod", lambda: pods(cast("int", 0.5), per="15s"), "value"),
    ("truth", lambda: percent(True, per="15s"), "value"),  # noqa: FBT003 - refused
    ("no period", lambda: pods(1, per=0), "per"),
    ("long period", lambda: percent(10, per="31m"), "per"),
    ("long window", lambda: rules(window="61m"), "window"),
    ("select", lambda: rules(select=cast("Any", "max")), "select"),
    ("preset", lambda: preset(cast("PresetName", "fastest")), "behavior"),
]


@pytest.mark.parametrize(
    ("build", "field"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_what_the_api_refuses_is_refused_when_built(
    build: Callable[[], Any], field: str
) -> None:
    with pytest.raises(BuildError) as refused:
        build()
    assert refused.value.field == field


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_is_accepted_by_the_api(name: PresetName) -> None:
    hpa = autoscaler(
        "deployment/web",
        [pods_metric("rps", average_value=5)],
        max_replicas=3,
        behavior=name,
    )
    assert hpa.spec.behavior == PRESETS[name]


def test_an_unknown_preset_lists_the_known_ones() -> None:
    with pytest.raises(BuildError, match="fast-up-slow-down"):
        preset(cast("PresetName", "x"))
