"""MF101: items that became part of the text above them."""

from __future__ import annotations

import pytest

from tests.octoscale.check.inputs import found, lines

COMMAND = """\
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
  - name: main
    command:
    - /bin/sh
%s
"""


@pytest.mark.parametrize(
    ("below", "expected"),
    [
        pytest.param("     - -c", [9], id="deeper by one"),
        pytest.param("          - -c\n          - ls", [9], id="two are one finding"),
        pytest.param("    - -c", [], id="an item of its own"),
        pytest.param("    - |\n      a\n       - b", [], id="a block text"),
        pytest.param('    - "a\n       - b"', [], id="a quoted text"),
        pytest.param("    - a\n      b", [], id="a text that goes on"),
        pytest.param("    - [a,\n       - b]", [], id="a flow collection"),
    ],
)
def test_only_a_dash_below_a_plain_text_is_told(
    below: str, expected: list[int]
) -> None:
    assert lines("MF101", COMMAND % below) == expected


def test_it_is_told_in_a_document_that_is_no_yaml() -> None:
    assert lines("MF101", "a:\n- x\n - y\nb: [\n") == [3]


def test_it_says_which_line_took_the_items() -> None:
    [finding] = found("MF101", COMMAND % "     - -c\n     - ls")
    assert "1 more" in finding.message
    assert "line 8" in finding.message
