"""Answers are read without trust."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter_rules.prometheus import decoding
from adapter_rules.prometheus.base import Metadata, Sample
from adapter_rules.prometheus.decoding import ShapeError


def vector(*items: Any) -> dict[str, Any]:
    return {"resultType": "vector", "result": list(items)}


def value(text: Any, timestamp: Any = 1.5) -> dict[str, Any]:
    return {"metric": {"pod": "a"}, "value": [timestamp, text]}


def test_a_vector() -> None:
    result = decoding.query_result(vector(value("7.5")))
    assert result.samples == (Sample({"pod": "a"}, 7.5, 1.5),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", 0.0),
        ("-1.5", -1.5),
        ("1e3", 1000.0),
        ("100e-3", 0.1),
        ("+Inf", math.inf),
        ("-Inf", -math.inf),
        ("9007199254740993", 9007199254740992.0),
    ],
)
def test_values_of_samples(text: str, expected: float) -> None:
    assert decoding.query_result(vector(value(text))).samples[0].value == expected


def test_nan_is_a_value() -> None:
    sample = decoding.query_result(vector(value("NaN"))).samples[0]
    assert math.isnan(sample.value)


def test_a_scalar_is_one_sample_without_labels() -> None:
    result = decoding.query_result({"resultType": "scalar", "result": [1, "2"]})
    assert (result.kind, result.samples) == ("scalar", (Sample({}, 2.0, 1.0),))


@pytest.mark.parametrize("kind", ["matrix", "string"])
def test_other_kinds_hold_no_samples(kind: str) -> None:
    result = decoding.query_result({"resultType": kind, "result": [1, "x"]})
    assert (result.kind, result.samples) == (kind, ())


def test_a_native_histogram_reads_as_zero() -> None:
    item = {"metric": {}, "histogram": [5, {"count": "1"}]}
    assert decoding.query_result(vector(item)).samples == (Sample({}, 0.0, 5.0),)


@pytest.mark.parametrize(
    "data",
    [
        None,
        5,
        [],
        {},
        {"resultType": "vector"},
        {"resultType": "vector", "result": None},
        {"resultType": "vector", "result": {}},
        {"resultType": "tensor", "result": []},
        {"resultType": ["vector"], "result": []},
        {"resultType": "scalar", "result": [1]},
        vector(5),
        vector({}),
        vector({"metric": {}}),
        vector({"metric": [], "value": [1, "2"]}),
        vector({"metric": {"a": 5}, "value": [1, "2"]}),
        vector(value(7)),
        vector(value("7_0")),
        vector(value(" 7")),
        vector(value("")),
        vector(value("x")),
        vector(value("1", "x")),
        vector(value("1", timestamp=True)),
        vector({"metric": {}, "value": "12"}),
        vector({"metric": {}, "value": [1, "2", 3]}),
    ],
)
def test_what_is_no_result_is_refused(data: Any) -> None:
    with pytest.raises(ShapeError):
        decoding.query_result(data)


def test_series_and_metadata() -> None:
    (series,) = decoding.series([{"__name__": "up", "job": "a"}])
    assert str(series) == 'up{job="a"}'
    found = decoding.metadata(
        {
            "a": [
                {"type": "counter", "help": "h", "unit": "s"},
                {"type": "gauge", "help": "other", "unit": ""},
            ],
            "b": [{"type": "gaugehistogram"}],
            "c": [],
        }
    )
    assert found == {"a": Metadata("counter", "h", "s"), "b": Metadata("unknown")}


@pytest.mark.parametrize("data", [None, {}, [5], [{"a": 5}], "x"])
def test_what_is_no_list_of_series_is_refused(data: Any) -> None:
    with pytest.raises(ShapeError):
        decoding.series(data)


def test_scrape_targets() -> None:
    item = {
        "labels": {"job": "a", "instance": "x"},
        "scrapeUrl": "http://x/metrics",
        "health": "down",
        "lastError": "refused",
        "scrapeInterval": "15s",
    }
    (target,) = decoding.scrape_targets({"activeTargets": [item]})
    assert (target.job, target.up, target.last_error) == ("a", False, "refused")
    assert target.scrape_interval_seconds == 15.0


@pytest.mark.parametrize("interval", [None, "often", 15])
def test_an_unknown_scrape_interval_is_none(interval: object) -> None:
    item = {"labels": {}, "scrapeInterval": interval}
    (target,) = decoding.scrape_targets({"activeTargets": [item]})
    assert target.scrape_interval_seconds is None


def test_the_version() -> None:
    assert decoding.version({"version": "2.42.0"}) == "2.42.0"
    with pytest.raises(ShapeError):
        decoding.version({})


def test_text_that_is_no_unicode_is_made_so() -> None:
    (series,) = decoding.series([{"__name__": "up", "job": "\ud800"}])
    assert series.labels["job"].encode() == b"?"


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["resultType", "result", "metric", "value", "labels", "x"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=12,
)


@pytest.mark.parametrize(
    "decode",
    [
        decoding.query_result,
        decoding.series,
        decoding.metadata,
        decoding.scrape_targets,
        decoding.version,
    ],
)
@given(data=JSON)
def test_garbage_gives_a_shape_error_and_nothing_else(decode: Any, data: Any) -> None:
    try:
        decode(data)
    except ShapeError:
        return
