"""EX102: hELP or TYPE is given twice."""

from __future__ import annotations

import pytest

from tests.exporters.checks.inputs import GAUGE, found


@pytest.mark.parametrize("line", ["# HELP web_x Again.\n", "# TYPE web_x counter\n"])
def test_a_second_line(line: str) -> None:
    (finding,) = found("EX102", GAUGE + line + "web_x 1\n")
    assert finding.place.line == 3
    assert line[2:6] in finding.message


def test_one_of_each_is_right() -> None:
    assert found("EX102", GAUGE + "web_x 1\n") == []
