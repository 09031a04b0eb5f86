"""EX111: a value that is none."""

from __future__ import annotations

from tests.exporters.checks.inputs import GAUGE, found


def test_no_number() -> None:
    assert len(found("EX111", GAUGE + "web_x NaN\n")) == 1


def test_infinity_is_a_number_and_an_empty_summary_has_none() -> None:
    assert found("EX111", GAUGE + "web_x +Inf\n") == []
    summary = '# TYPE web_s summary\nweb_s{quantile="0.5"} NaN\n'
    assert found("EX111", summary) == []
