"""Tuning: many configurations on one load, and the one to take.

Every figure comes from the array engine, over several seeds and, for a recording,
days. What is tried, and the patch, are in ``simulator.tuning``.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from simulator.errors import ScenarioError
from simulator.sweep.covering import cautions
from simulator.sweep.run import Candidate, Outcomes, sweep
from simulator.tuning.confidence import interval
from simulator.tuning.days import days_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from hpa.algorithm.types import Spec
    from simulator.scenario import Scenario

Objective = Literal["cost", "breach"]
"""*cost*: the fewest pod-hours with no more breach than allowed; unless that is
said, with no more breach and no more lost than today. *breach*: the least breach
with no more pod-hours than today."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What one configuration comes to, over all runs."""

    pod_hours: float
    """Of one run, on average."""

    breach_seconds: float
    """On average; as are lost and scalings."""

    least_breach: float
    most_breach: float
    lost: float
    scalings: float
    flaps: float
    most_replicas: int


@dataclass(frozen=True, slots=True)
class Difference:
    """What one configuration changes against another, run by run."""

    mean: float
    interval: tuple[float, float] | None
    """Holds the true mean in 95 of 100 cases; ``None`` for a single run."""

    worse: int
    """In how many runs it is more."""


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
    days: int
    """How many days of a recording there are; 1: the whole load is one run."""

    hours: npt.NDArray[np.float64]
    """Pod-hours of each run (seeds x days) and candidate."""

    breaches: npt.NDArray[np.float64]
    """Seconds in breach, as above."""

    decisions: int
    cautions: tuple[str, ...]
    """What the array engine does more simply than it is."""

    @property
    def found(self) -> bool:
        """Whether something better than today's was found."""
        return self.best != 0

    def cost(self, row: int, *, against: int) -> Difference:
        """Compare pod-hours."""
        return _compared(self.hours[:, row] - self.hours[:, against])

    def breach(self, row: int, *, against: int) -> Difference:
        """Compare seconds in breach."""
        return _compared(self.breaches[:, row] - self.breaches[:, against])


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
            path=("service",),
        )
    peak = max(level for _, level in scenario.load.course().knots)
    fixed = max(1, math.ceil(peak / capacity.value - 1e-9))
    base = candidates[0]
    still = replace(base, spec=_fixed(base.spec, fixed))
    every = (base, still, *candidates[1:])
    days = days_of(_sized(scenario, fixed))
    plans = list(itertools.product(days, seeds))
    whole = len(every) * len(plans)
    runs = [
        sweep(
            day,
            every,
            seed=seed,
            progress=lambda done, n=n: progress(n * len(every) + done, whole),  # type: ignore[misc]  # the number is bound early
        )
        for n, (day, seed) in enumerate(plans)
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
        best=_best(
            figures,
            objective,
            most_breach=limit,
            most_lost=figures[0].lost if allowed_breach is None else math.inf,
        ),
        fixed=fixed,
        objective=objective,
        allowed_breach=limit,
        seeds=tuple(seeds),
        days=len(days),
        hours=np.array([run.pod_hours for run in runs]),
        breaches=np.array([run.breach_seconds for run in runs]),
        decisions=sum(run.decisions for run in runs),
        cautions=cautions(scenario),
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


def _compared(differences: npt.NDArray[np.float64]) -> Difference:
    values = [float(one) for one in differences]
    worse = sum(value > 1e-9 for value in values)  # what is left of rounding
    return Difference(float(differences.mean()), interval(values), worse)


def _fixed(spec: Spec, replicas: int) -> Spec:
    return replace(spec, min_replicas=replicas, max_replicas=replicas)


def _sized(scenario: Scenario, replicas: int) -> Scenario:
    """Refuse a cluster that has no room for what is to be compared."""
    nodes = sum(pool.count for pool in scenario.cluster.pools if pool.schedulable)
    if scenario.cluster.anti_affinity and replicas > nodes:
        raise ScenarioError(
            f"the peak needs {replicas} replicas, one a node, and there are {nodes}",
            hint="add nodes to the scenario's cluster",
            path=("cluster",),
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


def _best(
    figures: Sequence[Figures],
    objective: Objective,
    *,
    most_breach: float,
    most_lost: float,
) -> int:
    """Choose among all but the fixed size; ties go to the calmer, then the first."""
    rows = [row for row in range(len(figures)) if row != 1]
    now = figures[0]
    if objective == "breach":
        rows = [row for row in rows if figures[row].pod_hours <= now.pod_hours]
        return min(rows, key=lambda row: (_harm(figures[row]), row))
    allowed = [
        row
        for row in rows
        if figures[row].breach_seconds <= most_breach and figures[row].lost <= most_lost
    ]
    if not allowed:
        return min(rows, key=lambda row: (figures[row].breach_seconds, row))
    return min(allowed, key=lambda row: (_cost(figures[row]), row))


def _cost(one: Figures) -> tuple[float, float, float]:
    return round(one.pod_hours, 3), round(one.breach_seconds, 1), one.scalings


def _harm(one: Figures) -> tuple[float, float, float]:
    return round(one.breach_seconds, 1), round(one.pod_hours, 3), one.scalings
