"""Tests of ``hpa.ports``: the shapes, and that the fakes have them."""

from __future__ import annotations

import inspect

import pytest

from hpa import ports
from tests.hpa.fakes import (
    MemoryMetrics,
    MemoryPods,
    MemoryRivals,
    MemoryScale,
    MemorySink,
    as_ports,
)


@pytest.mark.parametrize(
    ("port", "driver"),
    [
        (ports.ScalePort, MemoryScale),
        (ports.PodsPort, MemoryPods),
        (ports.MetricsPort, MemoryMetrics),
        (ports.RivalsPort, MemoryRivals),
        (ports.Sink, MemorySink),
    ],
)
def test_a_driver_has_the_methods_of_its_port(
    port: type[object], driver: type[object]
) -> None:
    for name, method in inspect.getmembers(port, inspect.isfunction):
        if name.startswith("_"):
            continue
        own = inspect.signature(getattr(driver, name))
        assert own.parameters.keys() == inspect.signature(method).parameters.keys()


def test_the_fakes_pass_for_ports() -> None:
    scale = MemoryScale()
    world = (scale, MemoryPods(scale), MemoryMetrics(scale), MemorySink())
    assert as_ports(*world) == world
