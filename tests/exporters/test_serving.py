"""The exposition over HTTP: formats, paths, many at once, and an end."""

from __future__ import annotations

import http.client
import socket
import threading
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from prometheus_client import CollectorRegistry, Gauge
from prometheus_client.openmetrics.parser import (
    text_string_to_metric_families as read_openmetrics,
)
from prometheus_client.registry import Collector

from exporters import serving
from exporters.serving import Server, serve
from octoscale.core.errors import EnvironmentMissingError, UsageError
from tests.exporters.exposed import samples

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prometheus_client.core import GaugeMetricFamily

PROMETHEUS = (
    "application/openmetrics-text;version=1.0.0;q=0.8,"
    "application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5"
)


@pytest.fixture
def registry() -> CollectorRegistry:
    registry = CollectorRegistry()
    Gauge("web_in_flight", "In flight.", registry=registry).set(3)
    return registry


@pytest.fixture
def server(registry: CollectorRegistry) -> Iterator[Server]:
    with serve(registry) as running:
        yield running


def ask(
    server: Server, path: str = "/metrics", *, method: str = "GET", accept: str = ""
) -> tuple[http.client.HTTPResponse, str]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    with closing(connection):
        connection.request(method, path, headers={"Accept": accept})
        answer = connection.getresponse()
        return answer, answer.read().decode()


def test_the_text_format_is_the_default(server: Server) -> None:
    answer, text = ask(server)
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    assert samples(text) == {("web_in_flight", ()): 3.0}


def test_prometheus_gets_openmetrics(server: Server) -> None:
    answer, text = ask(server, accept=PROMETHEUS)
    kind = answer.headers["Content-Type"]
    assert kind.startswith("application/openmetrics-text; version=1.0.0")
    families = list(read_openmetrics(text))  # type: ignore[no-untyped-call]  # theirs
    assert [family.name for family in families] == ["web_in_flight"]


@pytest.mark.parametrize(
    "accept",
    [
        "application/openmetrics-text; version=abc",
        "text/plain; version=",
        "text/plain; version=x",
        ";;;,,,",
        "*/*",
        "application/openmetrics-text; version=1.²",
    ],
)
def test_a_broken_accept_header_gets_the_text_format(
    server: Server, accept: str
) -> None:
    answer, text = ask(server, accept=accept)
    assert answer.status == 200
    assert "web_in_flight 3.0" in text


@pytest.mark.parametrize(
    ("method", "path", "status", "expected"),
    [
        pytest.param("GET", "/", 200, 'href="/metrics"', id="index"),
        pytest.param("GET", "/metrics?x=1", 200, "web_in_flight", id="query"),
        pytest.param("HEAD", "/metrics", 200, "", id="head"),
        pytest.param("GET", "/metrics/", 404, "/metrics", id="slash"),
        pytest.param("GET", "/<script>", 404, "Not found", id="elsewhere"),
        pytest.param("POST", "/metrics", 501, "", id="post"),
    ],
)
def test_only_the_metrics_and_a_page_that_leads_there_are_served(
    server: Server, method: str, path: str, status: int, expected: str
) -> None:
    answer, text = ask(server, path, method=method)
    assert answer.status == status
    assert expected in text
    assert "<script>" not in text
    assert "Python" not in str(answer.headers)


class Broken(Collector):
    def collect(self) -> Iterator[GaugeMetricFamily]:
        raise RuntimeError("secret")

    def describe(self) -> list[GaugeMetricFamily]:
        return []


def test_a_collector_that_raises_is_a_500_without_its_words(
    registry: CollectorRegistry, capfd: pytest.CaptureFixture[str]
) -> None:
    registry.register(Broken())
    with serve(registry) as server:
        answer, text = ask(server)
    assert answer.status == 500
    assert text == "A collector failed: RuntimeError\n"
    assert capfd.readouterr() == ("", "")


def test_a_taken_port_is_a_missing_environment_with_the_way_out(
    registry: CollectorRegistry, server: Server
) -> None:
    with pytest.raises(EnvironmentMissingError, match="in use") as caught:
        serve(registry, port=server.port)
    assert "another" in caught.value.hint


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_number_that_is_no_port_is_wrong_usage(
    registry: CollectorRegistry, port: int
) -> None:
    with pytest.raises(UsageError, match="not a port"):
        serve(registry, port=port)


def test_an_address_of_another_machine_cannot_be_listened_on(
    registry: CollectorRegistry,
) -> None:
    with pytest.raises(EnvironmentMissingError, match=r"192\.0\.2\.1"):
        serve(registry, host="192.0.2.1")


def test_ipv6_addresses_stand_in_brackets(registry: CollectorRegistry) -> None:
    try:
        with serve(registry, host="::1") as server:
            assert server.url == f"http://[::1]:{server.port}/metrics"
    except EnvironmentMissingError:
        pytest.skip("this machine has no IPv6 loopback")


def test_scrapes_at_the_same_time_are_all_answered(server: Server) -> None:
    answers: list[int] = []
    count = serving.MAXIMUM_AT_ONCE // 2
    threads = [
        threading.Thread(target=lambda: answers.append(ask(server)[0].status))
        for _ in range(count)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * count


def test_more_clients_than_there_are_places_are_told_so(server: Server) -> None:
    idle = [
        socket.create_connection(("127.0.0.1", server.port), timeout=10)
        for _ in range(serving.MAXIMUM_AT_ONCE)
    ]
    try:
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as late:
            assert late.recv(100).startswith(b"HTTP/1.0 503")
    finally:
        for client in idle:
            client.close()


def test_closing_ends_the_threads_and_frees_the_port(
    registry: CollectorRegistry,
) -> None:
    before = set(threading.enumerate())
    server = serve(registry)
    ask(server)
    with socket.create_connection(("127.0.0.1", server.port)):  # an idle client
        server.close()
    assert set(threading.enumerate()) == before
    with serve(registry, port=server.port) as again:
        assert ask(again)[0].status == 200
