"""A report of simulated repeats whose figures are known: what a fit has to find."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from bench.calibration.calibrate import Calibrated, calibrate
from bench.drivers.simulated import SimulatedDriver
from bench.plan import load_plan
from bench.runner import run
from tests.bench.fakes import report

if TYPE_CHECKING:
    from bench.report import Report

TRUE = {
    "registry_link": "250M",
    "unpack_rate": "90M",
    "start.prepare_seconds": "2",
    "start.containers_seconds": "1.5",
    "start.jitter_ratio": "0.1",
    "cluster.scheduling_seconds": "0.4",
    "start.endpoints_seconds": "3",
}


@functools.cache
def simulated_report(repeats: int = 5, images: tuple[str, ...] = ()) -> Report:
    """Run the paper's plan with ``TRUE`` figures."""
    plan = load_plan().narrowed(images=images, repeats=repeats)
    return run(plan, SimulatedDriver(TRUE), started="2026-01-05T10:00:00+00:00")


@functools.cache
def calibrated_small() -> Calibrated:
    """Calibrate a single simulated repeat of the small image."""
    return calibrate(simulated_report(1, ("small",)), seeds=1)


@functools.cache
def calibrated_by_hand() -> Calibrated:
    """Calibrate the measured report that the other tests' fakes make."""
    return calibrate(report(simulated=False), seeds=1)
