"""EX112: samples with timestamps."""

from __future__ import annotations

from tests.exporters.checks.inputs import GAUGE, found


def test_a_timestamp_is_told_once_for_a_family() -> None:
    samples = 'web_x{a="1"} 1 1622332800000\nweb_x{a="2"} 1 1622332800000\n'
    assert len(found("EX112", GAUGE + samples)) == 1


def test_no_timestamp() -> None:
    assert found("EX112", GAUGE + "web_x 1\n") == []
