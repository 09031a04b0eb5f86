"""The one declaration refuses what no adapter could serve."""

from __future__ import annotations

from typing import Any

import pytest

from octoscale.core.descriptor import Association, MetricDescriptor

GOOD: dict[str, Any] = {
    "series_name": "jobs_total",
    "kind": "counter",
    "help": "Jobs.",
    "api_name": "jobs_per_second",
}


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"series_name": "0jobs"}, id="series name"),
        pytest.param({"series_name": "jobs\n"}, id="line feed"),
        pytest.param({"api_name": ""}, id="empty API name"),
        pytest.param({"api_name": "a/b"}, id="slash in the API name"),
        pytest.param({"labels": ("__x",)}, id="reserved label"),
        pytest.param({"labels": ("a-b",)}, id="label with a dash"),
        pytest.param({"quantile": 0.5}, id="quantile of a counter"),
        pytest.param({"kind": "histogram", "quantile": 1.0}, id="quantile of 1"),
        pytest.param({"buckets": (1.0,)}, id="buckets of a counter"),
        pytest.param({"rate_window_seconds": 0}, id="no window"),
    ],
)
def test_what_cannot_be_served_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        MetricDescriptor(**{**GOOD, **change})


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"object_label": None}, id="pods without a pod label"),
        pytest.param({"namespace_label": None}, id="pods without a namespace"),
        pytest.param({"group_resource": "services"}, id="pods that are services"),
        pytest.param({"kind": "object"}, id="an object that is a pod"),
    ],
)
def test_impossible_associations_are_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="association"):
        Association(**fields)


def test_an_external_metric_needs_no_labels() -> None:
    Association(kind="external", namespace_label=None, object_label=None)


@pytest.mark.parametrize(
    ("kind", "is_rate"), [("counter", True), ("gauge", False), ("histogram", True)]
)
def test_only_a_gauge_is_taken_as_it_stands(kind: Any, *, is_rate: bool) -> None:
    assert MetricDescriptor(**{**GOOD, "kind": kind}).is_rate is is_rate
