"""What goes to the compiled loop as arrays comes back whole."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.sweep.packing import packed, unpacked
from simulator.sweep.plant import Plant, plant_of
from simulator.sweep.run import today
from tests.simulator.sweep.scenarios import random_scenario


def plant(number: int) -> Plant:
    scenario = random_scenario(number, hours=1)
    return plant_of(scenario, spec=today(scenario).spec, seed=1)


@pytest.mark.parametrize("number", range(8))
def test_a_plant_comes_back_figure_by_figure(number: int) -> None:
    there, back = plant(number), unpacked(packed(plant(number)))
    assert dict(back.numbers._asdict()) == dict(there.numbers._asdict())
    assert (back.course.pace, back.course.capacity) == (
        there.course.pace,
        there.course.capacity,
    )
    for one, other in zip(
        (*there.course[:6], *there[2:]), (*back.course[:6], *back[2:]), strict=True
    ):
        assert np.array_equal(one, other)


def test_everything_is_an_array() -> None:
    assert {type(part) for part in packed(plant(1))} == {np.ndarray}
