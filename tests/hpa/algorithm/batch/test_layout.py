"""The arrays: one row for each HPA, a record of named fields in each."""

from __future__ import annotations

import numpy as np
import pytest

from hpa.algorithm.batch import (
    Memory,
    Observations,
    Specs,
    blank_decisions,
)


@pytest.mark.parametrize(
    ("group", "shapes"),
    [
        pytest.param(
            Specs.blank(5, metrics=3, policies=4),
            {"hpas": (5,), "rules": (5, 2), "policies": (5, 2, 4), "metrics": (5, 3)},
            id="specs",
        ),
        pytest.param(
            Memory.blank(5, recommendations=22, events=2),
            {
                "heads": (5,),
                "sides": (5, 2),
                "recommendations": (5, 2, 22),
                "events": (5, 2, 2),
            },
            id="memory",
        ),
        pytest.param(
            Observations.blank(5, metrics=3),
            {"scales": (5,), "readings": (5, 3)},
            id="observations",
        ),
    ],
)
def test_blank_arrays_have_the_documented_shapes(
    group: Specs | Memory | Observations, shapes: dict[str, tuple[int, ...]]
) -> None:
    arrays = group._asdict()
    assert {name: array.shape for name, array in arrays.items()} == shapes
    assert not any(array.view(np.uint8).any() for array in arrays.values())


def test_a_field_of_all_hpas_is_one_array() -> None:
    specs = Specs.blank(3)
    specs.hpas["max_replicas"] = [1, 2, 3]
    assert [int(hpa["max_replicas"]) for hpa in specs.hpas] == [1, 2, 3]


def test_integers_floats_and_codes_have_plain_types() -> None:
    groups = (
        Specs.blank(1),
        Memory.blank(1, recommendations=1, events=1),
        Observations.blank(1),
    )
    records = [array.dtype for group in groups for array in group]
    records.append(blank_decisions(1).dtype)
    plain = {np.dtype(name) for name in ("i8", "i4", "i2", "i1", "f8", "?")}
    for record in records:
        assert {record[name] for name in record.names or ()} <= plain
