"""Generated names have one home."""

from __future__ import annotations

import pytest

from octoscale.service.names import api_name, safe_service_name


@pytest.mark.parametrize(
    ("series", "kind", "quantile", "name"),
    [
        ("x_total", "counter", None, "x_per_second"),
        ("x", "counter", None, "x_per_second"),
        ("_total", "counter", None, "_total_per_second"),
        ("x_seconds", "histogram", None, "x_seconds_average"),
        ("x_seconds", "histogram", 0.999, "x_seconds_p99_9"),
        ("x_total", "gauge", None, "x_total"),
    ],
)
def test_api_names(series: str, kind: str, quantile: float | None, name: str) -> None:
    assert api_name(series, kind, quantile) == name


@pytest.mark.parametrize(
    ("name", "safe"),
    [("a", True), ("a-b1", True), ("A", False), ("-a", False), ("a" * 64, False)],
)
def test_service_names(name: str, *, safe: bool) -> None:
    assert safe_service_name(name) is safe


def test_a_line_feed_is_no_part_of_a_name() -> None:
    assert not safe_service_name("a\n")
