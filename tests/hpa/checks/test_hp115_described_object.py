"""HP115: objects that cannot exist."""

from __future__ import annotations

import pytest

from octoscale.core.finding import Severity
from tests.hpa.checks.inputs import found, hpa, of_object, other

JOB = ("batch/v1", "Job", "shop")


@pytest.mark.parametrize(
    ("described", "severity", "words"),
    [
        pytest.param(JOB, Severity.WARNING, "defined by no manifest", id="the trick"),
        pytest.param(
            ("batch/v1", "Job", "shop_pod"),
            Severity.WARNING,
            "cannot exist",
            id="underscores",
        ),
        pytest.param(
            ("v1", "Service", "shop.v2"), Severity.WARNING, "cannot exist", id="a label"
        ),
        pytest.param(
            ("", "Ingress", "shop"), Severity.ERROR, "in the core", id="no group"
        ),
        pytest.param(
            ("apps/v1", "Service", "shop"), Severity.ERROR, "in apps/v1", id="group"
        ),
    ],
)
def test_impossible(
    described: tuple[str, str, str], severity: Severity, words: str
) -> None:
    (finding,) = found("HP115", hpa(of_object(described=described)))
    assert finding.severity is severity
    assert words in finding.message


@pytest.mark.parametrize(
    "described",
    [
        ("v1", "Service", "shop"),
        ("", "Service", "shop"),
        ("networking.k8s.io/v1", "Ingress", "shop.v2"),
        ("kafka.example/v1", "Topic", "Any_Name".lower().replace("_", "-")),
        ("extensions/v1beta1", "Ingress", "shop"),
    ],
)
def test_possible(described: tuple[str, str, str]) -> None:
    assert found("HP115", hpa(of_object(described=described))) == []


def test_a_job_of_the_input_is_a_job() -> None:
    metric = of_object(described=JOB)
    job = other("batch/v1", "Job", "shop", "store", {})
    assert found("HP115", hpa(metric), job) == []
    elsewhere = other("batch/v1", "Job", "shop", "cellar", {})
    assert len(found("HP115", hpa(metric), elsewhere)) == 1
