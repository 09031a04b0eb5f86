"""Results are matched to objects as the adapter matches them."""

from __future__ import annotations

import pytest

from adapter_rules.prometheus.base import QueryResult, ResultKind, Sample
from adapter_rules.results import by_object, why_absent, why_unusable


def vector(*labels: dict[str, str]) -> QueryResult:
    samples = [Sample(one, float(i), 0.0) for i, one in enumerate(labels)]
    return QueryResult("vector", tuple(samples))


def test_values_are_keyed_by_the_label_and_the_last_one_wins() -> None:
    found = by_object(vector({"pod": "a"}, {"pod": "b"}, {"pod": "a"}, {}), "pod")
    assert {name: sample.value for name, sample in found.items()} == {
        "a": 2.0,
        "b": 1.0,
        "": 3.0,
    }


@pytest.mark.parametrize(
    ("kind", "custom", "external"),
    [
        ("vector", True, True),
        ("scalar", False, True),
        ("string", False, False),
        ("matrix", False, False),
    ],
)
def test_which_kinds_are_of_use(
    *, kind: ResultKind, custom: bool, external: bool
) -> None:
    assert (why_unusable(QueryResult(kind)) is None) is custom
    assert (why_unusable(QueryResult(kind), external=True) is None) is external


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (vector(), "no sample"),
        (vector({"pod": "b"}), "no sample for this object"),
        (vector({"job": "x", "a": "y"}), "no label 'pod' (it has a, job)"),
        (vector({}), "no label 'pod' (it has no labels)"),
    ],
)
def test_why_an_object_has_no_value(result: QueryResult, words: str) -> None:
    assert words in why_absent(result, "pod")
