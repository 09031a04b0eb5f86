"""The fastest trail: golden ones, and what holds of every one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hpa import behavior as b
from hpa.algorithm.types import Config, PodsMetric, Spec, Switches
from hpa.builders import autoscaler, pods_metric
from hpa.spec import decision_spec
from hpa.trail import Trail, fastest

if TYPE_CHECKING:
    from hpa.model.v2beta2 import HorizontalPodAutoscalerBehavior

METRIC = PodsMetric(name="open_fds", average_value_milli=200_000)


def spec_with(
    behavior: HorizontalPodAutoscalerBehavior | Any = None,
    *,
    low: int = 1,
    high: int = 8,
) -> Spec:
    hpa = autoscaler(
        "deployment/web",
        [pods_metric("open_fds", average_value=200)],
        min_replicas=low,
        max_replicas=high,
        behavior=behavior,
    )
    return decision_spec(hpa)


SLOW = b.behavior(
    scale_up=b.rules(b.pods(1, per="5m")), scale_down=b.rules(b.pods(2, per="1m"))
)
WINDOWS = b.behavior(
    scale_up=b.rules(b.pods(10, per="15s"), window="1m"),
    scale_down=b.rules(b.percent(100, per="15s"), window="2m"),
)


@pytest.mark.parametrize(
    ("spec", "up", "up_seconds", "down", "down_seconds"),
    [
        pytest.param(spec_with(), (1, 4, 8), 15, (8, 1), 300, id="no behavior"),
        pytest.param(
            spec_with("defaults"), (1, 5, 8), 15, (8, 1), 285, id="empty behavior"
        ),
        pytest.param(
            spec_with(high=100),
            (1, 4, 8, 16, 32, 64, 100),
            75,
            (100, 1),
            300,
            id="doubling",
        ),
        pytest.param(
            spec_with(SLOW, high=4),
            (1, 2, 3, 4),
            600,
            (4, 2, 1),
            345,
            id="slow both ways",
        ),
        pytest.param(
            spec_with(WINDOWS), (1, 8), 60, (8, 1), 105, id="windows both ways"
        ),
        pytest.param(spec_with(low=3, high=3), (3,), 0, (3,), 0, id="no room"),
    ],
)
def test_golden_trails(
    spec: Spec,
    up: tuple[int, ...],
    up_seconds: float,
    down: tuple[int, ...],
    down_seconds: float,
) -> None:
    trip = fastest(spec, Config())
    assert (trip.up.replicas, trip.up.seconds) == (up, up_seconds)
    assert (trip.down.replicas, trip.down.seconds) == (down, down_seconds)


def test_from_zero_and_back() -> None:
    trip = fastest(Spec(min_replicas=0, max_replicas=8, metrics=(METRIC,)), Config())
    assert trip.up.replicas == (0, 4, 8)
    assert trip.down.replicas == (8, 0)


def test_a_disabled_direction_never_arrives() -> None:
    trip = fastest(spec_with("no-down"), Config())
    assert trip.up.arrives
    assert not trip.down.arrives
    assert trip.down.seconds is None
    assert trip.down.replicas == (8,)


def test_a_trail_of_more_than_a_day_is_cut_off() -> None:
    trip = fastest(spec_with("slow-up", high=1000), Config())
    assert not trip.up.arrives
    assert trip.up.seconds is None
    assert 280 < trip.up.replicas[-1] < 300


def test_the_controllers_flags_count() -> None:
    config = Config(downscale_stabilization_seconds=60, sync_period_seconds=30)
    trip = fastest(spec_with(), config)
    assert (trip.up.seconds, trip.down.seconds) == (30, 60)


def test_what_happened_on_the_way_up_is_forgotten_before_the_way_back() -> None:
    later = Switches(period_start_counts_both_directions=True)
    trips = [
        fastest(spec_with(SLOW, high=6), Config(switches=switches))
        for switches in (Switches(), later)
    ]
    assert trips[0] == trips[1]


POLICIES = st.lists(
    st.builds(b.pods, st.integers(1, 9), per=st.integers(1, 1800))
    | st.builds(b.percent, st.integers(1, 300), per=st.integers(1, 1800)),
    min_size=1,
    max_size=2,
)
RULES = st.builds(
    lambda policies, window, select: b.rules(*policies, window=window, select=select),
    POLICIES,
    st.integers(0, 3600),
    st.sampled_from(["Max", "Min", None]),
)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 3), st.integers(4, 12), RULES, RULES)
def test_every_trail_is_monotone_and_within_bounds(
    low: int, high: int, up: Any, down: Any
) -> None:
    behavior = b.behavior(scale_up=up, scale_down=down)
    base = decision_spec(
        autoscaler(
            "deployment/web",
            [pods_metric("x", average_value=1)],
            max_replicas=high,
            behavior=behavior,
        )
    )
    spec = Spec(
        min_replicas=low,
        max_replicas=high,
        metrics=base.metrics,
        behavior=base.behavior,
    )
    trip = fastest(spec, Config())
    expect_in_order(trip.up, start=low, goal=high)
    expect_in_order(trip.down, start=high, goal=low)


def expect_in_order(trail: Trail, *, start: int, goal: int) -> None:
    counts = trail.replicas
    assert (trail.start, trail.goal) == (start, goal)
    assert sorted(set(counts), reverse=start > goal) == list(counts)
    assert all(min(start, goal) <= count <= max(start, goal) for count in counts)
    times = [step.seconds for step in trail.steps]
    assert times == sorted(set(times))
    assert all(seconds % 15 == 0 for seconds in times)
