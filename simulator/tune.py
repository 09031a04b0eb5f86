"""Tuning: many configurations on one load, and the one to take.

Every figure comes from the array engine, over several seeds; the recommended
configuration is then run once more on the event engine. Applying it is up to
people: the result is a patch, and words.
"""

from __future__ import annotations

import itertools
import math
import random
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from hpa.algorithm.types import (
    Behavior,
    PodsMetric,
    ScalingPolicy,
    ScalingRules,
    Spec,
)
from octoscale.core.quantity import Quantity
from simulator.errors import ScenarioError
from simulator.sweep.run import Candidate, Outcomes, sweep, today

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from simulator.scenario import Scenario

Objective = Literal["cost", "breach"]
"""*cost*: the fewest pod-hours with no more breach than allowed (today's, unless
said otherwise). *breach*: the least breach with no more pod-hours than today."""

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


@dataclass(frozen=True, slots=True)
class Figures:
    """What one configuration comes to, over all seeds."""

    pod_hours: float
    """On average."""

    breach_seconds: float
    """On average; as are lost and scalings."""

    least_breach: float
    most_breach: float
    lost: float
    scalings: float
    flaps: float
    most_replicas: int


@dataclass(frozen=True, slots=True)
class Tuned:
    """What tuning found."""

    candidates: tuple[Candidate, ...]
    """The first is today's, the second the fixed size."""

    figures: tuple[Figures, ...]
    """Beside *candidates*."""

    front: tuple[int, ...]
    """Those that no other one beats in both cost and breach, cheapest first."""

    best: int
    """The recommended one; 0 when none is better than today's."""

    fixed: int
    """The replicas of the fixed size."""

    objective: Objective
    allowed_breach: float
    seeds: tuple[int, ...]
    decisions: int

    @property
    def found(self) -> bool:
        """Whether something better than today's was found."""
        return self.best != 0


def space(scenario: Scenario, *, count: int, seed: int) -> list[Candidate]:
    """Give today's configuration, and *count* others around it.

    Metric target, rate window, bounds, and behavior differ, with scrape and
    sync intervals as they are. The same seed gives the same ones.
    """
    base = today(scenario)
    metric = base.spec.metrics[0]
    if not isinstance(metric, PodsMetric):
        raise ScenarioError("tuning needs an HPA with one Pods metric")
    rate = 2 * base.scrape_interval_seconds
    windows = sorted({max(rate, base.window_seconds * f) for f in _WINDOWS})
    targets = sorted({max(1, round(metric.average_value_milli * f)) for f in _TARGETS})
    minima = [base.spec.min_replicas + more for more in _MINIMA]
    maxima = sorted({math.ceil(base.spec.max_replicas * f) for f in _MAXIMA})
    every = list(
        itertools.product(targets, windows, minima, maxima, _HOLDS, _UPS, _DOWNS)
    )
    chance = random.Random(seed)  # noqa: S311 - a sample, no secret
    chosen = chance.sample(every, min(count, len(every)))
    return [base, *(_candidate(base, metric, one) for one in chosen)]


