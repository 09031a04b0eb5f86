"""The load plan's model and its published schema say the same."""

from __future__ import annotations

import json

import jsonschema
import pytest

from bench.load.file import load_load_plan, preset_names
from bench.load.plan import SUCCESSES, Shape
from octoscale.service.schemas import schema_of
from tests.bench.load.fakes import PLAN, plan

SCHEMA = schema_of("load")


@pytest.mark.parametrize("name", preset_names())
def test_the_presets_satisfy_the_published_schema(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(json.loads(json.dumps(load_load_plan(name).to_dict())), SCHEMA)


def test_unknown_fields_are_refused_by_it() -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**plan().to_dict(), "nonsense": 1}, SCHEMA)


def test_what_is_left_out_is_not_written_and_has_its_default() -> None:
    read = plan()
    assert read.successes == SUCCESSES
    data = read.to_dict()
    assert "success" not in data
    assert "goal" not in data
    assert data["limits"] == {
        "run": "1m", "total": "1h", "rate": 50_000.0, "timeout": 20
    }  # fmt: skip


def test_given_statuses_are_the_only_ones_that_count() -> None:
    assert plan(PLAN + "success: [200, 404]\n").successes == (200, 404)


def test_a_shape_is_shown_as_hey_s_options() -> None:
    assert Shape.model_validate({"workers": 5, "duration": "2s"}).shown == "z=2s c=5"
