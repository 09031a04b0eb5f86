"""One suite for every driver of the port to Prometheus: memory and a real server.

The real one scrapes an exporter of ours; the memory is given the same series.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from prometheus_client import CollectorRegistry, Counter, Gauge, start_http_server

from adapter_rules.errors import PrometheusAnswerError
from adapter_rules.prometheus.api_client import PrometheusClient
from adapter_rules.prometheus.base import (
    Metadata,
    QueryResult,
    Sample,
    ScrapeTarget,
)
from adapter_rules.prometheus.memory import MemoryPrometheus
from adapter_rules.series import Series
from tests.prometheus_plugin import SCRAPE_SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_rules.prometheus.base import PrometheusPort
    from tests.prometheus_plugin import LivePrometheus

LABELS = {"job": "contract", "namespace": "shop", "pod": "web-0"}
QUERY = 'sum(contract_depth{job="contract"}) by (queue)'
SCALAR = "scalar(vector(3))"
RANGE = 'contract_depth{job="contract"}[1m]'


@dataclass(frozen=True)
class Subject:
    """A port and what it is asked with."""

    port: PrometheusPort
    instance: str
    now: float

    def names(self, selector: str, *, limit: int = 100, back: float = 60) -> list[str]:
        answer = self.port.series(selector, limit=limit, start=self.now - back)
        return sorted(str(series.labels.get("queue")) for series in answer.series)


@contextmanager
def exporting() -> Iterator[str]:
    """Run an exporter with two queues and a counter; give its address."""
    registry = CollectorRegistry()
    depth = Gauge("contract_depth", "Jobs waiting.", ["queue"], registry=registry)
    depth.labels("a").set(2)
    depth.labels("b").set(3)
    Counter("contract_jobs", "Jobs done.", registry=registry).inc(5)
    server, thread = start_http_server(0, "127.0.0.1", registry=registry)
    try:
        yield f"127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def real(live_prometheus: LivePrometheus) -> Iterator[Subject]:
    with (
        exporting() as address,
        live_prometheus.scrape(address, **LABELS),
        PrometheusClient(live_prometheus.url) as client,
    ):
        yield Subject(client, address, time.time())


@pytest.fixture(scope="module")
def memory() -> Subject:
    instance, now = "127.0.0.1:1", 1_000_000.0
    base = {**LABELS, "instance": instance}
    samples = tuple(Sample({"queue": q}, v, now) for q, v in (("a", 2.0), ("b", 3.0)))
    target = ScrapeTarget("contract", "", base, True, float(SCRAPE_SECONDS))  # noqa: FBT003 - up
    port = MemoryPrometheus(
        known=[
            Series("contract_depth", {**base, "queue": "a"}),
            Series("contract_depth", {**base, "queue": "b"}),
            Series("contract_jobs_total", base),
        ],
        results={
            QUERY: QueryResult("vector", samples),
            SCALAR: QueryResult("scalar", (Sample({}, 3.0, now),)),
            RANGE: QueryResult("matrix"),
            'contract_depth{job="nobody"}': QueryResult("vector"),
        },
        descriptions={
            "contract_depth": Metadata("gauge", "Jobs waiting."),
            "contract_jobs": Metadata("counter", "Jobs done."),
        },
        targets=(target,),
    )
    return Subject(port, instance, now)


@pytest.fixture(params=["memory", "real"])
def subject(request: pytest.FixtureRequest) -> Subject:
    found: Subject = request.getfixturevalue(request.param)
    return found


def test_an_instant_query_gives_samples(subject: Subject) -> None:
    result = subject.port.query(QUERY, subject.now)
    assert result.kind == "vector"
    values = {sample.labels["queue"]: sample.value for sample in result.samples}
    assert values == {"a": 2.0, "b": 3.0}
    assert all(sample.timestamp > 0 for sample in result.samples)


def test_the_time_may_be_left_to_the_server(subject: Subject) -> None:
    assert len(subject.port.query(QUERY).samples) == 2


def test_a_query_that_finds_nothing_is_an_empty_vector(subject: Subject) -> None:
    result = subject.port.query('contract_depth{job="nobody"}', subject.now)
    assert result == QueryResult("vector")


def test_a_scalar_is_one_sample(subject: Subject) -> None:
    result = subject.port.query(SCALAR, subject.now)
    assert (result.kind, [s.value for s in result.samples]) == ("scalar", [3.0])


def test_a_range_holds_no_samples_for_us(subject: Subject) -> None:
    result = subject.port.query(RANGE, subject.now)
    assert (result.kind, result.samples) == ("matrix", ())


@pytest.mark.parametrize("promql", ["sum(", "", "sum(a) by", 'a{b=~"("}'])
def test_a_query_that_is_no_promql_is_the_questions_fault(
    subject: Subject, promql: str
) -> None:
    with pytest.raises(PrometheusAnswerError) as caught:
        subject.port.query(promql, subject.now)
    assert caught.value.is_about_the_question


@pytest.mark.parametrize(
    ("selector", "queues"),
    [
        ('contract_depth{job="contract"}', ["a", "b"]),
        ('contract_depth{job="contract",queue="a"}', ["a"]),
        ('contract_depth{job="contract",queue!="a"}', ["b"]),
        ('contract_depth{job="contract",queue=~"a|b"}', ["a", "b"]),
        ('contract_depth{job="contract",queue!~"a.*"}', ["b"]),
        ('contract_depth{job="contract",absent=""}', ["a", "b"]),
        ('contract_depth{job="contract",absent!=""}', []),
        ('{__name__=~"contract_.*",job="contract",queue!=""}', ["a", "b"]),
        ('contract_depth{job="nobody"}', []),
    ],
)
def test_series_by_selector(subject: Subject, selector: str, queues: list[str]) -> None:
    assert subject.names(selector) == queues


def test_series_come_with_all_their_labels(subject: Subject) -> None:
    selector = 'contract_depth{job="contract",queue="a"}'
    answer = subject.port.series(selector, limit=9, start=subject.now - 60)
    (series,) = answer.series
    assert series.name == "contract_depth"
    expected = {**LABELS, "instance": subject.instance, "queue": "a"}
    assert dict(series.labels) == expected
    assert not answer.truncated


def test_the_limit_is_kept_and_told(subject: Subject) -> None:
    selector = 'contract_depth{job="contract"}'
    answer = subject.port.series(selector, limit=1, start=subject.now - 60)
    assert len(answer.series) == 1
    assert answer.truncated
    whole = subject.port.series(selector, limit=2, start=subject.now - 60)
    assert not whole.truncated


@pytest.mark.parametrize("selector", ["a{", "", "sum(a)", "{}"])
def test_a_bad_selector_is_the_questions_fault(subject: Subject, selector: str) -> None:
    with pytest.raises(PrometheusAnswerError) as caught:
        subject.names(selector)
    assert caught.value.is_about_the_question


def test_metadata_of_one_metric(subject: Subject) -> None:
    found = subject.port.metadata("contract_depth")
    assert found == {"contract_depth": Metadata("gauge", "Jobs waiting.")}
    assert subject.port.metadata("contract_nothing") == {}


def test_metadata_of_all_metrics(subject: Subject) -> None:
    kinds = {name: entry.type for name, entry in subject.port.metadata().items()}
    counters = {name for name, kind in kinds.items() if kind == "counter"}
    assert kinds["contract_depth"] == "gauge"
    assert counters & {"contract_jobs", "contract_jobs_total"}


def test_scrape_targets_tell_labels_and_interval(subject: Subject) -> None:
    targets = [t for t in subject.port.scrape_targets() if t.job == "contract"]
    (target,) = targets
    assert target.up
    assert {**LABELS, "instance": subject.instance} == dict(target.labels)
    assert target.scrape_interval_seconds == SCRAPE_SECONDS


def test_it_has_a_version(subject: Subject) -> None:
    assert subject.port.version()


def test_a_live_server_forgets_series_that_are_older_than_the_look_back(
    real: Subject,
) -> None:
    selector = 'contract_depth{job="contract"}'
    answer = real.port.series(selector, limit=9, start=real.now + 3600)
    assert answer.series == ()
