"""The matrix: every cell as often as asked for, in an order that is fair."""

from __future__ import annotations

from collections import Counter

from bench.load.matrix import cells, works
from tests.bench.load.fakes import PLAN, plan

SHAPE = "  - {requests: 100, workers: 10}\n"
WIDE = (
    PLAN.replace(SHAPE, f"{SHAPE}  - {{duration: 2s, workers: 5}}\n")
    + "keepAlive: [true, false]\n"
    "services: [{name: a, path: /a}, {name: b, path: /b}]\n"
)


def test_the_matrix_is_the_product_of_all_axes() -> None:
    made = cells(plan(WIDE))
    assert len(made) == len(set(made)) == 2 * 2 * 2 * 2
    counts = Counter(work.cell for work in works(plan(WIDE)))
    assert set(counts) == set(made)
    assert set(counts.values()) == {2}


def test_rounds_follow_each_other_where_nothing_is_scaled() -> None:
    order = [(w.repeat, w.cell.replicas) for w in works(plan())]
    assert order == [(1, 1), (1, 2), (2, 1), (2, 2)]


def test_a_workload_is_scaled_once_for_each_number_of_replicas() -> None:
    scaled = PLAN.replace(
        "name: k8s", "name: k8s\n    scale: {namespace: shop, name: web}"
    )
    order = [(w.repeat, w.cell.replicas) for w in works(plan(scaled))]
    assert order == [(1, 1), (2, 1), (1, 2), (2, 2)]


def test_a_cell_is_named_on_one_line() -> None:
    assert [str(cell) for cell in cells(plan())] == [
        "k8s with 1, root, n=100 c=10",
        "k8s with 2, root, n=100 c=10",
    ]
