"""What the array engine does not do: what it refuses, and what it does more simply.

It must not quietly simulate something else. The event engine has no such limits.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from simulator.errors import ScenarioError
from simulator.world.memory import bearable_load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from octoscale.core.yamlio import DocumentPath
    from simulator.scenario import Scenario

HINT = "run it with `octoscale simulate`, which has no such limit"


def uncovered(  # noqa: C901 - a list
    scenario: Scenario,
) -> Iterator[tuple[str, DocumentPath]]:
    """Name the parts of *scenario* that the array engine does not have.

    With each stands its path in the scenario.
    """
    cluster, service, scrape = scenario.cluster, scenario.service, scenario.scrape
    if scenario.load.unit != "requests/s":
        yield "loads of connections", ("load",)
    if scenario.load_model != "fluid":
        yield "the requests load model", ("load_model",)
    if scenario.faults:
        yield "faults", ("faults",)
    if scenario.goal_replicas is not None:
        yield "runs with a goal", ("goal_replicas",)
    if service.warm_up_seconds.value > 0 and service.warm_up_share.value < 1:
        yield "warm-up", ("service", "warm_up_seconds")
    if math.isfinite(bearable_load(service)):
        yield "memory limits", ("service", "memory_limit")
    if scrape.loss_ratio.value or scrape.jitter_seconds.value:
        yield "lost or late scrapes", ("scrape",)
    if any(pool.most for pool in cluster.pools):
        yield "node autoscaling", ("cluster", "pools")
    if scenario.image.layers:
        yield "images in layers", ("image", "layers")
    if not cluster.parallel_pulls:
        yield "pulls one after the other", ("cluster", "parallel_pulls")
    relist = scenario.adapter.relist_interval_seconds.value
    if scrape.interval_seconds.value * 2 + scrape.latency_seconds.value > relist:
        path = ("scrape", "interval_seconds")
        yield "scrapes so far apart that relisting may miss the series", path


def cautions(scenario: Scenario) -> tuple[str, ...]:
    """Say what the array engine does more simply in *scenario* than it is.

    Links that several pulls share: each pull has them for itself, so replicas
    that start at once are ready sooner than they would be.
    """
    cluster = scenario.cluster
    links = [
        pool.link_bytes_per_second.value
        for pool in cluster.pools
        for _ in range(pool.count)
        if pool.schedulable
    ]
    notes = []
    if len(links) > 1 and sum(links) > cluster.registry_bytes_per_second.value:
        notes.append(
            "pulls of several nodes share the registry's link; the array engine "
            "gives each all of it"
        )
    if not cluster.anti_affinity:
        notes.append(
            "replicas on one node pull over one link; the array engine gives each "
            "all of it"
        )
    return tuple(notes)


def refused(part: str, path: DocumentPath = ()) -> ScenarioError:
    """Build the error that says so of the *part* at *path*."""
    text = f"the array engine does not cover {part}"
    return ScenarioError(text, hint=HINT, path=path)
