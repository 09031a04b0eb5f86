"""EX109: measured values in labels."""

from __future__ import annotations

import pytest

from tests.exporters.checks.inputs import GAUGE, found


@pytest.mark.parametrize("value", ["0.0145", "-3.14159"])
def test_a_measurement_in_a_label(value: str) -> None:
    (finding,) = found("EX109", GAUGE + f'web_x{{time="{value}"}} 1\n' * 2)
    assert "time" in finding.message


@pytest.mark.parametrize("label", ['version="2.4.71"', 'le="0.0125"', 'code="200"'])
def test_other_numbers(label: str) -> None:
    assert found("EX109", GAUGE + f"web_x{{{label}}} 1\n") == []
