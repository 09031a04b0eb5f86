"""A sync as expectations see it, with the story of how it came."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import TYPE_CHECKING

from simulator import presets
from simulator.run import simulate
from simulator.testing.moments import of_sync, shown

if TYPE_CHECKING:
    from simulator.trace import Trace

NAMES = ("http_requests_per_second",)


@functools.cache
def trace() -> Trace:
    return simulate(presets.laptop(), seed=1)


def test_a_rescale_is_told_step_by_step() -> None:
    sync = next(one for one in trace().syncs if one.rescaled)
    moment = of_sync(sync, NAMES)
    assert moment.replicas == sync.desired
    assert moment.values == {NAMES[0]: sync.metrics[0].value_milli}
    assert "for a target of" in moment.story[0]
    assert f"now {sync.desired}" in moment.story[1]
    assert moment.story[-1].startswith("ScalingLimited=")


def test_a_failed_metric_has_no_value() -> None:
    sync = trace().syncs[0]
    failed = replace(
        sync.metrics[0], value_milli=None, proposal=None, failure="no metrics returned"
    )
    moment = of_sync(
        replace(sync, metrics=(failed,), error="all failed", recommendation=None), NAMES
    )
    assert moment.values == {}
    assert "no metrics returned" in moment.story[0]
    assert moment.story[1] == "the sync failed: all failed"


def test_conditions_are_found_by_type() -> None:
    moment = of_sync(trace().syncs[-1], NAMES)
    assert moment.conditions["AbleToScale"][0] == "True"


def test_quantities_are_written_as_kubernetes_does() -> None:
    assert [shown(value) for value in (1500, 2000, None)] == ["1500m", "2", "nothing"]
