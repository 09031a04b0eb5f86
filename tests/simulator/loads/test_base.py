"""Every load shape in the table can stand in a scenario file."""

from __future__ import annotations

import pytest

from octoscale.core import yamlio
from simulator import presets, scenario
from simulator.loads import SHAPES

EXAMPLES = {
    "constant": {"level": 5},
    "step": {"after": 5, "at_seconds": 60},
    "ramp": {"after": 5, "at_seconds": 60, "over_seconds": 30},
    "spike": {"peak": 5, "at_seconds": 60, "for_seconds": 30},
}


def test_every_shape_has_an_example_here() -> None:
    names = [shape.__name__.lower() for shape in SHAPES]
    assert names == list(EXAMPLES)


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_scenario_file_may_name_the_shape(name: str) -> None:
    raw = yamlio.load(scenario.dump(presets.paper())).value
    raw["load"] = {"shape": name, "unit": "requests/s", **EXAMPLES[name]}
    read = scenario.load(yamlio.dump(raw))
    assert read.load.unit == "requests/s"
    assert read.load.course().at(75.0) > 0
