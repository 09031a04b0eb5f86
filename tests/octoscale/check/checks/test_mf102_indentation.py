"""MF102: the line with which the indentation of a document breaks."""

from __future__ import annotations

import pytest

from tests.octoscale.check.inputs import lines, run


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a: 1\n  b: 2\n", [2], id="a key below a value"),
        pytest.param("a: 1 # x\n  b: 2\n", [2], id="behind a comment"),
        pytest.param("a:\n    b: 1\n  c: 2\n", [3], id="between two columns"),
        pytest.param("a:\n  - b: 1\n - c: 2\n", [3], id="a dash between columns"),
        pytest.param("a: [\n", [], id="another mistake"),
        pytest.param("a:\n- b: 1\n  c: 2\n- d: 3\n", [], id="nothing wrong"),
    ],
)
def test_the_first_line_that_stands_nowhere_is_told(
    text: str, expected: list[int]
) -> None:
    assert lines("MF102", text) == expected


def test_it_stands_for_the_message_of_the_yaml_reader() -> None:
    findings = run("a: 1 # x\n  b: 2\n").findings
    assert [finding.code for finding in findings] == ["MF102"]


def test_each_broken_document_is_told_by_itself() -> None:
    assert lines("MF102", "a: 1\n  b: 2\n---\nc: 1\n---\nd: 1\n  e: 2\n") == [2, 7]
