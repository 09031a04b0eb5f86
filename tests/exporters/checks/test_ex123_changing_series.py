"""EX123: series that come and go between two scrapes."""

from __future__ import annotations

from tests.exporters.checks.inputs import GAUGE, changed


def test_most_series_are_new() -> None:
    before, after = GAUGE + 'web_x{jobs="1"} 1\n', GAUGE + 'web_x{jobs="2"} 1\n'
    assert len(changed("EX123", before, after)) == 1
    assert changed("EX123", before, before) == []


def test_a_few_may_come() -> None:
    before = GAUGE + 'web_x{code="200"} 1\n'
    assert changed("EX123", before, before + 'web_x{code="404"} 1\n') == []
