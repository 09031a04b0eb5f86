"""Tests of ``hpa.algorithm.replicas``."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hpa.algorithm.replicas import (
    Calculation,
    average_replicas,
    share_replicas,
    total_replicas,
    utilization_replicas,
)
from hpa.algorithm.types import Failure, Pod, PodSample
from hpa.algorithm.versions import Switches
from tests.hpa.algorithm.situations import NOW, pods, samples, situation

_AT_TARGET = Switches(missing_pods_at_target=True)
_NO_FILL = Switches(no_fill_at_rest=True)
_OLD = Switches(raw_average_keeps_direction=False)
_LATE = Switches(samples_before_requests=True)
_ONE = pods(1, request_milli=100)


def _replicas(result: Calculation | Failure) -> int:
    assert isinstance(result, Calculation), result
    return result.replicas


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param((80_000,), 8, id="one pod with eight times its share"),
        pytest.param((10_000, 10_000), 2, id="at target"),
        pytest.param((10_999, 10_999), 2, id="within tolerance"),
        pytest.param((11_000, 11_000), 3, id="1.1 is outside"),
        pytest.param((9_000, 9_000), 2, id="0.9 is inside"),
        pytest.param((8_999, 8_999), 2, id="below, and still needed"),
        pytest.param((0, 0), 0, id="nothing to do"),
        pytest.param((-7, -8), 0, id="negative, truncated toward zero"),
    ],
)
def test_an_average_multiplies_the_ready_pods(
    values: tuple[int, ...], expected: int
) -> None:
    seen = situation(len(values), pods(len(values)))
    assert _replicas(average_replicas(samples(*values), 10_000, seen)) == expected


def test_the_base_is_the_ready_pods_and_not_the_current_replicas() -> None:
    seen = situation(10, (*pods(2), Pod(name="gone", deleted=True)))
    assert _replicas(average_replicas(samples(20_000, 20_000), 10_000, seen)) == 4


def test_samples_of_unknown_pods_count_in_the_average_only() -> None:
    known = samples(20_000, 20_000)
    stranger = PodSample(pod="stranger", value_milli=80_000)
    seen = situation(2, pods(2))
    result = average_replicas((*known, stranger), 10_000, seen)
    assert result == Calculation(8, 40_000, 4.0)


def test_a_missing_pod_counts_as_full_when_scaling_down() -> None:
    seen = situation(4, pods(4))
    # 3 pods at 10 % and one assumed at the target: 0.325 x 4, rounded up
    assert _replicas(average_replicas(samples(1_000, 1_000, 1_000), 10_000, seen)) == 2


def test_a_missing_pod_counts_as_idle_when_scaling_up() -> None:
    seen = situation(4, pods(4))
    # 3 pods at 200 % and one assumed idle: 1.5 x 4
    result = average_replicas(samples(20_000, 20_000, 20_000), 10_000, seen)
    assert result == Calculation(6, 20_000, 2.0)


def test_an_unready_pod_counts_as_idle_when_scaling_up_only() -> None:
    seen = situation(4, (*pods(3), Pod(name="new", phase="Pending")))
    up = average_replicas(samples(20_000, 20_000, 20_000), 10_000, seen)
    down = average_replicas(samples(5_000, 5_000, 5_000), 10_000, seen)
    assert (_replicas(up), _replicas(down)) == (6, 2)


@pytest.mark.parametrize("resource", ["a plain average", "memory"])
def test_an_unready_pod_at_exactly_the_target_changes_nothing(resource: str) -> None:
    new = replace(pods(4, request_milli=100)[3], phase="Pending")
    seen = situation(4, (*pods(3, request_milli=100), new))
    if resource == "memory":
        result = utilization_replicas(samples(50, 50, 50), 50, seen, resource=resource)
    else:
        result = average_replicas(samples(50, 50, 50), 50, seen)
    assert _replicas(result) == 4


@pytest.mark.parametrize(("resource", "expected"), [("cpu", 4), ("memory", 6)])
def test_only_cpu_waits_for_a_pod_to_become_ready(resource: str, expected: int) -> None:
    starting = replace(pods(3, request_milli=100)[2], ready="False", start_time=NOW - 5)
    seen = situation(3, (*pods(2, request_milli=100), starting))
    values = samples(100, 100, 100)
    by_share = utilization_replicas(values, 50, seen, resource=resource)
    by_average = average_replicas(values, 50, seen, cpu=resource == "cpu")
    assert _replicas(by_share) == _replicas(by_average) == expected


def test_filling_in_never_turns_the_direction_around() -> None:
    seen = situation(4, pods(4))
    # one pod at 150 % and three assumed idle would be 0.375: down. Stay.
    assert _replicas(average_replicas(samples(15_000), 10_000, seen)) == 4


@pytest.mark.parametrize(
    ("switches", "expected"), [(Switches(), 2), (_NO_FILL, 3)], ids=["1.23", "1.28"]
)
def test_at_exactly_the_target_a_missing_pod_pulls_down_only_before_1_28(
    switches: Switches, expected: int
) -> None:
    seen = situation(3, pods(3), switches=switches)
    result = average_replicas(samples(10_000, 10_000), 10_000, seen)
    assert _replicas(result) == expected


@pytest.mark.parametrize(
    ("switches", "expected"), [(Switches(), 3), (_OLD, 5)], ids=["1.23", "1.20"]
)
def test_a_low_average_never_adds_replicas_since_1_23(
    switches: Switches, expected: int
) -> None:
    # More pods with a sample than replicas asked for: 0.85 x 5 is above 3.
    strangers = tuple(PodSample(pod=f"x-{n}", value_milli=8_000) for n in range(4))
    seen = situation(3, pods(2), switches=switches)
    result = average_replicas((*samples(8_000), *strangers), 10_000, seen)
    assert _replicas(result) == expected


@pytest.mark.parametrize(
    ("seen", "values", "switches", "message"),
    [
        pytest.param((), (1,), Switches(), "no pods returned", id="no pods"),
        pytest.param(
            Failure("forbidden"), (1,), Switches(), "forbidden", id="no list of pods"
        ),
        pytest.param(_ONE, (), Switches(), "any ready pods", id="no samples"),
        pytest.param(_ONE, (), _LATE, "for targeted pods", id="no samples, 1.28"),
    ],
)
def test_without_pods_or_samples_there_is_no_number(
    seen: tuple[Pod, ...] | Failure,
    values: tuple[int, ...],
    switches: Switches,
    message: str,
) -> None:
    asked = situation(1, seen, switches=switches)
    for result in (
        average_replicas(samples(*values), 10_000, asked),
        utilization_replicas(samples(*values), 50, asked, resource="memory"),
    ):
        assert isinstance(result, Failure)
        assert message in result.message


def test_utilization_is_truncated_to_whole_percent() -> None:
    seen = situation(2, pods(2, request_milli=300))
    # 331 of 600: 55.17 %, and 55/50 is 1.1, outside the tolerance
    result = utilization_replicas(samples(165, 166), 50, seen, resource="cpu")
    assert result == Calculation(3, 55, 1.1, raw_average_milli=165)


@pytest.mark.parametrize(
    ("switches", "expected"),
    [(Switches(), 3), (_AT_TARGET, 4)],
    ids=["1.23: the request", "1.26: the target above it"],
)
def test_a_missing_pod_uses_its_request_or_the_higher_target(
    switches: Switches, expected: int
) -> None:
    seen = situation(4, pods(4, request_milli=100), switches=switches)
    # three pods at 160 % of a 200 % target
    result = utilization_replicas(samples(160, 160, 160), 200, seen, resource="memory")
    assert _replicas(result) == expected


def test_a_missing_pod_is_idle_in_utilization_when_scaling_up() -> None:
    seen = situation(2, pods(2, request_milli=100))
    result = utilization_replicas(samples(300), 50, seen, resource="memory")
    assert _replicas(result) == 6


def test_an_unready_pod_is_idle_in_utilization_when_scaling_up() -> None:
    new = replace(pods(3, request_milli=100)[2], phase="Pending")
    seen = situation(3, (*pods(2, request_milli=100), new))
    result = utilization_replicas(samples(200, 200), 50, seen, resource="memory")
    assert _replicas(result) == 8


def test_at_exactly_the_target_a_missing_pod_is_left_out_of_utilization() -> None:
    seen = situation(3, pods(3, request_milli=100))
    result = utilization_replicas(samples(50, 50), 50, seen, resource="memory")
    assert _replicas(result) == 3


def test_samples_of_unknown_pods_have_no_utilization() -> None:
    seen = situation(1, pods(1, request_milli=100))
    stranger = (PodSample(pod="stranger", value_milli=80),)
    result = utilization_replicas(stranger, 50, seen, resource="memory")
    assert result == Failure("no metrics returned matched known pods")


@pytest.mark.parametrize(
    ("values", "switches", "message"),
    [
        pytest.param((), Switches(), "missing request for cpu", id="first the request"),
        pytest.param((), _LATE, "for targeted pods", id="1.28: first the samples"),
        pytest.param((5,), _LATE, "in container app of pod pod-0", id="1.28 names it"),
    ],
)
def test_which_of_two_troubles_is_told(
    values: tuple[int, ...], switches: Switches, message: str
) -> None:
    seen = situation(1, pods(1), switches=switches)
    result = utilization_replicas(samples(*values), 50, seen, resource="cpu")
    assert isinstance(result, Failure)
    assert message in result.message


@pytest.mark.parametrize(
    ("current", "total", "expected"),
    [
        pytest.param(6, 269_400, 9, id="269.4 over 200, six pods"),
        pytest.param(6, 200_000, 6, id="at target"),
        pytest.param(6, 0, 0, id="nothing"),
        pytest.param(0, 200_000, 1, id="from zero, one target's worth"),
        pytest.param(0, 210_000, 2, id="from zero there is no tolerance"),
        pytest.param(0, 0, 0, id="zero stays zero"),
    ],
)
def test_a_total_multiplies_the_running_pods(
    current: int, total: int, expected: int
) -> None:
    seen = situation(current, pods(current))
    assert _replicas(total_replicas(total, 200_000, seen)) == expected


def test_a_total_needs_pods_only_outside_the_tolerance() -> None:
    for seen in ((), Failure("forbidden")):
        asked = situation(3, seen)
        assert _replicas(total_replicas(10, 10, asked)) == 3
        assert isinstance(total_replicas(30, 10, asked), Failure)


def test_a_target_of_zero_scales_as_far_down_as_it_can() -> None:
    # What Go makes of an infinite ratio on amd64: the smallest number.
    result = total_replicas(30, 0, situation(3, pods(3)))
    assert _replicas(result) == -(2**31)


@pytest.mark.parametrize(
    ("status", "total", "expected", "usage"),
    [
        pytest.param(3, 8_600, 4, 2_867, id="above, usage rounded up"),
        pytest.param(3, 6_450, 3, 2_150, id="at target"),
        pytest.param(3, 6_700, 3, 2_234, id="within tolerance"),
        pytest.param(3, 7_095, 4, 2_365, id="1.1 is outside"),
        pytest.param(3, 1, 1, 1, id="nearly nothing"),
        pytest.param(3, 0, 0, 0, id="nothing"),
    ],
)
def test_a_share_divides_by_the_status_replicas(
    status: int, total: int, expected: int, usage: int
) -> None:
    seen = situation(1, (), status=status)
    result = share_replicas(total, 2_150, seen)
    assert (result.replicas, result.usage) == (expected, usage)


@pytest.mark.parametrize(("total", "expected"), [(5_000, 3), (0, 0)])
def test_a_share_of_no_replicas_is_the_total_over_the_target(
    total: int, expected: int
) -> None:
    assert share_replicas(total, 2_150, situation(0, (), status=0)).replicas == expected
