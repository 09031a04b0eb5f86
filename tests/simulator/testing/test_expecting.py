"""Each kind of expectation: one that holds, and one that does not."""

from __future__ import annotations

from typing import Any

import pytest

from octoscale.core.finding import Place
from simulator.testing.expecting import difference
from simulator.testing.file import Expectation
from simulator.testing.moments import Moment

PLACE = Place(file="t.yaml", line=7, column=5)


def moment(time: float, replicas: int, recommendation: int | None = None) -> Moment:
    return Moment(
        time=time,
        replicas=replicas,
        desired=replicas,
        recommendation=recommendation,
        ready=1,
        conditions={"ScalingLimited": ("True", "ScaleUpLimit")},
        values={"hits": 1500},
        story=(f"step of {time:g}",),
    )


MOMENTS = [moment(15, 1, 1), moment(30, 4, 9), moment(45, 8, 9)]


def check(**fields: Any) -> str:
    """Give the difference's message; empty when there is none."""
    expected = Expectation.model_validate(fields)
    found = difference(expected, MOMENTS, PLACE)
    return "" if found is None else found.message


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        pytest.param({"at": "30s", "replicas": 4}, "", id="at"),
        pytest.param({"at": "44s", "replicas": 4}, "", id="at, between two syncs"),
        pytest.param(
            {"at": "30s", "replicas": 8},
            "at 30s: replicas should be 8, and was 4",
            id="at, not so",
        ),
        pytest.param(
            {"at": "5s", "replicas": 1}, "at 5s: there was no sync yet", id="at, early"
        ),
        pytest.param(
            {"within": "15s", "of": "30s", "desired": ">= 8"}, "", id="within"
        ),
        pytest.param(
            {"within": "10s", "of": "30s", "desired": ">= 8"},
            "within 10s of 30s: desired should be >= 8, and was 4, last at 30s",
            id="within, too late",
        ),
        pytest.param({"never": {"replicas": "> 8"}}, "", id="never"),
        pytest.param(
            {"never": {"replicas": "> 6"}},
            "never replicas > 6: it was so at 45s",
            id="never, but it was",
        ),
        pytest.param(
            {"never": {"replicas": "> 6"}, "until": "40s"}, "", id="never, until then"
        ),
        pytest.param({"never": {"replicas": 1}, "since": "16s"}, "", id="never, since"),
        pytest.param(
            {"at": "15s", "condition": {"type": "ScalingLimited", "status": "True"}},
            "",
            id="condition",
        ),
        pytest.param(
            {
                "at": "15s",
                "condition": {"type": "ScalingLimited", "reason": "TooFew"},
            },
            "at 15s: ScalingLimited should be TooFew, and was True ScaleUpLimit",
            id="condition, another reason",
        ),
        pytest.param(
            {"at": "15s", "condition": {"type": "AbleToScale"}},
            "at 15s: AbleToScale should be set, and was not",
            id="condition, not set",
        ),
        pytest.param({"at": "15s", "metric": "hits", "value": "1500m"}, "", id="value"),
        pytest.param(
            {"at": "15s", "metric": "hits", "value": "> 2"},
            "at 15s: hits should be > 2, and was 1500m",
            id="value, too small",
        ),
        pytest.param(
            {"at": "15s", "metric": "misses", "value": 1},
            "at 15s: misses should be 1, and was nothing",
            id="value, of a metric that failed",
        ),
        pytest.param(
            {"at": "15s", "recommendation": 1, "ready": 1}, "", id="two facts"
        ),
        pytest.param(
            {"at": "15s", "recommendation": 1, "ready": 2},
            "at 15s: ready should be 2, and was 1",
            id="one of two facts",
        ),
    ],
)
def test_what_is_said_of_an_expectation(fields: dict[str, Any], message: str) -> None:
    assert check(**fields) == message


def test_a_difference_tells_the_sync_that_decided_it() -> None:
    expected = Expectation.model_validate({"at": "31s", "replicas": 8})
    found = difference(expected, MOMENTS, PLACE)
    assert found is not None
    assert found.place == PLACE
    assert found.story == ("the sync at 30s:", "step of 30")
