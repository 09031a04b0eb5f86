"""Broken parts: from when to when, and what they answer meanwhile."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from hpa.algorithm.types import ExternalMetric, PodsMetric
from hpa.errors import PortError
from simulator.clock import Clock
from simulator.sections.faults import Fault, FaultKind
from simulator.sections.service import ExposedSeries
from simulator.world.exporter import Exporter
from simulator.world.faults import Faults, FaultyExporter, FaultyMetrics, FaultyScale
from simulator.world.pods import Pod
from tests.simulator.fakes import FakeMetrics

if TYPE_CHECKING:
    from collections.abc import Callable

    from hpa.algorithm.types import ScaleView

SERIES = ExposedSeries(name="hits", per_load=1.0)


class Loads:
    """A service whose pods serve what they are told."""

    def __init__(self) -> None:
        self.load = 5.0

    def load_of(self, pod: Pod) -> float:
        """Give the load of any pod."""
        del pod
        return self.load


class Scale:
    """A scale that remembers what was asked for."""

    asked = 0

    def read(self) -> ScaleView:
        """Never get here in these tests."""
        raise AssertionError

    def write(self, replicas: int) -> None:
        """Remember."""
        self.asked = replicas


def broken(kind: FaultKind) -> tuple[Clock, Faults]:
    """Break one part from 10 s to 20 s."""
    clock = Clock()
    fault = Fault(kind=kind, at_seconds=10.0, for_seconds=10.0)
    return clock, Faults(clock, (fault,))


def test_a_fault_is_there_from_its_beginning_until_its_end() -> None:
    clock, faults = broken("adapter")
    seen = []
    for moment in (9.9, 10.0, 19.9, 20.0):
        clock.at(moment, lambda: seen.append(faults.has("adapter")))
    clock.run(until=30)
    assert seen == [False, True, True, False]
    assert not faults.has("node")


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("metric_lost", lambda answer: answer == []),
        ("metric_zero", lambda answer: answer == [(SERIES, 0.0)]),
        ("metric_nan", lambda answer: math.isnan(answer[0][1])),
        ("metric_stale", lambda answer: answer == [(SERIES, 5.0)]),
        ("metric_partial", lambda answer: answer is None),
        ("prometheus", lambda answer: answer == [(SERIES, 7.0)]),
    ],
)
def test_what_an_exporter_says_meanwhile(
    kind: FaultKind, says: Callable[[object], bool]
) -> None:
    clock, faults = broken(kind)
    loads, pod = Loads(), Pod(1, "web-1", answers=True)
    exporter = FaultyExporter(Exporter(loads, (SERIES,)), faults)  # type: ignore[arg-type]  # all that an exporter asks a service for a gauge
    assert exporter.expose(pod) == [(SERIES, 5.0)]
    loads.load = 7.0
    clock.run(until=15)
    assert says(exporter.expose(pod))
    clock.run(until=25)
    assert exporter.expose(pod) == [(SERIES, 7.0)]


def test_every_second_pod_is_missing_from_a_partial_metric() -> None:
    clock, faults = broken("metric_partial")
    exporter = FaultyExporter(Exporter(Loads(), (SERIES,)), faults)  # type: ignore[arg-type]  # as above
    clock.run(until=15)
    pods = [Pod(number, f"web-{number}", answers=True) for number in (1, 2, 3, 4)]
    assert [exporter.expose(pod) is None for pod in pods] == [True, False, True, False]


@pytest.mark.parametrize(
    ("kind", "words"),
    [("adapter", "no endpoints available"), ("prometheus", "unable to fetch metrics")],
)
def test_the_metrics_api_fails_in_its_own_words(kind: FaultKind, words: str) -> None:
    clock, faults = broken(kind)
    inner = FakeMetrics()
    inner.serve(1000)
    metrics = FaultyMetrics(inner, faults)
    assert metrics.pods(PodsMetric(name="hits", average_value_milli=1), "app=web")
    clock.run(until=15)
    with pytest.raises(PortError, match=words):
        metrics.pods(PodsMetric(name="hits", average_value_milli=1), "app=web")
    with pytest.raises(PortError, match=words):
        metrics.external(ExternalMetric(name="hits", average_value_milli=1))


def test_without_an_api_server_nothing_is_written() -> None:
    clock, faults = broken("api_server")
    inner = Scale()
    scale = FaultyScale(inner, faults)
    scale.write(3)
    clock.run(until=15)
    with pytest.raises(PortError, match="does not answer"):
        scale.write(5)
    with pytest.raises(PortError, match="does not answer"):
        scale.read()
    assert inner.asked == 3
