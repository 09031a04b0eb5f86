"""The port's values tell what is partial, and every driver fits the port."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_rules.prometheus.api_client import PrometheusClient
from adapter_rules.prometheus.base import MAX_QUERIES_AT_ONCE, SeriesAnswer
from adapter_rules.prometheus.memory import MemoryPrometheus

if TYPE_CHECKING:
    from adapter_rules.prometheus.base import PrometheusPort


def test_the_drivers_are_ports() -> None:
    ports: list[PrometheusPort] = [MemoryPrometheus(), PrometheusClient("http://a")]
    assert all(callable(port.query) for port in ports)


def test_an_answer_is_whole_unless_it_says_so() -> None:
    assert not SeriesAnswer(()).truncated


def test_production_is_asked_little_at_a_time() -> None:
    assert MAX_QUERIES_AT_ONCE == 4
