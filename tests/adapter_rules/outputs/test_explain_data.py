"""A story as data: stable keys, and what is not there is null."""

from __future__ import annotations

import json

from adapter_rules.asking import ObjectValue
from adapter_rules.explanation import Asked, Explanation, Step, StepName
from adapter_rules.outputs.explain_data import to_dict
from octoscale.core.quantity import Quantity


def test_a_value_that_arrives() -> None:
    values = (
        ObjectValue(name="a", labels={"pod": "a"}, quantity=Quantity.parse("0")),
        ObjectValue(name="b", labels={}, quantity=None, note="no sample"),
    )
    step = Step(name=StepName.VALUE, text="a: 0", evidence=("x",))
    asked = Asked(metric="hits", resource="pods", name="*", namespace="shop")
    data = to_dict(Explanation(asked=asked, steps=(step,), values=values))
    assert data["request"]["path"] == asked.path
    assert data["request"]["selector"] is None
    assert data["brokenStep"] is None
    assert data["steps"][0]["evidence"] == ["x"]
    assert [one["value"] for one in data["values"]] == ["0", None]
    assert json.loads(json.dumps(data)) == data


def test_a_break_is_named() -> None:
    step = Step(name=StepName.QUERY, text="no", broken=True, hint="mend it")
    told = Explanation(asked=Asked(metric="m"), steps=(step,), answer="404")
    data = to_dict(told)
    assert (data["brokenStep"], data["answer"]) == ("query", "404")
    assert data["steps"][0]["hint"] == "mend it"
