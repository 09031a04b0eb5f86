"""EX121: a type that changes between two scrapes."""

from __future__ import annotations

from tests.exporters.checks.inputs import changed


def test_another_type() -> None:
    before, after = "# TYPE web_x counter\nweb_x 0\n", "# TYPE web_x gauge\nweb_x 1\n"
    (finding,) = changed("EX121", before, after)
    assert "counter" in finding.message
    assert changed("EX121", after, after) == []


def test_a_family_that_comes_is_no_change() -> None:
    assert changed("EX121", "", "# TYPE web_x gauge\nweb_x 1\n") == []
