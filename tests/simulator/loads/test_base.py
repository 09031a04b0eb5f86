"""Every load shape in the table can stand in a scenario file."""

from __future__ import annotations

from typing import Any

import pytest

from octoscale.core import yamlio
from simulator import presets, scenario
from simulator.loads import SHAPES

EXAMPLES: dict[str, dict[str, Any]] = {
    "constant": {"level": 5},
    "step": {"after": 5, "at_seconds": 60},
    "ramp": {"after": 5, "at_seconds": 60, "over_seconds": 30},
    "spike": {"peak": 5, "at_seconds": 60, "for_seconds": 30},
    "diurnal": {"low": 1, "high": 5},
    "heavy_tail": {"base": 1, "most": 9, "for_seconds": 600},
    "sawtooth": {"high": 5, "period_seconds": 60, "periods": 3},
    "replay": {"points": [[0, 1], [60, 5]]},
}


def test_every_shape_has_an_example_here() -> None:
    names = [shape.__module__.rpartition(".")[2] for shape in SHAPES]
    assert sorted(names) == sorted(EXAMPLES)


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_scenario_file_may_name_the_shape(name: str) -> None:
    raw = yamlio.load(scenario.dump(presets.paper())).value
    raw["load"] = {"shape": name, "unit": "requests/s", **EXAMPLES[name]}
    read = scenario.load(yamlio.dump(raw))
    assert read.load.unit == "requests/s"
    assert read.load.course().at(75.0) > 0
