"""``report.json`` is read back as it was written, and refuses what it is not."""

from __future__ import annotations

import json

import pytest

from bench.plan import load_plan
from bench.report import Report, Stop, StopKind
from bench.reporting.json_report import from_json, to_json
from bench.results import results
from octoscale.core.errors import InputError
from tests.bench.fakes import UNSEEN, description, missed, observation, report

STOP = Stop(kind=StopKind.LOST, during="big, repeat 2 of 5", reason="gone")


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(report(), id="full"),
        pytest.param(report(simulated=False), id="measured"),
        pytest.param(report(observation(), missed(repeat=2)), id="missed"),
        pytest.param(report(observation(), stop=STOP), id="stopped"),
        pytest.param(
            report(observation(load_raised=UNSEEN, seed=None)), id="not-observed"
        ),
        pytest.param(
            report(plan=load_plan().narrowed(images=("big",), repeats=2)), id="narrowed"
        ),
    ],
)
def test_a_report_is_read_back_equal_and_gives_the_same_results(made: Report) -> None:
    again = from_json(to_json(made))
    assert again == made
    assert results(again) == results(made)
    assert to_json(again) == to_json(made)


def test_the_first_line_says_that_it_is_simulated() -> None:
    first, _, _ = to_json(report()).partition("\n")
    assert first.startswith('{"notice": "simulated: ')
    measured, _, _ = to_json(report(simulated=False)).partition("\n")
    assert "simulated" not in measured


def test_what_was_computed_stands_beside_the_facts() -> None:
    data = json.loads(to_json(report(observation(pull=10.0))))
    small = data["computed"][0]
    assert small["scale_up_seconds"]["mean"] == 29.5
    assert small["repeats"][0]["milestones"]["reaction_seconds"] == 10.0
    assert data["computed"][1]["scale_up_seconds"] is None


def test_every_parameter_is_in_it_with_its_source() -> None:
    data = json.loads(to_json(report()))
    expected = [
        {
            "name": p.name,
            "value": p.value,
            "unit": p.unit,
            "source": str(p.source),
            "note": p.note,
        }
        for p in description().parameters
    ]
    assert data["report"]["driver"]["parameters"] == expected


def _broken(**changes: object) -> str:
    data = json.loads(to_json(report(observation())))
    return json.dumps({**data, **changes})


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("", "BR001", id="empty"),
        pytest.param("[1,", "BR001", id="no-json"),
        pytest.param("[]", "BR001", id="a-list"),
        pytest.param("{}", "BR001", id="another-object"),
        pytest.param("[" * 100_000, "BR001", id="a-bomb"),
        pytest.param(_broken(format=2), "BR002", id="newer"),
        pytest.param(_broken(report={}), "BR003", id="missing-fields"),
        pytest.param(_broken(report=[]), "BR003", id="wrong-type"),
    ],
)
def test_what_is_no_report_is_refused(text: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        from_json(text, file="report.json")
    (finding,) = caught.value.findings
    assert finding.code == code
    assert finding.place.file == "report.json"
