"""Sizes: the paper's example, and what is no use of a resource."""

from __future__ import annotations

import math

import pytest

from octoscale.core.errors import InputError, UsageError
from simulator.sizing import percentile, replicas_for, sizes_of


def test_the_papers_example_needs_four_replicas() -> None:
    assert replicas_for(2000, capacity=500) == 4


@pytest.mark.parametrize(
    ("load", "headroom", "replicas"), [(0, 0, 1), (2001, 0, 5), (2000, 0.25, 5)]
)
def test_a_load_needs_whole_replicas(
    load: float, headroom: float, replicas: int
) -> None:
    assert replicas_for(load, capacity=500, headroom=headroom) == replicas


@pytest.mark.parametrize(
    ("load", "capacity"),
    [
        (-1, 500),
        (100, 0),
        (math.nan, 500),
        (100, math.nan),
        (math.inf, 500),
        (100, math.inf),
        (1e300, 1e-300),
        (1e300, 500),
    ],
)
def test_nonsense_is_refused(load: float, capacity: float) -> None:
    with pytest.raises(UsageError):
        replicas_for(load, capacity=capacity)


def test_requests_follow_a_percentile_that_was_observed() -> None:
    values = [float(number) for number in range(1, 101)]
    assert percentile(values, 95) == 95
    assert percentile(values, 0) == 1


@pytest.mark.parametrize("text", ["time\n1\n", "cpu\nmuch\n", "memory\n-1\n"])
def test_a_wrong_file_has_its_place(text: str) -> None:
    with pytest.raises(InputError, match=r"use\.csv:[12]: error SI006"):
        sizes_of(text, file="use.csv")
