"""Findings that are known."""

from __future__ import annotations

import pytest

from octoscale.check.baseline import dump, load, without
from octoscale.core.errors import InputError
from octoscale.core.finding import Finding, Place, Severity


def finding(message: str, *, line: int = 1, file: str = "a.yaml") -> Finding:
    place = Place(file=file, line=line)
    return Finding(
        code="MF402", severity=Severity.WARNING, message=message, place=place
    )


def test_lines_may_move() -> None:
    known = load(dump([finding("x", line=1)]), file="known.json")
    assert without([finding("x", line=9)], known) == ([], 0)


def test_one_more_of_the_same_is_new() -> None:
    known = load(dump([finding("x")]), file="known.json")
    fresh, gone = without([finding("x", line=1), finding("x", line=2)], known)
    assert (fresh, gone) == ([finding("x", line=2)], 0)


@pytest.mark.parametrize("other", [finding("y"), finding("x", file="b.yaml")])
def test_what_differs_is_new_and_what_is_gone_is_counted(other: Finding) -> None:
    known = load(dump([finding("x"), finding("x")]), file="known.json")
    assert without([other], known) == ([other], 2)


def test_the_same_findings_give_the_same_bytes() -> None:
    pair = [finding("x"), finding("y")]
    assert dump(pair) == dump(pair[::-1])


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"baseline": [{}]}', '{"baseline": 1}']
)
def test_what_is_no_baseline_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="MF005"):
        load(text, file="known.json")


def test_places_in_a_message_are_files_from_the_folder_whose_lines_may_move() -> None:
    known = load(dump([finding("no (b.yaml:3:1): x")]), file="known.json")
    assert without([finding("no (b.yaml:9): x")], known) == ([], 0)
    other = finding("no (c.yaml:3:1): x")
    assert without([other], known) == ([other], 1)
    below = load(
        dump([finding("no (../d/b.yaml:3): x")], folder=".."), file="known.json"
    )
    [(_, _, message)] = below
    assert message == "no (d/b.yaml): x"
