"""Results as JUnit XML, as continuous integration reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from octoscale.core.escape import terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.testing.run import Result


def to_junit(results: Sequence[Result]) -> str:
    """Write one suite for each file; without times: nothing took any."""
    failed = sum(not result.passed for result in results)
    root = ET.Element(
        "testsuites", {"tests": str(len(results)), "failures": str(failed)}
    )
    for file in dict.fromkeys(result.case.file for result in results):
        inside = [result for result in results if result.case.file == file]
        failures = sum(not result.passed for result in inside)
        suite = ET.SubElement(
            root,
            "testsuite",
            {
                "name": terminal(file),
                "tests": str(len(inside)),
                "failures": str(failures),
            },
        )
        for result in inside:
            _add(suite, result)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _add(suite: ET.Element, result: Result) -> None:
    attributes = {
        "name": terminal(result.case.test.name),
        "classname": terminal(result.case.file),
    }
    case = ET.SubElement(suite, "testcase", attributes)
    if result.passed:
        return
    first = result.differences[0]
    failure = ET.SubElement(case, "failure", {"message": terminal(first.message)})
    lines = [
        line
        for one in result.differences
        for line in (f"{one.place}: {one.message}", *one.story)
    ]
    failure.text = "\n".join(terminal(line) for line in lines)
