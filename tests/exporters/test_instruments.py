"""From descriptors to metrics: exactly the declared series, or a reason."""

from __future__ import annotations

import math
import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from exporters import instruments
from octoscale.core.descriptor import MetricDescriptor


def descriptor(**changes: Any) -> MetricDescriptor:
    fields: dict[str, Any] = {
        "series_name": "shop_requests_total",
        "kind": "counter",
        "help": "Requests answered.",
        "api_name": "shop_requests_per_second",
    }
    return MetricDescriptor(**(fields | changes))


@pytest.mark.parametrize(
    ("kind", "name", "expected"),
    [
        pytest.param("counter", "shop_requests_total", Counter, id="counter"),
        pytest.param("gauge", "shop_in_flight", Gauge, id="gauge"),
        pytest.param("histogram", "shop_wait_seconds", Histogram, id="histogram"),
    ],
)
def test_each_kind_becomes_its_metric(kind: str, name: str, expected: type) -> None:
    built = instruments.build(
        descriptor(kind=kind, series_name=name), CollectorRegistry()
    )
    assert type(built) is expected


def test_labels_and_help_reach_the_exposition() -> None:
    registry = CollectorRegistry()
    requests = instruments.counter(descriptor(labels=("method", "route")), registry)
    requests.labels("GET", "/cart").inc(2)
    found = registry.get_sample_value(
        "shop_requests_total", {"method": "GET", "route": "/cart"}
    )
    assert found == 2
    assert [family.documentation for family in registry.collect()] == [
        "Requests answered."
    ]


def test_buckets_are_the_declared_ones_and_infinity() -> None:
    registry = CollectorRegistry()
    wait = instruments.histogram(
        descriptor(
            kind="histogram", series_name="shop_wait_seconds", buckets=(0.1, 1.0)
        ),
        registry,
    )
    wait.observe(0.5)
    bounds = {
        sample.labels["le"]: sample.value
        for family in registry.collect()
        for sample in family.samples
        if sample.name == "shop_wait_seconds_bucket"
    }
    assert bounds == {"0.1": 0, "1.0": 1, "+Inf": 1}


WRONG = [
    pytest.param({"series_name": "shop_requests"}, "_total", id="counter-no-total"),
    pytest.param({"kind": "gauge"}, "only grows", id="gauge-total"),
    pytest.param({"help": " "}, "help", id="no-help"),
    pytest.param(
        {"series_name": "job:shop_total"}, "recording rules", id="colon-in-name"
    ),
    pytest.param({"unit": "seconds"}, "unit 'seconds'", id="unit-not-in-name"),
    pytest.param({"labels": ("a", "a")}, "named twice", id="label-twice"),
    *(
        pytest.param(
            {"kind": "histogram", "series_name": f"wait{suffix}"}, suffix, id=suffix
        )
        for suffix in ("_bucket", "_sum", "_count", "_total", "_created", "_info")
    ),
    pytest.param(
        {"kind": "histogram", "series_name": "wait", "labels": ("le",)},
        "bucket's bound",
        id="le-label",
    ),
    *(
        pytest.param(
            {"kind": "histogram", "series_name": "wait", "buckets": bounds},
            reason,
            id=f"buckets-{bounds}",
        )
        for bounds, reason in (
            ((1.0, 1.0), "ascend"),
            ((2.0, 1.0), "ascend"),
            ((1.0, math.nan), "not a number"),
            ((math.inf,), "tells nothing"),
        )
    ),
]


@pytest.mark.parametrize(("changes", "reason"), WRONG)
def test_a_wrong_combination_is_refused_with_its_reason(
    changes: dict[str, Any], reason: str
) -> None:
    registry = CollectorRegistry()
    with pytest.raises(ValueError, match=reason):
        instruments.build(descriptor(**changes), registry)
    assert list(registry.collect()) == []


@pytest.mark.parametrize("kind", ["counter", "gauge", "histogram"])
def test_a_name_is_taken_once_per_registry(kind: str) -> None:
    name = "shop_total" if kind == "counter" else "shop"
    wanted = descriptor(kind=kind, series_name=name)
    registry = CollectorRegistry()
    instruments.build(wanted, registry)
    with pytest.raises(ValueError, match="already holds"):
        instruments.build(wanted, registry)
    instruments.build(wanted, CollectorRegistry())


def test_the_narrow_builders_refuse_another_kind() -> None:
    with pytest.raises(ValueError, match="is a counter, not a gauge"):
        instruments.gauge(descriptor(), CollectorRegistry())


@given(
    kind=st.sampled_from(["counter", "gauge", "histogram"]),
    stem=st.text(string.ascii_letters + string.digits + "_", max_size=12),
    unit=st.sampled_from(["", "seconds", "bytes", "ratio"]),
)
def test_whatever_is_built_appears_under_the_declared_name(
    kind: str, stem: str, unit: str
) -> None:
    name = f"x{stem}" + (f"_{unit}" if unit else "")
    name += "_total" if kind == "counter" else ""
    registry = CollectorRegistry()
    try:
        built = instruments.build(
            descriptor(kind=kind, series_name=name, unit=unit), registry
        )
    except ValueError:
        return
    if isinstance(built, Histogram):
        built.observe(1)
        name += "_count"
    else:
        built.inc()
    assert registry.get_sample_value(name) == 1
