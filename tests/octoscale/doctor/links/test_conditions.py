"""What the HPA's conditions and events say."""

from __future__ import annotations

from typing import Any

import pytest

from octoscale.doctor.clue import Verdict
from octoscale.doctor.links.conditions import examine
from tests.hpa.live.clusters import autoscaler
from tests.octoscale.doctor.chains import ACTIVE, Chain, only, told


def conditions(*rows: tuple[str, str, str]) -> dict[str, Any]:
    made = [
        {"type": kind, "status": status, "reason": reason, "message": "said so"}
        for kind, status, reason in rows
    ]
    return {**ACTIVE, "conditions": made}


def test_an_active_hpa_holds() -> None:
    clue = only(examine(Chain().scene()))
    assert clue.verdict is Verdict.OK
    assert clue.text == "active: current 2, desired 2, bounds 1 to 8"


@pytest.mark.parametrize(
    ("row", "fix"),
    [
        (("ScalingActive", "False", "FailedGetPodsMetric"), "links below"),
        (("ScalingActive", "False", "ScalingDisabled"), "at least 1"),
        (("AbleToScale", "False", "FailedGetScale"), "scaleTargetRef"),
    ],
)
def test_an_inactive_hpa_is_broken(row: tuple[str, str, str], fix: str) -> None:
    chain = Chain(hpa=autoscaler(**conditions(row)))
    chain.objects.append(
        {
            "apiVersion": "v1",
            "kind": "Event",
            "metadata": {"name": "one", "namespace": "shop"},
            "involvedObject": {"kind": "HorizontalPodAutoscaler", "name": "web"},
            "type": "Warning",
            "reason": row[2],
            "message": "no luck",
            "count": 7,
        }
    )
    clue = only(examine(chain.scene()))
    assert clue.verdict is Verdict.BROKEN
    assert row[2] in clue.text
    assert "said so" in told(clue)
    assert f"event {row[2]} (7 times" in told(clue)
    assert fix in clue.fix


def test_a_limited_hpa_is_worth_a_note() -> None:
    rows = (
        ("ScalingActive", "True", "ValidMetricFound"),
        ("ScalingLimited", "True", "TooManyReplicas"),
    )
    clue = only(examine(Chain(hpa=autoscaler(**conditions(*rows))).scene()))
    assert clue.verdict is Verdict.NOTE
    assert "TooManyReplicas" in clue.text


def test_an_hpa_that_nobody_ever_looked_at_is_broken_unless_it_is_new() -> None:
    chain = Chain(hpa=autoscaler())
    scene = chain.scene()
    # The cluster in memory stamps 1970; the look is taken long after.
    assert "kube-controller-manager" in only(examine(scene)).fix
    scene.cluster.now = 30.0
    assert only(examine(scene)).verdict is Verdict.UNKNOWN
