"""What the adapter asks the simulated Prometheus."""

from __future__ import annotations

import pytest

from simulator.errors import UnsupportedQueryError
from simulator.world.answers import SimulatedAnswers
from simulator.world.evaluation import Evaluator
from simulator.world.series import Store, labels_of

MINUTE = 60_000


def stored() -> Store:
    store = Store()
    store.append(labels_of("hits", {"pod": "web-1"}), 10 * MINUTE, 3.0)
    store.append(labels_of("hits", {"pod": "web-2"}), 2 * MINUTE, 4.0)
    return store


def test_series_are_those_with_samples_since_the_start() -> None:
    answers = SimulatedAnswers(Evaluator(stored(), 5 * MINUTE))
    found = answers.series("hits", 5 * MINUTE, 11 * MINUTE)
    assert [dict(one.labels) for one in found] == [{"pod": "web-1"}]
    assert len(answers.series("hits", 0, 11 * MINUTE)) == 2


def test_a_series_is_always_the_same_object() -> None:
    answers = SimulatedAnswers(Evaluator(stored(), 5 * MINUTE))
    first, again = (answers.series("hits", 0, MINUTE) for _ in range(2))
    assert all(one is other for one, other in zip(first, again, strict=True))


def test_rows_and_ages_are_of_the_newest_samples() -> None:
    answers = SimulatedAnswers(Evaluator(stored(), 5 * MINUTE))
    assert [row.value for row in answers.rows("sum(hits)", 11 * MINUTE)] == [3.0]
    assert answers.ages("sum(hits)", 11 * MINUTE) == [MINUTE]


def test_what_waits_to_be_stored_is_stored_before_each_answer() -> None:
    store, asked = Store(), []

    def settle() -> None:
        asked.append(1)
        store.append(labels_of("hits"), len(asked) * MINUTE, float(len(asked)))

    answers = SimulatedAnswers(Evaluator(store, 5 * MINUTE), settle=settle)
    assert answers.series("hits", 0, MINUTE)
    assert answers.ages("hits", 3 * MINUTE) == [MINUTE]
    assert answers.rows("hits", 3 * MINUTE)[0].value == 3.0


def test_a_query_outside_the_subset_is_refused_by_name() -> None:
    answers = SimulatedAnswers(Evaluator(stored(), 5 * MINUTE))
    with pytest.raises(UnsupportedQueryError, match="quantile"):
        answers.rows("quantile(0.9, hits)", MINUTE)
