"""A load test's ``report.json``: read back equal, computed beside the facts."""

from __future__ import annotations

import dataclasses
import json

import pytest

from bench.load.observation import Failure
from bench.load.reporting.json_report import from_data, to_json
from octoscale.core.errors import InputError
from tests.bench.load.fakes import PLAN, load_report, plan


def test_it_is_read_back_equal() -> None:
    made = load_report(plan(PLAN + "goal: {goodput: 1500, p95: 50ms}\n"))
    failed = dataclasses.replace(made.runs[0], outcome=Failure(reason="fell over"))
    spread = dataclasses.replace(made.runs[1], pods=(1.0, 2.0))
    report = dataclasses.replace(made, runs=(failed, spread, *made.runs[2:]))
    text = to_json(report)
    assert from_data(json.loads(text)) == report
    assert to_json(from_data(json.loads(text))) == text


def test_what_is_computed_stands_beside_it() -> None:
    data = json.loads(to_json(load_report(plan(PLAN + "goal: {goodput: 1500}\n"))))
    assert data["kind"] == "load"
    (first, _) = data["computed"]
    assert first["goodput_per_second"]["mean"] == pytest.approx(1001.5)
    assert "hey_requests_per_second_counting_failures" in first
    (curve,) = data["capacity"]
    assert (curve["smallest_replicas"], len(curve["points"])) == (2, 2)


@pytest.mark.parametrize(
    ("change", "code"),
    [({"format": 9}, "BR002"), ({"report": {"runs": []}}, "BR003")],
)
def test_another_format_and_missing_fields_are_refused(
    change: dict[str, object], code: str
) -> None:
    data = {**json.loads(to_json(load_report())), **change}
    with pytest.raises(InputError, match=code):
        from_data(data)