def tune(
    scenario: Scenario,
    candidates: Sequence[Candidate],
    *,
    objective: Objective = "cost",
    allowed_breach: float | None = None,
    seeds: Sequence[int] = (0, 1, 2),
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Tuned:
    """Run all *candidates*, of which the first is today's, and choose.

    Raises ``ScenarioError`` for what the array engine does not cover, and when
    the scenario states no capacity: without one nothing is ever in breach.
    """
    capacity = scenario.service.capacity
    if capacity is None:
        raise ScenarioError(
            "tuning needs service.capacity: without it there is no breach",
            hint="state what one replica can serve",
        )
    peak = max(level for _, level in scenario.load.course().knots)
    fixed = max(1, math.ceil(peak / capacity.value - 1e-9))
    base = candidates[0]
    still = replace(base, spec=_fixed(base.spec, fixed))
    every = (base, still, *candidates[1:])
    whole = len(every) * len(seeds)
    runs = [
        sweep(
            _sized(scenario, fixed),
            every,
            seed=seed,
            progress=lambda done, n=n: progress(n * len(every) + done, whole),  # type: ignore[misc]  # the number is bound early
        )
        for n, seed in enumerate(seeds)
    ]
    figures = _figures(runs)
    limit = figures[0].breach_seconds if allowed_breach is None else allowed_breach
    return Tuned(
        candidates=every,
        figures=figures,
        front=pareto(
            np.array([one.pod_hours for one in figures]),
            np.array([one.breach_seconds for one in figures]),
        ),
        best=_best(figures, objective, limit),
        fixed=fixed,
        objective=objective,
        allowed_breach=limit,
        seeds=tuple(seeds),
        decisions=sum(run.decisions for run in runs),
    )


def pareto(
    costs: npt.NDArray[np.float64], harms: npt.NDArray[np.float64]
) -> tuple[int, ...]:
    """Give the rows that no other row beats in both, cheapest first.

    >>> pareto(np.array([3.0, 1.0, 2.0, 2.0]), np.array([0.0, 9.0, 5.0, 6.0]))
    (1, 2, 0)
    """
    front, least = [], math.inf
    for row in np.lexsort((harms, costs)):
        if harms[row] < least:
            front.append(int(row))
            least = float(harms[row])
    return tuple(front)


def patch(scenario: Scenario, candidate: Candidate) -> dict[str, Any]:
    """Give the merge patch that turns the scenario's HPA into *candidate*'s.

    ``scenario.autoscaler.manifest`` with it asks for exactly ``candidate.spec``.
    """
    spec, metric = candidate.spec, candidate.spec.metrics[0]
    metrics = deepcopy(scenario.autoscaler.manifest["spec"]["metrics"])
    if isinstance(metric, PodsMetric):
        value = Quantity.of_milli(metric.average_value_milli).canonical
        source = metrics[0]["pods"]
        if "target" in source:
            source["target"]["averageValue"] = value
        else:
            source["targetAverageValue"] = value
    changed: dict[str, Any] = {
        "minReplicas": spec.min_replicas,
        "maxReplicas": spec.max_replicas,
        "metrics": metrics,
    }
    if spec.behavior is not None:
        changed["behavior"] = {
            "scaleUp": _written(spec.behavior.scale_up),
            "scaleDown": _written(spec.behavior.scale_down),
        }
    return {"spec": changed}


def patched(scenario: Scenario, candidate: Candidate) -> Scenario:
    """Give the scenario with *candidate* as its configuration.

    But for the rate window, which stands in the adapter's rule.
    """
    manifest = deepcopy(scenario.autoscaler.manifest)
    manifest["spec"].update(patch(scenario, candidate)["spec"])
    section = scenario.autoscaler.model_copy(update={"manifest": manifest})
    return scenario.model_copy(update={"autoscaler": section})


def _candidate(base: Candidate, metric: PodsMetric, one: tuple[Any, ...]) -> Candidate:
    target, window, minimum, maximum, hold, up, down = one
    return replace(
        base,
        window_seconds=window,
        spec=Spec(
            min_replicas=min(minimum, maximum),
            max_replicas=maximum,
            metrics=(replace(metric, average_value_milli=target),),
            behavior=Behavior(
                scale_up=ScalingRules(policies=up, stabilization_window_seconds=0),
                scale_down=ScalingRules(
                    policies=down, stabilization_window_seconds=hold
                ),
            ),
        ),
    )


def _fixed(spec: Spec, replicas: int) -> Spec:
    return replace(spec, min_replicas=replicas, max_replicas=replicas)


def _sized(scenario: Scenario, replicas: int) -> Scenario:
    """Refuse a cluster that has no room for what is to be compared."""
    nodes = sum(pool.count for pool in scenario.cluster.pools if pool.schedulable)
    if scenario.cluster.anti_affinity and replicas > nodes:
        raise ScenarioError(
            f"the peak needs {replicas} replicas, one a node, and there are {nodes}",
            hint="add nodes to the scenario's cluster",
        )
    return scenario


def _figures(runs: Sequence[Outcomes]) -> tuple[Figures, ...]:
    def stacked(name: str) -> npt.NDArray[np.float64]:
        return np.array([getattr(run, name) for run in runs], np.float64)

    hours, breach, lost = map(stacked, ("pod_hours", "breach_seconds", "lost"))
    scalings, flaps = stacked("scalings"), stacked("flaps")
    most = stacked("most_replicas")
    return tuple(
        Figures(
            pod_hours=float(hours[:, row].mean()),
            breach_seconds=float(breach[:, row].mean()),
            least_breach=float(breach[:, row].min()),
            most_breach=float(breach[:, row].max()),
            lost=float(lost[:, row].mean()),
            scalings=float(scalings[:, row].mean()),
            flaps=float(flaps[:, row].mean()),
            most_replicas=int(most[:, row].max()),
        )
        for row in range(hours.shape[1])
    )


def _best(figures: Sequence[Figures], objective: Objective, limit: float) -> int:
    """Choose among all but the fixed size; ties go to the calmer, then the first."""
    rows = [row for row in range(len(figures)) if row != 1]
    now = figures[0]
    if objective == "breach":
        rows = [row for row in rows if figures[row].pod_hours <= now.pod_hours]
        return min(rows, key=lambda row: (_harm(figures[row]), row))
    allowed = [row for row in rows if figures[row].breach_seconds <= limit]
    if not allowed:
        return min(rows, key=lambda row: (figures[row].breach_seconds, row))
    return min(allowed, key=lambda row: (_cost(figures[row]), row))


def _cost(one: Figures) -> tuple[float, float, float]:
    return round(one.pod_hours, 3), round(one.breach_seconds, 1), one.scalings


def _harm(one: Figures) -> tuple[float, float, float]:
    return round(one.breach_seconds, 1), round(one.pod_hours, 3), one.scalings


def _written(rules: ScalingRules) -> dict[str, Any]:
    written: dict[str, Any] = {
        "selectPolicy": rules.select_policy,
        "policies": [
            {
                "type": policy.type,
                "value": policy.value,
                "periodSeconds": policy.period_seconds,
            }
            for policy in rules.policies
        ],
    }
    if rules.stabilization_window_seconds is not None:
        written["stabilizationWindowSeconds"] = rules.stabilization_window_seconds
    return written
