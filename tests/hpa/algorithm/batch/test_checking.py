"""Wrong arrays are refused before, and void decisions after the compiled loop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from hpa.algorithm.batch import (
    Memory,
    Observations,
    blank_decisions,
    decide_all,
    new_memory,
    pack_observations,
    pack_specs,
)
from hpa.algorithm.types import Config
from tests.hpa.algorithm.situations import DEFAULT_BEHAVIOR, queue_of, spec

if TYPE_CHECKING:
    from hpa.algorithm.batch import Specs

_SPECS = [spec(behavior=DEFAULT_BEHAVIOR, maximum=100)] * 2


def _arrays() -> tuple[Specs, Memory, Observations]:
    specs = pack_specs(_SPECS, Config())
    return specs, new_memory(specs), Observations.blank(2)


def _queues(*totals: int) -> Observations:
    return pack_observations(_SPECS, [queue_of(2, each) for each in totals], Config())


@pytest.mark.parametrize(
    ("group", "change", "complaint"),
    [
        pytest.param(
            0,
            {"rules": np.zeros((2, 2))},
            "specs.rules is not a contiguous array of its record type",
            id="another type",
        ),
        pytest.param(
            1,
            {"heads": _arrays()[1].heads[:1]},
            r"memory.heads has the shape \(1,\), not \(2,\)",
            id="too few rows",
        ),
        pytest.param(
            2,
            {"readings": Observations.blank(2, metrics=3).readings},
            r"observations.readings has the shape \(2, 3\), not \(2, 1\)",
            id="other columns",
        ),
        pytest.param(
            2,
            {"scales": Observations.blank(4).scales[::2]},
            "observations.scales is not a contiguous",
            id="every other row",
        ),
    ],
)
def test_arrays_that_do_not_fit_are_refused(
    group: int, change: dict[str, Any], complaint: str
) -> None:
    arrays: list[Any] = list(_arrays())
    arrays[group] = arrays[group]._replace(**change)
    with pytest.raises(ValueError, match=complaint):
        decide_all(arrays[0], arrays[1], arrays[2], 0.0)


def test_decisions_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="decisions has the shape"):
        decide_all(*_arrays(), 0.0, into=blank_decisions(3))


def test_a_time_before_the_last_one_is_reported() -> None:
    specs, memory, seen = _arrays()
    decide_all(specs, memory, seen, 15.0)
    decide_all(specs, memory, seen, 15.0)
    with pytest.raises(ValueError, match="row 0: this sync is before its last one"):
        decide_all(specs, memory, seen, 14.0)


def test_syncs_that_come_too_fast_for_the_recommendations_are_reported() -> None:
    specs, memory, seen = _arrays()
    specs.hpas["has_behavior"] = False
    for second in range(22):
        seen = _queues(20_000, (50 - second) * 10_000)
        decide_all(specs, memory, seen, float(second))
    with pytest.raises(OverflowError, match=r"row 1: no slot .* recommendation"):
        decide_all(specs, memory, _queues(20_000, 10_000), 22.0)


def test_syncs_that_come_too_fast_for_the_events_are_reported() -> None:
    specs, memory, seen = _arrays()
    seen.scales["spec_replicas"] = [0, 200]  # over the maximum, again and again
    for second in range(2):
        decide_all(specs, memory, seen, float(second))
    with pytest.raises(OverflowError, match=r"row 1: no slot .* scale event"):
        decide_all(specs, memory, seen, 2.0)


def test_a_value_that_doubles_cannot_hold_is_reported() -> None:
    specs, memory, _ = _arrays()
    with pytest.raises(OverflowError, match=r"row 0: a metric's value .* 2\*\*53"):
        decide_all(specs, memory, _queues(1 << 60, 0), 0.0)
