"""Scale-ups as JUnit: what counts, what failed, what was never run."""

from __future__ import annotations

from bench.report import Stop, StopKind
from bench.reporting.junit_report import to_junit
from tests.bench.fakes import missed, observation, report
from tests.bench.reporting.elements import read_xml


def test_a_case_s_time_is_the_scale_up_time() -> None:
    root = read_xml(to_junit(report()))
    assert [suite.get("name") for suite in root] == ["small", "medium", "big"]
    assert root.get("tests") == "15"
    assert root.get("failures") == "0"
    (first, *_) = root.iter("testcase")
    assert first.get("name") == "repeat 1 of 5"
    assert first.get("time") == "20.520000"


def test_every_suite_says_simulated() -> None:
    root = read_xml(to_junit(report()))
    for suite in root:
        told = {p.get("name"): p.get("value") for p in suite.iter("property")}
        assert told["simulated"] == "yes"
        assert (told["notice"] or "").startswith("simulated: ")


def test_a_missed_goal_is_a_failure_with_its_reason_and_no_time() -> None:
    made = report(observation(), missed(repeat=2))
    small = read_xml(to_junit(made))[0]
    assert small.get("failures") == "1"
    case = small.findall("testcase")[1]
    assert case.get("time") is None
    assert "came as far as 'pulling'" in (case[0].get("message") or "")


def test_a_run_that_ended_early_has_one_error_and_the_rest_skipped() -> None:
    stop = Stop(
        kind=StopKind.LOST, during="small, repeat 2 of 5", reason="nobody answers"
    )
    root = read_xml(to_junit(report(observation(), stop=stop)))
    assert [root.get(n) for n in ("tests", "failures", "errors", "skipped")] == [
        "15", "0", "1", "13"
    ]  # fmt: skip
    error = root[0].findall("testcase")[1]
    assert error[0].get("message") == "lost: nobody answers"
