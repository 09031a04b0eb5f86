"""The charts of runs: replicas, load and metric."""

from __future__ import annotations

from dataclasses import replace

import pytest

from simulator import presets
from simulator.reporting.timeline import charts
from simulator.run import simulate


def test_a_run_has_three_charts_that_say_simulated() -> None:
    drawn = charts({"this": simulate(presets.laptop(), seed=1)})
    titles = [one.findtext("title") for one in drawn]
    assert titles == [f"Simulated (fluid): {x}" for x in ("replicas", "load", "metric")]


def test_several_runs_share_their_charts_by_name() -> None:
    trace = simulate(presets.laptop(), seed=1)
    replicas, *_ = charts({"old": trace, "new": trace})
    texts = [element.text for element in replicas.iter("text")]
    for name in ("old: asked for", "old: ready", "new: asked for", "new: ready"):
        assert name in texts


def test_a_metric_that_was_never_had_has_no_chart() -> None:
    trace = simulate(presets.laptop(), seed=1)
    blind = replace(trace, syncs=())
    assert len(charts({"this": blind})) == 2


def test_nothing_to_draw_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="no run"):
        charts({})
