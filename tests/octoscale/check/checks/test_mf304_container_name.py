"""MF304: containers of one name."""

from __future__ import annotations

from tests.octoscale.check.inputs import deployment, found, lines

OTHER = "      - {name: %s, image: registry.example/other:1}\n"
INIT = "      initContainers: [{name: %s, image: registry.example/init:1}]\n"


def test_a_name_is_of_one_container() -> None:
    assert lines("MF304", deployment() + OTHER % "main") == [15]
    assert lines("MF304", deployment() + OTHER % "other") == []


def test_init_containers_count() -> None:
    [finding] = found("MF304", deployment() + INIT % "main")
    assert "'main'" in finding.message
    assert found("MF304", deployment() + INIT % "init") == []


def test_two_workloads_may_have_the_same_names() -> None:
    assert found("MF304", deployment("a"), deployment("b")) == []
