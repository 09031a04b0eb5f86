"""JUnit XML: counts, texts, and nothing that breaks a reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.reporting.junit_xml import Case, to_xml
from tests.bench.reporting.elements import read_xml

if TYPE_CHECKING:
    from xml.etree import ElementTree as ET

CASES = [
    Case(suite="a", name="one", seconds=1.5),
    Case(suite="a", name="two", failure="goal missed"),
    Case(suite="b", name="one", error="lost"),
    Case(suite="b", name="two", skipped="not run", said="a note"),
]


def read(*cases: Case) -> ET.Element:
    text = to_xml(
        cases, name="plan", stamp="2026-01-05T10:00:00", properties={"k": "v"}
    )
    return read_xml(text)


def test_every_suite_and_the_whole_are_counted() -> None:
    root = read(*CASES)
    counts = ("tests", "failures", "errors", "skipped")
    assert [root.get(name) for name in counts] == ["4", "1", "1", "1"]
    assert [[s.get(name) for name in counts] for s in root] == [
        ["2", "1", "0", "0"],
        ["2", "0", "1", "1"],
    ]


def test_a_case_says_its_time_and_what_is_wrong() -> None:
    root = read(*CASES)
    one, two, lost, skipped = root.iter("testcase")
    assert (one.get("classname"), one.get("time")) == ("plan.a", "1.500000")
    assert list(one) == []
    assert [child.tag for child in two] == ["failure"]
    assert two[0].get("message") == "goal missed"
    assert lost[0].tag == "error"
    assert [child.tag for child in skipped] == ["skipped", "system-out"]


def test_hostile_names_stay_text() -> None:
    root = read(Case(suite='<a">\x1b[31m', name="]]>&\x00", failure="\x07<b>"))
    (case,) = root.iter("testcase")
    assert case.get("name") == "]]>&\\x00"
    assert case[0].text == "\\x07<b>"
