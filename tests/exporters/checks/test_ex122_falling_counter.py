"""EX122: a counter that goes down between two scrapes."""

from __future__ import annotations

from tests.exporters.checks.inputs import COUNTER, GAUGE, changed


def test_a_counter_that_falls() -> None:
    before, after = COUNTER + "web_x_total 5\n", COUNTER + "web_x_total 3\n"
    (finding,) = changed("EX122", before, after)
    assert "from 5 to 3" in finding.message
    assert changed("EX122", after, before) == []


def test_a_gauge_may_fall() -> None:
    assert changed("EX122", GAUGE + "web_x 5\n", GAUGE + "web_x 3\n") == []
