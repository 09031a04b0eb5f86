"""One answer for every server: the thread's, ASGI's and WSGI's."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator, Mapping

import httpx
import pytest
from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from exporters import asgi, wsgi
from exporters.answering import TIMEOUT_HEADER
from exporters.collection import ExporterRegistry
from exporters.serving import serve

Answer = tuple[int, str]
Ask = Callable[[CollectorRegistry, Mapping[str, str]], Answer]


def by_thread(registry: CollectorRegistry, headers: Mapping[str, str]) -> Answer:
    with serve(registry) as server:
        answer = httpx.get(server.url, headers=headers, trust_env=False)
    return answer.status_code, answer.text


def by_asgi(registry: CollectorRegistry, headers: Mapping[str, str]) -> Answer:
    async def asking() -> httpx.Response:
        transport = httpx.ASGITransport(asgi.metrics_app(registry))
        async with httpx.AsyncClient(transport=transport, base_url="http://t") as http:
            return await http.get("/metrics", headers=headers)

    answer = asyncio.run(asking())
    return answer.status_code, answer.text


def by_wsgi(registry: CollectorRegistry, headers: Mapping[str, str]) -> Answer:
    transport = httpx.WSGITransport(wsgi.metrics_app(registry))
    with httpx.Client(transport=transport, base_url="http://t") as http:
        answer = http.get("/metrics", headers=headers)
    return answer.status_code, answer.text


class Quick(Collector):
    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield GaugeMetricFamily("quick", "Text.", value=1.0)


class Late(Collector):
    """Answers when it is released."""

    def __init__(self) -> None:
        self.release = threading.Event()

    def describe(self) -> list[GaugeMetricFamily]:
        return [GaugeMetricFamily("late", "Text.")]

    def collect(self) -> Iterator[GaugeMetricFamily]:
        self.release.wait(30)
        yield GaugeMetricFamily("late", "Text.", value=1.0)


class Broken(Collector):
    def describe(self) -> list[GaugeMetricFamily]:
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        raise ValueError("the password is hunter2")


EACH = pytest.mark.parametrize("ask", [by_thread, by_asgi, by_wsgi])


@EACH
def test_the_scrapes_own_time_out_is_kept(ask: Ask) -> None:
    registry = ExporterRegistry()
    registry.register(Quick())
    late = Late()
    registry.register(late)
    status, text = ask(registry, {TIMEOUT_HEADER: "1"})
    late.release.set()
    assert status == 200
    assert "quick 1.0\n" in text
    assert "\nlate 1.0" not in text
    assert 'collector_success{collector="late"} 0.0' in text


@EACH
def test_a_collector_that_raises_is_a_500_without_its_words(ask: Ask) -> None:
    registry = CollectorRegistry()
    registry.register(Broken())
    status, text = ask(registry, {})
    assert status == 500
    assert "ValueError" in text
    assert "hunter2" not in text


@EACH
def test_openmetrics_is_given_to_those_who_ask(ask: Ask) -> None:
    registry = CollectorRegistry()
    registry.register(Quick())
    accept = "application/openmetrics-text;version=1.0.0"
    status, text = ask(registry, {"Accept": accept})
    assert status == 200
    assert text.endswith("# EOF\n")


@EACH
def test_a_whole_registry_that_is_late_is_no_empty_success(ask: Ask) -> None:
    registry, late = CollectorRegistry(), Late()
    registry.register(late)
    status, text = ask(registry, {TIMEOUT_HEADER: "0.2"})
    late.release.set()
    assert status == 500
    assert "TimeoutError" in text
