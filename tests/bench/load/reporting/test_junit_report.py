"""A load test as JUnit: cells and goals that a pipeline can fail on."""

from __future__ import annotations

import dataclasses

from bench.load.observation import Failure
from bench.load.reporting.junit_report import to_junit
from tests.bench.load.fakes import PLAN, load_report, plan
from tests.bench.reporting.elements import read_xml

GOAL = "goal: {goodput: %d}\n"


def test_a_case_a_cell_and_one_for_the_goal() -> None:
    root = read_xml(to_junit(load_report(plan(PLAN + GOAL % 1500))))
    assert [suite.get("name") for suite in root] == ["k8s", "capacity"]
    assert (root.get("tests"), root.get("failures")) == ("3", "0")
    names = [case.get("name") for case in root[0].findall("testcase")]
    assert names == ["with 1, root, n=100 c=10", "with 2, root, n=100 c=10"]


def test_a_missed_goal_is_a_failure() -> None:
    root = read_xml(to_junit(load_report(plan(PLAN + GOAL % 5000))))
    (case,) = root[1].findall("testcase")
    message = case[0].get("message") or ""
    assert "none of 1, 2 replicas meets the goal, goodput of 5000/s" in message


def test_failed_missing_and_unmade_runs_are_told_apart() -> None:
    made = load_report(stop="limits.total of 1 s is over")
    first, second = made.runs[0], made.runs[1]
    broken = dataclasses.replace(first, outcome=Failure(reason="fell over"))
    failed = read_xml(to_junit(dataclasses.replace(made, runs=(broken, second))))
    one, two = failed[0].findall("testcase")
    assert [one[0].tag, one[0].get("message")] == [
        "failure", "1 of 1 runs failed: fell over"
    ]  # fmt: skip
    assert two[0].tag == "error"
    none = read_xml(to_junit(dataclasses.replace(made, runs=())))
    assert none.get("skipped") == "2"
