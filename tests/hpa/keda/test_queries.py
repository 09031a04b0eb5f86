"""Queries without templates, and what a real Prometheus makes of them."""

from __future__ import annotations

import http.server
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from adapter_rules.errors import RuleError
from adapter_rules.promql import parse
from hpa.keda.backing import Backing, backing
from hpa.keda.queries import (
    external_query,
    may_give_several,
    object_query,
    pods_query,
    summed,
)
from hpa.keda.workload import PodNames
from hpa.model.meta import (
    CrossVersionObjectReference,
    LabelSelector,
    LabelSelectorRequirement,
)
from hpa.model.metrics import MetricIdentifier
from octoscale.kube.restmapper import RESTMapper
from tests.hpa.keda.samples import config

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.prometheus_plugin import LivePrometheus

MAPPER = RESTMapper.builtin()
WEB = PodNames("web-[0-9]+", is_exact=True)
SELECTOR = LabelSelector(
    match_labels={"code": "500"},
    match_expressions=(
        LabelSelectorRequirement(key="verb", operator="In", values=("GET", "PUT")),
        LabelSelectorRequirement(key="debug", operator="DoesNotExist"),
    ),
)


def behind(metric: str, *, external: bool = False) -> Backing:
    rules = config().external_rules if external else config().rules
    field = "externalRules" if external else "rules"
    found = backing(metric, rules, MAPPER, field=field)
    assert found is not None
    return found


def identifier(name: str, selector: LabelSelector | None = None) -> MetricIdentifier:
    return MetricIdentifier(name=name, selector=selector)


def test_pods_are_added_up_by_their_names() -> None:
    query = pods_query(behind("open_fds"), identifier("open_fds"), WEB, "shop")
    assert query == 'sum(avg(open_fds{apod=~"web-[0-9]+",ns="shop"}) by (apod))'


def test_the_metrics_own_selector_stays() -> None:
    metric = identifier("http_requests_per_second", SELECTOR)
    query = pods_query(behind(metric.name), metric, WEB, "shop")
    assert query == (
        'sum(sum(rate(http_requests_total{code="500",debug="",verb=~"GET|PUT",'
        'pod=~"web-[0-9]+",namespace="shop"}[2m])) by (pod))'
    )


def test_an_object_is_asked_for_by_name() -> None:
    ingress = CrossVersionObjectReference(
        kind="Ingress", name="main", api_version="networking.k8s.io/v1"
    )
    metric = identifier("http_requests_per_second")
    query = object_query(behind(metric.name), metric, ingress, "shop", MAPPER)
    assert query == (
        'sum(rate(http_requests_total{namespace="shop",ingress="main"}[2m])) '
        "by (ingress)"
    )


def test_an_object_of_the_whole_cluster_has_no_namespace() -> None:
    node = CrossVersionObjectReference(kind="Node", name="n1", api_version="v1")
    metric = identifier("http_requests_per_second")
    query = object_query(behind(metric.name), metric, node, "shop", MAPPER)
    assert 'http_requests_total{node="n1"}' in query


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param(
            "queue_depth",
            'sum(max(queue_depth{code="500",debug="",verb=~"GET|PUT",'
            'namespace="shop"}) by (topic))',
            id="several series are added up, as the HPA does",
        ),
        pytest.param(
            "jobs_open",
            'sum(jobs_open{code="500",debug="",verb=~"GET|PUT"})',
            id="one number stays, without the namespace where the rule says so",
        ),
    ],
)
def test_an_external_metric(name: str, expected: str) -> None:
    metric = identifier(name, SELECTOR)
    assert external_query(behind(name, external=True), metric, "shop") == expected


def test_without_a_namespace_none_is_matched() -> None:
    query = pods_query(behind("open_fds"), identifier("open_fds"), WEB, "")
    assert "ns=" not in query


@pytest.mark.parametrize(
    ("name", "words"),
    [pytest.param("careless", "does not match pod", id="matchers left out")],
)
def test_a_rule_that_counts_everybody_is_refused(name: str, words: str) -> None:
    with pytest.raises(RuleError, match=words):
        pods_query(behind(name), identifier(name), WEB, "shop")
    service = CrossVersionObjectReference(kind="Service", name="a", api_version="v1")
    with pytest.raises(RuleError, match="does not match service"):
        object_query(behind(name), identifier(name), service, "shop", MAPPER)


def test_a_selector_that_promql_cannot_say_is_refused() -> None:
    wrong = LabelSelector(
        match_expressions=(LabelSelectorRequirement(key="a", operator="Near"),)
    )
    with pytest.raises(RuleError):
        pods_query(behind("open_fds"), identifier("open_fds", wrong), WEB, "shop")


@pytest.mark.parametrize(
    ("query", "several"),
    [
        pytest.param("up", True, id="no aggregation"),
        pytest.param("sum(up) by (a, b)", True, id="two labels"),
        pytest.param("sum(up) by (a)", False, id="one label"),
        pytest.param("sum(up)", False, id="none"),
    ],
)
def test_how_many_numbers_a_query_gives(query: str, several: bool) -> None:
    assert may_give_several(query) is several


@pytest.mark.parametrize(
    "query",
    [
        "up",
        "sum(a) by (b) / count(c) > 0",
        'rate(a{b=~"x\\\\.y"}[5m] offset 1h)',
        "-a + 1",
    ],
)
def test_a_sum_is_put_around_any_query(query: str) -> None:
    wrapped = summed(query)
    assert wrapped.startswith("sum(")
    parse(wrapped)
    assert not may_give_several(wrapped)


EXPOSITION = b"""\
open_fds{ns="shop",apod="web-7d4b9c8f6-abcde",fd="a"} 10
open_fds{ns="shop",apod="web-7d4b9c8f6-abcde",fd="b"} 20
open_fds{ns="shop",apod="web-7d4b9c8f6-fghij",fd="a"} 7
open_fds{ns="shop",apod="web-api-7d4b9c8f6-abcde",fd="a"} 1000
open_fds{ns="shop",apod="web-0",fd="a"} 1000
open_fds{ns="other",apod="web-7d4b9c8f6-abcde",fd="a"} 1000
queue_depth{topic="a",exported="x"} 4
queue_depth{topic="b",exported="x"} 6
"""


@contextmanager
def exposing(body: bytes) -> Iterator[str]:
    """Serve one exposition and give its address."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; version=0.0.4")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_real_prometheus_gives_one_number_of_these_pods_only(
    live_prometheus: LivePrometheus,
) -> None:
    names = PodNames("web-[a-z0-9]+-[a-z0-9]{5}", is_exact=True)
    pods = pods_query(behind("open_fds"), identifier("open_fds"), names, "shop")
    queue = external_query(
        behind("queue_depth", external=True), identifier("queue_depth"), ""
    )
    with exposing(EXPOSITION) as address, live_prometheus.scrape(address):
        values = [
            [float(sample["value"][1]) for sample in live_prometheus.ask(query)]
            for query in (pods, queue)
        ]
    assert values == [[15 + 7], [10]]
