"""HP103: the scale target stands elsewhere in the input."""

from __future__ import annotations

import pytest

from tests.hpa.checks.inputs import found, hpa, workload


@pytest.mark.parametrize(
    "there",
    [
        pytest.param(workload(namespace="cellar"), id="another namespace"),
        pytest.param(workload(kind="StatefulSet"), id="another kind"),
        pytest.param(workload(name="Shop"), id="another case"),
        pytest.param(workload(name="sho-p"), id="other separators"),
    ],
)
def test_what_was_probably_meant_is_named(there: dict[str, object]) -> None:
    (finding,) = found("HP103", hpa(), there)
    assert "1.yaml:" in finding.message


@pytest.mark.parametrize(
    "around",
    [
        pytest.param([], id="nothing beside it"),
        pytest.param([workload(name="shop-worker")], id="only others"),
        pytest.param([workload(namespace="")], id="a namespace left open"),
        pytest.param([workload(), workload(namespace="cellar")], id="both"),
        pytest.param([workload(namespace="cellar"), "a: [1"], id="a broken file"),
        pytest.param(
            [workload(name="shop", kind="DaemonSet", namespace="cellar")],
            id="another kind elsewhere",
        ),
    ],
)
def test_without_evidence_nothing_is_said(around: list[dict[str, object]]) -> None:
    assert found("HP103", hpa(), *around) == []
