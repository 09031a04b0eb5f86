"""What the checks learn from a real Prometheus."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from adapter_rules.checks.run import Surroundings
from adapter_rules.offline import served
from adapter_rules.prometheus.api_client import PrometheusClient
from tests.adapter_rules.checks.inputs import found, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.prometheus_plugin import LivePrometheus

EXPOSITION = """\
# TYPE linted_reads counter
linted_reads{path="/"} 5
# TYPE linted_jobs gauge
linted_jobs 1
"""


@pytest.fixture
def around(live_prometheus: LivePrometheus) -> Iterator[Surroundings]:
    with (
        served(EXPOSITION) as address,
        live_prometheus.scrape(address, namespace="shop", pod="web-0"),
        PrometheusClient(live_prometheus.url) as client,
    ):
        yield Surroundings(prometheus=client, now=time.time())


def test_its_metadata_and_scrape_interval_are_looked_at(around: Surroundings) -> None:
    plain = rule("sum(S{L}) by (G)", series="linted_reads", as_="reads")
    (finding,) = found("AR104", plain, around=around)
    assert "by its metadata" in finding.message
    fast = rule("sum(rate(S{L}[3s])) by (G)", series="linted_reads")
    (finding,) = found("AR106", fast, around=around)
    assert "one every 1s" in finding.message
    gauge = rule("sum(rate(S{L}[1m])) by (G)", series="linted_jobs", as_="jobs")
    assert len(found("AR105", gauge, around=around)) == 1


def test_what_it_has_and_has_not(around: Surroundings) -> None:
    assert len(found("AR125", rule(series="linted_none"), around=around)) == 1
    assert found("AR125", rule(series="linted_reads"), around=around) == []
    wide = rule("max(S{L}) by (G)", series='{__name__=~"^linted_.*"}', as_="one")
    assert len(found("AR108", wide, around=around)) == 1


def test_a_refused_series_query_is_told_in_its_words(around: Surroundings) -> None:
    (finding,) = found("AR003", rule(series="up{"), around=around)
    assert "parse error" in finding.message
    assert finding.place.line == 2
