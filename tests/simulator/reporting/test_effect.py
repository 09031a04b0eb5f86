"""What a recommendation changes, in words: figures with how sure they are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from simulator.reporting.effect import effect, runs_of
from tests.simulator.test_tune import tuned


def test_both_others_are_named_with_intervals() -> None:
    today, fixed, sure = effect(replace(tuned(), best=2))
    assert today.startswith("Against today's: ")
    assert fixed.startswith(f"Against {tuned().fixed} replicas all the time: ")
    assert today.count("(95 %: ") == 2
    assert sure.startswith("Of 2 runs, ")


def test_a_single_run_claims_nothing() -> None:
    one = replace(
        tuned(),
        best=2,
        hours=np.array([[2.0, 4.0, 1.0]]),
        breaches=np.array([[9.0, 0.0, 9.0]]),
    )
    today, _, sure = effect(one)
    assert "95 %" not in today
    assert "says nothing of chance" in sure


def test_nothing_better_is_said_so_and_cautions_stay() -> None:
    first, caution = effect(replace(tuned(), best=0, cautions=("links are shared",)))
    assert first.startswith("No configuration")
    assert caution == "Caution: links are shared."


def test_seeds_and_days_are_counted() -> None:
    assert runs_of(tuned()) == "2 seeds"
    assert runs_of(replace(tuned(), days=7)) == "2 seeds x 7 days"
