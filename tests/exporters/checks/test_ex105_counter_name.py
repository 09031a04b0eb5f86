"""EX105: a counter without _total."""

from __future__ import annotations

from tests.exporters.checks.inputs import COUNTER, GAUGE, found


def test_a_counter_without_the_ending() -> None:
    assert len(found("EX105", "# TYPE web_x counter\nweb_x 1\n")) == 1


def test_counters_with_it_and_gauges() -> None:
    assert found("EX105", COUNTER + "web_x_total 1\n") == []
    assert found("EX105", GAUGE + "web_x 1\n") == []


def test_openmetrics_names_the_family_without_it() -> None:
    assert found("EX105", "# TYPE web_x counter\nweb_x_total 1\n") == []
