"""The capacity curve and the smallest number of replicas that is enough."""

from __future__ import annotations

import pytest

from bench.load.capacity import curves, judged
from bench.load.plan import LoadGoal
from bench.load.results import results
from tests.bench.load.fakes import PLAN, hey_report, load_report, plan


def goal(**parts: object) -> LoadGoal:
    return LoadGoal.model_validate(parts)


@pytest.mark.parametrize(
    ("wanted", "smallest", "surely"),
    [
        pytest.param({"goodput": 900}, 1, 1, id="one is enough"),
        pytest.param({"goodput": 1001.4}, 1, 2, id="one, by its mean alone"),
        pytest.param({"goodput": 1500}, 2, 2, id="two"),
        pytest.param({"goodput": 2001}, 2, None, id="two, by its mean alone"),
        pytest.param({"goodput": 5000}, None, None, id="none"),
        pytest.param({"goodput": 900, "p95": "10ms"}, None, None, id="too slow"),
        pytest.param({"p95": "20ms"}, 1, 1, id="fast enough"),
        pytest.param({"failures": 0.0}, 1, 1, id="no failures"),
    ],
)
def test_the_smallest_number_that_meets_the_goal(
    wanted: dict[str, object], smallest: int | None, surely: int | None
) -> None:
    (curve,) = curves(results(load_report()), goal(**wanted))
    assert (curve.smallest, curve.surely) == (smallest, surely)


def test_a_larger_number_that_misses_the_goal_again_is_named() -> None:
    sagging = load_report(
        make=lambda w: hey_report(2000.0 if w.cell.replicas == 1 else 900.0)
    )
    (curve,) = curves(results(sagging), goal(goodput=1500))
    assert (curve.smallest, curve.missed_above) == (1, (2,))
    (rising,) = curves(results(load_report()), goal(goodput=1500))
    assert rising.missed_above == ()


def test_failures_beyond_the_goal_are_not_enough() -> None:
    failing = load_report(make=lambda _: hey_report(served=90))
    (curve,) = curves(results(failing), goal(failures=0.05))
    assert curve.smallest is None


def test_a_curve_needs_two_numbers_of_replicas() -> None:
    text = PLAN.replace('      - {replicas: 2, url: "http://127.0.0.1:8002"}\n', "")
    assert curves(results(load_report(plan(text))), None) == ()


def test_points_are_in_order_of_replicas() -> None:
    text = PLAN.replace("replicas: 1", "replicas: 9")
    (curve,) = curves(results(load_report(plan(text))), None)
    assert [point.cell.replicas for point in curve.points] == [2, 9]
    assert curve.smallest is None


def test_a_curve_is_judged_as_a_whole_and_a_lone_cell_alone() -> None:
    lone = PLAN.replace("- name: k8s", "- name: VM\n    endpoints:\n      "
    '- {url: "http://127.0.0.1:8003"}\n  - name: k8s')  # fmt: skip
    made = results(load_report(plan(lone)))
    assert dict(judged(made, goal(goodput=1500))) == {
        "k8s, root, n=100 c=10": "",
        "VM, root, n=100 c=10": "VM, root, n=100 c=10 does not meet the goal, "
        "goodput of 1500/s",
    }
    assert list(judged(made, None)) == []
