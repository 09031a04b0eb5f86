"""Transcripts of real HPAs: what they show follows from the value that they show.

The authors' own are read in place from the reference data; for a checkout
without it, ``tests/cases/transcripts`` has equivalents of our own. What has to be
assumed beside a transcript, and why, stands in ``assumed.yaml``; everywhere, that
all current pods run and are ready.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from hpa.algorithm.decide import decide
from hpa.algorithm.instants import micros
from hpa.algorithm.limits import default_scale_up_limit
from hpa.algorithm.types import (
    Config,
    Decision,
    ObjectMetric,
    ObjectReading,
    ObjectReference,
    Observation,
    Pod,
    Recommendation,
    ScaleView,
    Spec,
    State,
)
from hpa.algorithm.versions import switches_for
from octoscale.core import yamlio
from octoscale.core.duration import parse_go
from tests.hpa.algorithm.describe import Described, read
from tests.reference import reference

_CASES = Path(__file__).parents[2] / "cases" / "transcripts"
_NOW = 1_000_000.0
_CONFIG = Config(switches=switches_for("1.20"))
"""The oldest controller that is known; the transcripts' were older still, and
without ``behavior`` nothing that they show has changed since."""


def _load(name: str) -> dict[str, Any]:
    text = (_CASES / name).read_text(encoding="utf-8")
    table: dict[str, Any] = yamlio.load(text).value
    return table


_REAL = _load("assumed.yaml")
_OWN = _load("own.yaml")


_ALL = _OWN | _REAL


def _described(name: str) -> Described:
    """Read a transcript of our own, or a real one in place."""
    if name in _OWN:
        return read(_OWN[name]["text"])
    (path,) = reference("real", "hpa-transcripts").glob(f"{name}_*.txt")
    return read(path.read_text(encoding="utf-8"))


def _spec(described: Described) -> Spec:
    metric = ObjectMetric(
        name=described.metric,
        described_object=ObjectReference(
            kind=described.described_kind, name=described.described_name
        ),
        target_type="Value",
        value_milli=described.target_milli,
    )
    return Spec(
        min_replicas=described.minimum,
        max_replicas=described.maximum,
        metrics=(metric,),
    )


def _decide(described: Described, current: int, remembered: int) -> Decision:
    """Decide at *current* ready pods, the shown value and one remembered value."""
    observation = Observation(
        scale=ScaleView(
            spec_replicas=current, status_replicas=current, selector="app=httpgo"
        ),
        pods=tuple(Pod(name=f"pod-{n}") for n in range(current)),
        readings=(ObjectReading(described.current_milli),),
    )
    state = State(recommendations=(Recommendation(remembered, micros(_NOW - 60)),))
    return decide(_spec(described), state, observation, _CONFIG, _NOW)


def _agrees(shown: Described, decision: Decision) -> bool:
    """Tell whether the decision leaves what the transcript shows."""
    ours: dict[str, tuple[str, str]] = {
        each.type: (each.status, each.reason) for each in decision.conditions
    }
    return (decision.current, decision.replicas) == (
        shown.current,
        shown.desired,
    ) and all(ours[type_] == seen for type_, seen in shown.conditions.items())


@pytest.mark.parametrize("name", _ALL)
def test_replicas_and_reasons_follow_from_the_shown_value(name: str) -> None:
    shown, case = _described(name), _ALL[name]
    decision = _decide(shown, shown.current, case["assumed"] or case["raw"])
    assert decision.recommendation == case["raw"]
    assert _agrees(shown, decision), decision
    if decision.rescale:
        assert shown.rescales[-1][1:] == (shown.desired, decision.reason)


@pytest.mark.parametrize("name", [name for name in _ALL if _ALL[name]["assumed"]])
def test_no_other_kind_of_memory_fits(name: str) -> None:
    shown, case = _described(name), _ALL[name]
    lower = _decide(shown, shown.current, case["assumed"] - 1)
    higher = _decide(shown, shown.current, case["assumed"] + 1)
    assert not _agrees(shown, lower)
    assert _agrees(shown, higher) is case["higher_fits"]


@pytest.mark.parametrize("name", _ALL)
def test_the_rescales_keep_the_limits_and_the_sync_period(name: str) -> None:
    shown = _described(name)
    size = shown.minimum
    for _, new_size, reason in shown.rescales:
        assert size < new_size <= min(default_scale_up_limit(size), shown.maximum)
        assert reason == f"{shown.described_kind} metric {shown.metric} above target"
        size = new_size
    ages = [parse_go(age) for age, _, _ in shown.rescales]
    for older, younger in pairwise(ages):
        assert 14 <= older - younger <= 16


@pytest.mark.parametrize("name", [name for name in _ALL if _ALL[name].get("whole")])
def test_a_value_far_above_its_target_explains_the_whole_trail(name: str) -> None:
    shown = _described(name)
    size = shown.minimum
    for _, new_size, reason in shown.rescales:
        decision = _decide(shown, size, size)
        assert (decision.replicas, decision.reason) == (new_size, reason)
        size = new_size
