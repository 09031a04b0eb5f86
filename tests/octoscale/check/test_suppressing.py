"""Comments that accept findings."""

from __future__ import annotations

import pytest

from octoscale.check.files import File
from octoscale.check.suppressing import Suppressions
from octoscale.core.finding import Place

CODES = {"MF401", "MF402"}


def comments(text: str) -> Suppressions:
    return Suppressions([File("a.yaml", text)], codes=CODES)


def accepted(text: str, *, line: int, code: str = "MF402") -> bool:
    return comments(text).accept(code, Place(file="a.yaml", line=line))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1 # octoscale: ignore[MF402] as agreed", 1),
        ("a: 1 #octoscale:ignore[MF401, MF402]: as agreed", 1),
        ("# octoscale: ignore[MF402] as agreed\na: 1", 2),
        ("# octoscale: ignore[MF402] as agreed\n\n# more\na: 1", 4),
    ],
)
def test_on_the_line_or_alone_above_it(text: str, line: int) -> None:
    assert accepted(text, line=line)


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("a: 1 # octoscale: ignore[MF402] so\nb: 1", 2, "MF402"),
        ("a: 1 # octoscale: ignore[MF402] so", 1, "MF401"),
        ("a: 1 # ignore[MF402] so", 1, "MF402"),
    ],
)
def test_nothing_else_is_accepted(text: str, line: int, code: str) -> None:
    assert not accepted(text, line=line, code=code)


@pytest.mark.parametrize(
    ("comment", "words"),
    [
        ("ignore[MF402]", "gives no reason"),
        ("ignore[MF402] --", "gives no reason"),
        ("ignore[MF999] so", "no code MF999"),
        ("ignore[MF402, XX1] so", "no code XX1"),
        ("ignore[] so", "names no code"),
        ("ignore so", "names no code"),
    ],
)
def test_a_comment_without_code_or_reason_is_a_finding(
    comment: str, words: str
) -> None:
    text = f"a: 1 # octoscale: {comment}"
    assert not accepted(text, line=1)
    [finding] = comments(text).problems()
    assert finding.code == "MF003"
    assert words in finding.message
    assert str(finding.place) == "a.yaml:1:6"


def test_what_is_no_longer_needed_is_mentioned() -> None:
    read = comments("a: 1 # octoscale: ignore[MF401, MF402] so")
    assert read.accept("MF401", Place(file="a.yaml", line=1))
    [finding] = read.problems()
    assert finding.code == "MF004"
    assert "no MF402" in finding.message
