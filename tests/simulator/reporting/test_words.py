"""A summary's figures in words."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import TYPE_CHECKING

from simulator import presets
from simulator.reporting.words import notice, rows, trail
from simulator.run import simulate
from simulator.summary import summarize
from simulator.trace import ReplicaPoint

if TYPE_CHECKING:
    from simulator.trace import Trace


@functools.cache
def trace() -> Trace:
    return simulate(presets.laptop(), seed=1)


def test_the_notice_says_simulated_and_names_the_load_model() -> None:
    assert notice(trace()).startswith("Simulated: laptop, seed 1, load model fluid")


def test_a_long_trail_is_cut_in_the_middle() -> None:
    points = tuple(
        ReplicaPoint(time=float(n), desired=n % 2 + 1, current=1, ready=1)
        for n in range(40)
    )
    steps = trail(replace(trace(), replicas=points)).split(" → ")
    assert len(steps) == 14
    assert steps[7] == "…"


def test_every_summary_has_a_cell_in_every_row() -> None:
    summary = summarize(trace())
    table = rows([summary, summary], "requests/s")
    assert {len(row) for row in table} == {3}
    assert ["response time p99", "-", "-"] in table
    assert table[0][0] == "requests offered"


def test_connections_are_counted_as_what_they_are() -> None:
    assert rows([summarize(trace())], "connections")[0][0].startswith("connection-")
