"""What may break: kinds in the order of the chain, and a time that passes."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from simulator.sections.faults import KINDS, Fault


def test_the_metrics_six_come_first_and_a_node_last() -> None:
    assert [kind.startswith("metric_") for kind in KINDS] == [True] * 6 + [False] * 4
    assert KINDS[-4:] == ("prometheus", "adapter", "api_server", "node")


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "metric_wrong"},
        {"at_seconds": -1.0},
        {"for_seconds": 0.0},
        {"for_seconds": float("inf")},
        {"late_seconds": -1.0},
    ],
    ids=str,
)
def test_what_makes_no_sense_is_refused(wrong: dict[str, Any]) -> None:
    right: dict[str, Any] = {"kind": "node", "at_seconds": 0.0, "for_seconds": 1.0}
    Fault(**right)
    with pytest.raises(ValidationError):
        Fault(**{**right, **wrong})
