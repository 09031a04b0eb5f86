"""What tuning tries: configurations around the scenario's own.

Which of them is best is not decided here.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, get_args

from hpa.algorithm.types import (
    Behavior,
    PodsMetric,
    ScalingPolicy,
    ScalingRules,
)
from simulator.errors import ScenarioError
from simulator.manifest import PATH
from simulator.sweep.plant import metric_of
from simulator.sweep.run import Candidate, today

if TYPE_CHECKING:
    from collections.abc import Collection

    from simulator.scenario import Scenario

Part = Literal["target", "window", "bounds", "behavior", "tolerance", "scrape", "sync"]
"""What may differ: the metric target, the rate window, minimum and maximum, the
behavior, the tolerance, the scrape interval and the sync period. The last three
are often one setting for a whole cluster."""

PARTS: tuple[Part, ...] = get_args(Part)

_TARGETS = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5)
_WINDOWS = (0.5, 1.0, 2.0)
_MINIMA = (0, 1, 2, 4)
_MAXIMA = (1.0, 1.5, 2.0)
_HOLDS = (60, 120, 300, 600)
_UPS: tuple[tuple[ScalingPolicy, ...], ...] = (
    (
        ScalingPolicy(type="Pods", value=4, period_seconds=15),
        ScalingPolicy(type="Percent", value=100, period_seconds=15),
    ),
    (ScalingPolicy(type="Percent", value=300, period_seconds=15),),
    (ScalingPolicy(type="Pods", value=2, period_seconds=60),),
)
_DOWNS: tuple[tuple[ScalingPolicy, ...], ...] = (
    (ScalingPolicy(type="Percent", value=100, period_seconds=15),),
    (ScalingPolicy(type="Percent", value=25, period_seconds=60),),
)
_TOLERANCES = (0.05, 0.1, 0.2)
_SCRAPES = (5.0, 10.0, 15.0, 30.0)
_SYNCS = (5.0, 10.0, 15.0, 30.0)

_TRIES = 20
"""Draws for each configuration that is wanted; few are drawn twice."""


def space(
    scenario: Scenario, *, count: int, seed: int, keep: Collection[Part] = ()
) -> list[Candidate]:
    """Give today's configuration, and up to *count* others around it.

    What *keep* names stays as it is. The same seed gives the same ones.
    """
    base = today(scenario)
    metric = base.spec.metrics[0]
    if not isinstance(metric, PodsMetric):
        raise ScenarioError("tuning needs an HPA with one Pods metric", path=PATH)
    kept = frozenset(keep)
    relist = scenario.adapter.relist_interval_seconds.value
    most = (relist - scenario.scrape.latency_seconds.value) / 2
    if metric_of(scenario).window_ms is None:
        kept |= {"window"}
    elif "window" in kept:
        most = min(most, base.window_seconds / 2)
    draw = _Draw(base, metric, kept, most)
    chance = random.Random(seed)  # noqa: S311 - a sample, no secret
    found = {base: None}
    for _ in range(_TRIES * count):
        if len(found) > count:
            break
        found.setdefault(draw.one(chance))
    return list(found)


@dataclass(frozen=True, slots=True)
class _Draw:
    """Draws single configurations around *base*."""

    base: Candidate
    metric: PodsMetric
    keep: frozenset[Part]
    most_scrape: float
    """Scrapes further apart may be missed by the adapter's relisting, or leave
    a rate window that is kept without two samples."""

    def one(self, chance: random.Random) -> Candidate:
        """Draw one; what is kept does not change what else is drawn."""
        base, keep = self.base, self.keep
        scrape = chance.choice(self._scrapes())
        scrape = base.scrape_interval_seconds if "scrape" in keep else scrape
        # A rate needs two samples.
        window = max(2 * scrape, base.window_seconds * chance.choice(_WINDOWS))
        target = 1.0 if "target" in keep else chance.choice(_TARGETS)
        more = 0 if "bounds" in keep else chance.choice(_MINIMA)
        times = 1.0 if "bounds" in keep else chance.choice(_MAXIMA)
        behavior = _behavior(chance)
        tolerance, sync = chance.choice(_TOLERANCES), chance.choice(_SYNCS)
        config = base.config
        if "tolerance" not in keep:
            config = replace(config, tolerance=tolerance)
        if "sync" not in keep:
            config = replace(config, sync_period_seconds=sync)
        average = max(1, round(self.metric.average_value_milli * target))
        maximum = math.ceil(base.spec.max_replicas * times)
        return Candidate(
            spec=replace(
                base.spec,
                min_replicas=min(base.spec.min_replicas + more, maximum),
                max_replicas=maximum,
                metrics=(replace(self.metric, average_value_milli=average),),
                behavior=base.spec.behavior if "behavior" in keep else behavior,
            ),
            config=config,
            scrape_interval_seconds=scrape,
            window_seconds=base.window_seconds if "window" in keep else window,
        )

    def _scrapes(self) -> list[float]:
        choices = {self.base.scrape_interval_seconds, *_SCRAPES}
        return sorted(one for one in choices if one <= self.most_scrape)


def _behavior(chance: random.Random) -> Behavior:
    return Behavior(
        scale_up=ScalingRules(
            policies=chance.choice(_UPS), stabilization_window_seconds=0
        ),
        scale_down=ScalingRules(
            policies=chance.choice(_DOWNS),
            stabilization_window_seconds=chance.choice(_HOLDS),
        ),
    )
