"""MF202: values that the API server refuses."""

from __future__ import annotations

import pytest

from tests.octoscale.check.inputs import deployment, found, service

POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: a, annotations: {b: %s}}"


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        pytest.param("true", True, id="a truth"),
        pytest.param("9117", True, id="a number"),
        pytest.param("'9117'", False, id="quoted"),
        pytest.param("2021-01-01", False, id="a date is text"),
        pytest.param("[a]", True, id="a list"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_annotations_hold_text(value: str, wrong: bool) -> None:
    assert bool(found("MF202", POD % value)) is wrong


def test_an_unquoted_value_is_to_be_quoted() -> None:
    [finding] = found("MF202", POD % "true")
    assert finding.hint == "put it in quotes"


@pytest.mark.parametrize(
    ("replicas", "hint"),
    [("2        8", "mark for sed"), ("'2'", "leave the quotes out"), ("two", "check")],
)
def test_a_count_is_a_number(replicas: str, hint: str) -> None:
    text = deployment().replace("spec:\n", f"spec:\n  replicas: {replicas}\n", 1)
    [finding] = found("MF202", text)
    assert hint in finding.hint
    assert finding.place.line == 5


@pytest.mark.parametrize("port", ["http", "8080"])
def test_a_target_port_is_a_name_or_a_number(port: str) -> None:
    assert found("MF202", service(target=port)) == []
