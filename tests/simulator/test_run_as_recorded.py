"""The loop against recorded timelines of a real Kubernetes 1.23 cluster.

Its metrics came from a stub that always knew the newest value, and its pods were
hollow: ready within a second, without a pull.
"""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest

from simulator.loads.spike import Spike
from simulator.parameter import assumed
from simulator.run import simulate
from simulator.scenario import Scenario
from simulator.sections.autoscaler import AutoscalerSection
from simulator.sections.cluster import ClusterSection, NodePool
from simulator.sections.image import ImageSection
from simulator.sections.metrics import AdapterSection, ScrapeSection
from simulator.sections.service import ExposedSeries, ServiceSection
from simulator.sections.start import StartSection
from tests.reference import reference
from tests.simulator.scenarios import sum_by_object

SYNC_PERIOD = 15.0
RUNS = ("no behavior", "behavior: {}", "scaleUp 2 pods/30s")


def recorded(name: str) -> tuple[dict[str, Any], float]:
    """Give one run, and the cluster's window for scaling down."""
    path = reference("oracle", "hpa", "real_cluster_timelines.json")
    known = json.loads(path.read_text())
    window = float(known["downscaleStabilization"].removesuffix("s"))
    return next(r for r in known["runs"] if r["name"].startswith(name)), window


def seconds(value: float) -> Any:
    return assumed(value, "s", "the recorded cluster's")


def scenario_of(run: dict[str, Any], window: float) -> Scenario:
    """Build the recorded cluster's setting."""
    manifest = {
        "apiVersion": "autoscaling/v2beta2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": {"name": "web"},
        "spec": run["hpaSpecAsReturned"],
    }
    return Scenario(
        name=run["name"],
        duration_seconds=run["timeline"][-1]["t"] + SYNC_PERIOD,
        load=Spike(
            shape="spike",
            unit="requests/s",
            base=run["lowLoadMilli"] / 1000,
            peak=run["totalLoadMilli"] / 1000,
            at_seconds=0.0,
            for_seconds=run["loadDroppedAt"],
        ),
        service=ServiceSection(
            name="web", series=(ExposedSeries(name="http_requests"),)
        ),
        image=ImageSection(
            on_disk_bytes=assumed(0.0, "bytes", "hollow"), resolve_seconds=seconds(0)
        ),
        start=StartSection(
            prepare_seconds=seconds(0.5),
            containers_seconds=seconds(0.2),
            program_seconds=seconds(0.0),
            endpoints_seconds=seconds(0.0),
        ),
        cluster=ClusterSection(pools=(NodePool(name="hollow", count=8),)),
        scrape=ScrapeSection(
            interval_seconds=seconds(0.1),
            latency_seconds=seconds(0.0),
            discovery_seconds=seconds(0.0),
        ),
        adapter=AdapterSection(config={"rules": [sum_by_object("http_requests")]}),
        autoscaler=AutoscalerSection(
            manifest=manifest, downscale_stabilization_seconds=seconds(window)
        ),
    )


@pytest.mark.parametrize("name", RUNS)
@pytest.mark.parametrize("seed", range(5))
def test_every_replica_count_comes_and_within_one_sync_period(
    name: str, seed: int
) -> None:
    run, window = recorded(name)
    points = [(p["t"], p["specReplicas"]) for p in run["timeline"]]
    real = [points[0], *(b for a, b in pairwise(points) if a[1] != b[1])]
    trace = simulate(scenario_of(run, window), seed=seed)
    asked = [(p.time, p.desired) for p in trace.replicas]
    ours = [asked[0], *(b for a, b in pairwise(asked) if a[1] != b[1])]
    assert [count for _, count in ours] == [count for _, count in real]
    for (real_time, _), (time, _) in zip(real, ours, strict=True):
        assert abs(time - real_time) <= SYNC_PERIOD + 0.3
