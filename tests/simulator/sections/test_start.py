"""The start's section: its defaults stay within what was measured."""

from __future__ import annotations

from simulator.sections.start import StartSection


def test_a_warm_start_takes_what_was_measured() -> None:
    start = StartSection()
    steps = (start.prepare_seconds, start.containers_seconds, start.program_seconds)
    whole = sum(step.value for step in steps) + 0.1
    jitter = start.jitter_ratio.value
    # Ready 1.7 to 2.5 s after creation, 0.1 s of them for resolving the image.
    assert 1.6 <= whole * (1 - jitter) <= 1.8
    assert 2.4 <= whole * (1 + jitter) <= 2.6
    assert all(step.source == "measured" for step in steps)
