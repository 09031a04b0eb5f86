"""The parts of all texts put together."""

from __future__ import annotations

from tests.octoscale.check.inputs import deployment, found, hpa, run


def test_an_hpas_fields_are_told_by_its_own_checks() -> None:
    text = hpa("{type: Resource, resource: {name: cpu, targt: {}}}")
    assert found("MF201", text) == []
    assert [finding.code for finding in run(text).findings if finding.code == "HP002"]


def test_what_a_successor_says_is_told_as_such() -> None:
    text = deployment().replace("apps/v1", "apps/v1beta2") + "      nonsense: 1\n"
    [finding] = found("MF201", text)
    assert finding.message.endswith("(by apps/v1, its successor)")


def test_objects_of_all_files_are_counted() -> None:
    assert run(deployment(), deployment("b"), "a: 1").objects == 2
