"""MF404: annotations where nobody reads them."""

from __future__ import annotations

from tests.octoscale.check.inputs import SCRAPED, deployment, found


def test_those_of_the_workload_reach_no_pod() -> None:
    [finding] = found("MF404", deployment(more=SCRAPED))
    assert finding.hint == "move it into spec.template.metadata.annotations"


def test_on_both_they_are_read() -> None:
    assert found("MF404", deployment(more=SCRAPED, annotations=SCRAPED)) == []


def test_a_pod_is_its_own_template() -> None:
    text = f"apiVersion: v1\nkind: Pod\nmetadata: {{name: a, annotations: {SCRAPED}}}"
    assert found("MF404", text) == []
