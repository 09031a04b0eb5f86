"""JUnit: no result is lost, and none takes any time."""

from __future__ import annotations

from simulator.testing.junit import to_junit


def test_no_results_are_an_empty_report() -> None:
    text = to_junit([])
    assert text.startswith("<?xml")
    assert 'tests="0"' in text
