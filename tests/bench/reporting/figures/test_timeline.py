"""Every phase of every pod is where it was, and gaps stay gaps."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest
from matplotlib.patches import Rectangle

from bench.plan import load_plan
from bench.reporting.figures import timeline
from bench.reporting.figures.style import PHASES
from bench.results import repeat_result
from octoscale.core.phases import Milestone, Phase
from tests.bench.fakes import UNSEEN, observation
from tests.bench.reporting.figures.canvas import drawn, texts

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from bench.observation import Observation

PLAN = load_plan()


def _draw(made: Observation) -> Axes:
    result = repeat_result(made, PLAN)
    until = timeline.end_of(result) or 1.0
    return drawn(lambda axes: timeline.draw(axes, result, until=until))


def _spans(axes: Axes, phase: Phase) -> list[tuple[float, float]]:
    from matplotlib.colors import to_hex

    return [
        (p.get_x(), p.get_width())
        for p in axes.patches
        if isinstance(p, Rectangle) and to_hex(p.get_facecolor()) == PHASES[phase]
    ]


def test_pulling_is_drawn_where_it_happened() -> None:
    spans = _spans(_draw(observation(pull=10.0)), Phase.PULLING)
    assert [x for x, _ in spans] == pytest.approx([12.5] * 3 + [27.5] * 4)
    assert {width for _, width in spans} == {10.0}


def test_the_rows_are_the_reaction_and_the_new_pods() -> None:
    axes = _draw(observation())
    names = [label.get_text() for label in axes.get_yticklabels()]
    assert names == ["reaction", *(f"pod {n}" for n in range(2, 9))]


def test_the_two_ends_of_the_scale_up_time_are_named() -> None:
    shown = texts(_draw(observation(pull=10.0)))
    assert "first decision " in shown
    assert " scale-up 29.5 s" in shown


def test_a_phase_that_was_not_observed_leaves_a_gap() -> None:
    made = observation()
    pods = tuple(
        dataclasses.replace(p, stamps={**p.stamps, Milestone.PULLED: UNSEEN})
        for p in made.pods
    )
    axes = _draw(dataclasses.replace(made, pods=pods))
    assert _spans(axes, Phase.PULLING) == []
    assert len(_spans(axes, Phase.PROBING)) == 7


def test_a_pod_of_which_nothing_was_seen_says_so() -> None:
    made = observation()
    blind = dataclasses.replace(made.pods[1], stamps={})
    axes = _draw(dataclasses.replace(made, pods=(blind,)))
    assert " not observed" in texts(axes)


def test_without_a_moment_of_the_load_nothing_is_placed() -> None:
    axes = _draw(observation(load_raised=UNSEEN))
    assert list(axes.patches) == []
