"""Counters and gauges: by what is told of them, else by their names."""

from __future__ import annotations

import pytest

from adapter_rules.checks.types import type_of
from adapter_rules.prometheus.base import Metadata, MetricType


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("hits_total", "counter"),
        ("h_bucket", "counter"),
        ("process_open_fds", "gauge"),
        ("queue_depth", "gauge"),
        ("memory_bytes", "gauge"),
        ("hits", None),
        ("latency_seconds_sum", None),
    ],
)
def test_names_are_trusted_where_a_convention_speaks(
    name: str, kind: str | None
) -> None:
    found = type_of(name, {})
    assert (found.kind if found else None) == kind


@pytest.mark.parametrize(
    ("name", "family", "told", "kind"),
    [
        pytest.param("hits", "hits", "counter", "counter", id="a counter"),
        pytest.param("x_total", "x_total", "gauge", "gauge", id="against its name"),
        pytest.param("x_total", "x", "counter", "counter", id="its family's"),
        pytest.param("x_sum", "x", "histogram", "counter", id="a histogram's sum"),
        pytest.param("x_count", "x", "summary", "counter", id="a summary's count"),
        pytest.param("x_count", "x", "gauge", None, id="no part of a gauge"),
    ],
)
def test_metadata_wins_over_names(
    name: str, family: str, told: MetricType, kind: str | None
) -> None:
    found = type_of(name, {family: Metadata(told)})
    assert (found.kind if found else None) == kind
    if found:
        assert found.because == "by its metadata"


def test_unknown_metadata_leaves_the_name() -> None:
    found = type_of("hits_total", {"hits_total": Metadata("unknown")})
    assert found is not None
    assert found.because == "by its name"
