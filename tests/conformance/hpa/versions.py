"""The two controllers that the recordings come from.

``out`` is an untouched 1.23; ``outLater`` the same with three later fixes. A case
that is not marked version-sensitive comes out the same in both.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hpa.algorithm.versions import RECORDED_VERSION, Switches, switches_for

if TYPE_CHECKING:
    from collections.abc import Iterator

RECORDED = switches_for(RECORDED_VERSION)
LATER = replace(
    RECORDED,
    period_start_counts_both_directions=True,
    missing_pods_at_target=True,
    no_fill_at_rest=True,
)


def expectations(case: dict[str, Any]) -> Iterator[tuple[str, Switches, Any]]:
    """Give the name, the switches and the recorded answer of both controllers."""
    yield "1.23", RECORDED, case["out"]
    yield "1.23 with the later fixes", LATER, case.get("outLater", case["out"])
