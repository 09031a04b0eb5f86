"""JUnit XML from plain cases, as continuous integration reads it.

What is a case, and when it has failed, is decided by whoever has the report.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from octoscale.core.escape import terminal

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One test case. At most one of the three texts says what is wrong."""

    suite: str
    name: str
    seconds: float | None = None
    """What it took, where that was seen."""

    failure: str = ""
    """Why it failed."""

    error: str = ""
    """What kept it from being run to its end."""

    skipped: str = ""
    """Why it was not run."""

    said: str = ""
    """What it says beside that, for people."""


def to_xml(
    cases: Sequence[Case], *, name: str, stamp: str, properties: dict[str, str]
) -> str:
    """Write the cases, a suite for each name of one, in their order.

    *stamp* is when it was run, as ISO 8601; *properties* stand in every suite.
    """
    root = ET.Element("testsuites", {"name": terminal(name), **_counts(cases)})
    for suite_name in dict.fromkeys(case.suite for case in cases):
        inside = [case for case in cases if case.suite == suite_name]
        suite = ET.SubElement(
            root, "testsuite", {"name": terminal(suite_name), **_counts(inside)}
        )
        if stamp:
            suite.set("timestamp", stamp)
        told = ET.SubElement(suite, "properties")
        for key, value in properties.items():
            ET.SubElement(told, "property", {"name": key, "value": terminal(value)})
        for case in inside:
            _add(suite, case, name)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _counts(cases: Sequence[Case]) -> dict[str, str]:
    return {
        "tests": str(len(cases)),
        "failures": str(sum(bool(case.failure) for case in cases)),
        "errors": str(sum(bool(case.error) for case in cases)),
        "skipped": str(sum(bool(case.skipped) for case in cases)),
        "time": f"{sum(case.seconds or 0.0 for case in cases):.6f}",
    }


def _add(suite: ET.Element, case: Case, name: str) -> None:
    attributes = {
        "name": terminal(case.name),
        "classname": terminal(f"{name}.{case.suite}"),
    }
    if case.seconds is not None:
        attributes["time"] = f"{case.seconds:.6f}"
    made = ET.SubElement(suite, "testcase", attributes)
    for kind, text in (
        ("failure", case.failure),
        ("error", case.error),
        ("skipped", case.skipped),
    ):
        if text:
            ET.SubElement(made, kind, {"message": terminal(text)}).text = terminal(text)
    if case.said:
        ET.SubElement(made, "system-out").text = terminal(case.said)
