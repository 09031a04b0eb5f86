"""Exporters: gauges follow the load, counters what was served; the dead are silent."""

from __future__ import annotations

import pytest

from simulator.clock import Clock
from simulator.loads.polyline import Polyline
from simulator.sections.service import ExposedSeries
from simulator.world.exporter import Exporter
from simulator.world.pods import Pod
from simulator.world.service import Service

FDS = ExposedSeries(name="open_fds", kind="gauge", base=6, per_load=1)
HITS = ExposedSeries(name="hits_total", kind="counter", base=10, per_load=2)


def world() -> tuple[Clock, Service, Exporter]:
    clock = Clock()
    service = Service(
        clock,
        Polyline(((0.0, 40.0),)),
        unit="requests/s",
        capacity=None,
        reopen_seconds=0.0,
    )
    return clock, service, Exporter(service, (FDS, HITS))


def test_a_gauge_shows_the_load_and_a_counter_all_that_was_served() -> None:
    clock, service, exporter = world()
    pods = [Pod(1, "web-1", answers=True), Pod(2, "web-2", answers=True)]
    service.join(pods[0])
    clock.run(until=10)
    service.join(pods[1])
    clock.run(until=15)
    shown = [[value for _, value in exporter.expose(pod) or ()] for pod in pods]
    assert shown == [
        pytest.approx([6 + 20, 10 + 2 * (400 + 100)]),
        pytest.approx([6 + 20, 10 + 2 * 100]),
    ]
    assert exporter.average("open_fds", pods) == pytest.approx(26)


def test_a_pod_that_does_not_answer_shows_nothing_rather_than_zero() -> None:
    _, _, exporter = world()
    dead, idle = Pod(1, "web-1"), Pod(2, "web-2", answers=True)
    assert exporter.expose(dead) is None
    assert exporter.average("open_fds", [dead]) is None
    assert exporter.average("open_fds", [dead, idle]) == 6
    assert exporter.average("no_such_series", [idle]) is None
