"""Tests of ``hpa.algorithm.versions``."""

from __future__ import annotations

from dataclasses import fields

import pytest

from hpa.algorithm.versions import (
    DEFAULT_SWITCHES,
    DEFAULT_VERSIONS,
    RECORDED_VERSION,
    Switches,
    caveat,
    minor_of,
    switches_for,
)


def test_the_default_switches_are_the_recorded_version() -> None:
    assert switches_for(RECORDED_VERSION) == Switches()


def test_v2beta2_is_assumed_on_its_last_version_and_v2_on_the_last_compared() -> None:
    assert DEFAULT_VERSIONS["v2beta2"] == "1.25"
    assert DEFAULT_VERSIONS["v2"] == "1.28"
    assert switches_for("1.25") == DEFAULT_SWITCHES


@pytest.mark.parametrize(
    ("switch", "last_without", "first_with"),
    [
        ("partial_failure_blocks_scale_down", "1.20", "1.23"),
        ("raw_average_keeps_direction", "1.20", "1.23"),
        ("two_sided_stabilization", "1.20", "1.23"),
        ("period_start_counts_both_directions", "1.25", "1.26"),
        ("missing_pods_at_target", "1.25", "1.26"),
        ("container_resource", "1.26", "1.27"),
        ("no_fill_at_rest", "1.23", "1.28"),
        ("samples_before_requests", "1.23", "1.28"),
        ("refuses_shared_pods", "1.23", "1.28"),
        ("partial_failure_is_reported", "1.23", "1.28"),
        ("container_metric_names", "1.23", "1.28"),
        ("tolerance_as_band", "1.28", "1.33"),
        ("tolerance_per_direction", "1.34", "1.35"),
        ("scale_to_zero", "1.36", "1.37"),
    ],
)
def test_a_change_is_on_from_its_version_on(
    switch: str, last_without: str, first_with: str
) -> None:
    assert getattr(switches_for(last_without), switch) is False
    assert getattr(switches_for(first_with), switch) is True


def test_no_version_refuses_container_resources_by_itself() -> None:
    assert not any(
        switches_for(f"1.{minor}").refuses_container_resource for minor in range(60)
    )


def test_a_change_never_goes_away_again() -> None:
    for minor in range(18, 45):
        older, newer = switches_for(f"1.{minor}"), switches_for(f"1.{minor + 1}")
        for each in fields(Switches):
            assert getattr(newer, each.name) >= getattr(older, each.name), each.name


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("1.19", "not verified against 1.19"),
        ("1.20", ""),
        ("1.23", ""),
        ("1.28", ""),
        ("1.29", "not verified against 1.29"),
        ("v1.31.4", "not verified against 1.31"),
    ],
)
def test_a_version_that_nobody_compared_says_so(version: str, expected: str) -> None:
    assert caveat(version) == expected


@pytest.mark.parametrize(
    "version", ["1.25", "v1.25", "1.25.3", "v1.25.3-gke.100", "1.25+"]
)
def test_the_minor_number_is_read_from_every_usual_form(version: str) -> None:
    assert minor_of(version) == 25


@pytest.mark.parametrize("version", ["", "1", "1.", "2.25", "1.x", "1.25x", "latest"])
def test_what_is_no_version_is_refused_by_name(version: str) -> None:
    with pytest.raises(ValueError, match="not a Kubernetes version"):
        minor_of(version)
