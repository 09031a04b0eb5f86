"""MF603: scale targets that no manifest defines."""

from __future__ import annotations

import pytest

from tests.octoscale.check.inputs import deployment, found, hpa

CPU = (
    "{type: Resource, resource: {name: cpu, "
    "target: {type: Utilization, averageUtilization: 80}}}"
)


def test_it_is_told_with_what_was_meant() -> None:
    [finding] = found("MF603", deployment("reader"), hpa(CPU, target="raeder"))
    assert finding.hint == "did you mean 'reader'?"


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param((deployment(), hpa(CPU)), id="it is there"),
        pytest.param((hpa(CPU),), id="no workload in the input"),
        pytest.param((deployment("Sh-op"), hpa(CPU)), id="HP103 tells"),
        pytest.param((deployment(namespace="b"), hpa(CPU)), id="HP103 tells, too"),
        pytest.param((deployment("x"), hpa(CPU), "a: ["), id="a broken file"),
        pytest.param(
            (deployment("x"), hpa(CPU).replace("kind: Deployment", "kind: Rollout")),
            id="a custom kind",
        ),
    ],
)
def test_without_evidence_nothing_is_said(texts: tuple[str, ...]) -> None:
    assert found("MF603", *texts) == []
