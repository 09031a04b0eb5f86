"""MF703: annotations that no job follows."""

from __future__ import annotations

from tests.octoscale.check.inputs import (
    KEEP,
    SCRAPED,
    deployment,
    found,
    lines,
    prometheus,
)

PODS = deployment(annotations=SCRAPED)


def test_a_job_must_keep_it() -> None:
    assert found("MF703", PODS, prometheus(KEEP)) == []
    other = KEEP.replace("regex: true", "regex: yes-please")
    assert lines("MF703", PODS, prometheus(other)) == [9]


def test_without_a_config_for_pods_nothing_is_known() -> None:
    assert found("MF703", PODS) == []
    nodes = prometheus(KEEP).replace("role: pod", "role: node")
    assert found("MF703", PODS, nodes) == []


def test_one_of_several_configs_is_enough() -> None:
    other = prometheus(KEEP.replace("regex: true", "regex: never"))
    assert found("MF703", PODS, prometheus(KEEP), other) == []
