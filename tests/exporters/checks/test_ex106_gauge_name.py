"""EX106: a gauge that ends in _total."""

from __future__ import annotations

from tests.exporters.checks.inputs import COUNTER, GAUGE, found


def test_a_gauge_with_the_ending_of_a_counter() -> None:
    assert len(found("EX106", "# TYPE web_x_total gauge\nweb_x_total 1\n")) == 1


def test_counters_with_it_and_gauges_without() -> None:
    assert found("EX106", COUNTER + "web_x_total 1\n") == []
    assert found("EX106", GAUGE + "web_x 1\n") == []
