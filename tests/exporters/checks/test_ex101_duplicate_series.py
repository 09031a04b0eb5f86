"""EX101: a series stands there twice."""

from __future__ import annotations

import pytest

from tests.exporters.checks.inputs import GAUGE, found


@pytest.mark.parametrize(
    "samples",
    [
        pytest.param("web_x 1\nweb_x 2\n", id="bare"),
        pytest.param('web_x{a="1",b="2"} 1\nweb_x{b="2",a="1"} 1\n', id="order"),
    ],
)
def test_a_series_that_is_repeated(samples: str) -> None:
    (finding,) = found("EX101", GAUGE + samples)
    assert finding.place.line == 4
    assert "line 3" in finding.message


def test_other_labels_are_another_series() -> None:
    assert found("EX101", GAUGE + 'web_x{a="1"} 1\nweb_x{a="2"} 1\n') == []
