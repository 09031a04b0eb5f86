"""The fields of an observation file, and the schema that is published of them."""

from __future__ import annotations

import jsonschema
import pytest

from hpa.observations.example import example
from hpa.observations.model import ObservationFile
from octoscale.core import schema, yamlio
from octoscale.core.errors import InputError
from octoscale.core.schema import json_schema


def read(text: str) -> ObservationFile:
    return schema.decode(ObservationFile, yamlio.load(text, file="o.yaml"))


def test_little_is_needed() -> None:
    seen = read("replicas: 3\n")
    assert (seen.replicas, seen.status_replicas, seen.pods) == (3, None, None)
    assert seen.memory.recommendations == ()


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        pytest.param("{}", "1:1", "missing field 'replicas'", id="missing"),
        pytest.param("replicas: -1", "1:11", "replicas", id="negative"),
        pytest.param("replicas: '3'", "1:11", "replicas", id="text"),
        pytest.param("replica: 3", "1:1", "did you mean", id="unknown field"),
        pytest.param("replicas: 3\nreplicas: 4", "2:1", "duplicate key", id="twice"),
        pytest.param(
            "replicas: 3\nmetrics:\n- {name: q, value: x}", "3:20", "not a quantity",
            id="quantity",
        ),
        pytest.param(
            "replicas: 3\nmetrics:\n- {name: q, value: true}", "3:20", "not True",
            id="truth",
        ),
        pytest.param(
            "replicas: 3\npods: [{name: a, startedAgo: soon}]", "2:30",
            "not a duration", id="duration",
        ),
        pytest.param(
            "replicas: 3\npods: [{name: a, startedAgo: 5}]", "2:30",
            "a duration like 15s", id="duration without a unit",
        ),
        pytest.param(
            "replicas: 3\npods: [{name: a, phase: Dead}]", "2:25", "phase", id="phase"
        ),
        pytest.param("replicas: 3\nkubernetes: 1.25", "2:13", "in quotes", id="1.25"),
        pytest.param(
            "replicas: 3\nkubernetes: '2.0'", "2:13", "not a Kubernetes", id="2.0"
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_has_a_place(text: str, place: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read(text)
    finding = caught.value.findings[0]
    assert str(finding.place) == f"o.yaml:{place}"
    hint = finding.hint if words == "did you mean" else finding.message
    assert words in hint or words in finding.message


def test_the_example_satisfies_the_published_schema() -> None:
    published = json_schema(ObservationFile, title="t", url="urn:x")
    jsonschema.Draft202012Validator.check_schema(published)
    jsonschema.validate(yamlio.load(example()).value, published)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"replicas": 1, "nonsense": 1}, published)


def test_every_field_is_described_in_the_schema() -> None:
    published = json_schema(ObservationFile, title="t", url="urn:x")
    told = published["$defs"]["MetricSeen"]["properties"]["utilization"]
    assert "percent" in told["description"]
