"""Readings become families: what has a value is exposed, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from exporters.families import empty_family, expose
from octoscale.core.descriptor import MetricDescriptor


def descriptor(series_name: str, **changes: Any) -> MetricDescriptor:
    fields: dict[str, Any] = {"kind": "gauge", "help": "Help.", "api_name": "m"}
    return MetricDescriptor(series_name=series_name, **(fields | changes))


def test_a_value_that_is_zero_is_exposed_and_a_missing_one_is_not() -> None:
    families = expose([descriptor("a"), descriptor("b")], {"a": 0.0})
    assert [(f.name, [s.value for s in f.samples]) for f in families] == [("a", [0.0])]


def test_labelled_values_keep_their_order() -> None:
    (family,) = expose(
        [descriptor("slots", labels=("state",))],
        {"slots": {("busy",): 1.0, ("idle",): 2.0}},
    )
    assert [(s.labels, s.value) for s in family.samples] == [
        ({"state": "busy"}, 1.0),
        ({"state": "idle"}, 2.0),
    ]


@pytest.mark.parametrize(
    ("name", "kind", "unit", "family_name", "family_unit"),
    [
        pytest.param(
            "a_cpu_seconds_total",
            "counter",
            "seconds",
            "a_cpu_seconds",
            "seconds",
            id="counter",
        ),
        pytest.param("a_bytes", "gauge", "bytes", "a_bytes", "bytes", id="gauge"),
        pytest.param(
            "a_memory_total",
            "gauge",
            "bytes",
            "a_memory_total",
            "",
            id="inherited-name-without-its-unit",
        ),
    ],
)
def test_a_unit_never_changes_a_name(
    name: str, kind: str, unit: str, family_name: str, family_unit: str
) -> None:
    family = empty_family(descriptor(name, kind=kind, unit=unit))
    assert (family.name, family.unit) == (family_name, family_unit)


def test_a_collector_exposes_no_histogram() -> None:
    with pytest.raises(ValueError, match="histogram"):
        empty_family(descriptor("wait", kind="histogram"))
