"""Discovery writes series queries and filters series by name."""

from __future__ import annotations

import pytest

from adapter_rules.model import DiscoveryRule, NameMapping, RegexFilter
from adapter_rules.promql import parse_selector
from adapter_rules.stages.discovery import Discovery, exposed_name, generate
from octoscale.core.descriptor import Association, MetricDescriptor

PODS = Association()
OBJECT = Association(kind="object", object_label="svc", group_resource="services")
QUEUE = Association(kind="external")
NOWHERE = Association(kind="external", namespace_label=None)


def metric(kind: str = "gauge", **more: object) -> MetricDescriptor:
    return MetricDescriptor(
        series_name="jobs", kind=kind, help="h", api_name="a", **more  # type: ignore[arg-type]  # a table's words
    )  # fmt: skip


@pytest.mark.parametrize(
    ("descriptor", "expected"),
    [
        (metric(), 'jobs{namespace!="",pod!=""}'),
        (metric(association=OBJECT), 'jobs{namespace!="",svc!=""}'),
        (metric(association=QUEUE), 'jobs{namespace!=""}'),
        (metric(association=NOWHERE), "jobs"),
        (metric("histogram"), 'jobs_count{namespace!="",pod!=""}'),
        (metric("histogram", quantile=0.9), 'jobs_bucket{namespace!="",pod!=""}'),
    ],
)
def test_series_queries(descriptor: MetricDescriptor, expected: str) -> None:
    assert generate(descriptor) == expected
    assert parse_selector(expected).name == exposed_name(descriptor)


def discovery(*filters: RegexFilter, matches: str = "") -> Discovery:
    return Discovery(
        DiscoveryRule(series_filters=filters, name=NameMapping(matches=matches))
    )


def test_all_filters_must_pass() -> None:
    stage = discovery(RegexFilter(is_="^http"), RegexFilter(is_not="_total$"))
    assert stage.rejects("http_requests") is None
    assert stage.rejects("my_http_requests") == "the name does not match '^http'"
    assert stage.rejects("http_requests_total") == "the name matches '_total$'"


def test_filters_search_anywhere() -> None:
    assert discovery(RegexFilter(is_="b")).rejects("abc") is None


def test_the_naming_pattern_is_a_filter_too() -> None:
    assert discovery(matches="_total$").rejects("jobs") is not None
    assert discovery(matches="_total$").rejects("jobs_total") is None


def test_without_filters_everything_passes() -> None:
    assert discovery().rejects("") is None
