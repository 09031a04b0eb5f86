"""Observations made by hand, and a driver that hands them out."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from bench.description import DriverDescription
from bench.observation import (
    Clock,
    DecisionPoint,
    ImageEvidence,
    Links,
    Moment,
    NotObserved,
    Observation,
    PodObservation,
    ReplicaPoint,
    Stamp,
)
from bench.parameter import Parameter, Source
from bench.plan import load_plan
from bench.report import Report
from octoscale.core.phases import POD_MILESTONES, Milestone

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.plan import Image, Plan
    from bench.progress import Say

CLOCK = "test clock"
PULLED = 1_000_000_000


def at(seconds: float) -> Stamp:
    """Stamp a moment by the test's clock."""
    return Stamp(seconds=seconds, clock=CLOCK)


def pod(
    name: str, *, created: float, pull: float = 10.0, node: str = "", **changes: object
) -> PodObservation:
    """Make a pod whose image takes *pull* seconds and every other phase one."""
    steps = [0.0, 1.0, 1.0, pull, 1.0, 1.0, 1.0, 1.0]
    stamps: dict[Milestone, Moment] = {}
    now = created
    for milestone, step in zip(POD_MILESTONES, steps, strict=True):
        now += step
        stamps[milestone] = at(now)
    made = PodObservation(
        name=name,
        node=node or f"node-{name}",
        initial=False,
        evidence=ImageEvidence.PROVED,
        bytes_pulled=PULLED,
        stamps=stamps,
    )
    return dataclasses.replace(made, **changes)  # type: ignore[arg-type]  # any field


def initial(name: str = "web-0") -> PodObservation:
    """Make the pod that ran before the load was raised."""
    stamps: dict[Milestone, Moment] = {m: at(0.0) for m in POD_MILESTONES}
    made = pod(name, created=0, initial=True, stamps=stamps, bytes_pulled=0)
    return dataclasses.replace(made, evidence=ImageEvidence.PRESENT)


def observation(
    *, image: str = "small", repeat: int = 1, pull: float = 10.0, **changes: object
) -> Observation:
    """Make the trail 1, 4, 8: load at 100, decisions at 110 and 125."""
    early = [pod(f"web-{n}", created=110.5, pull=pull) for n in (1, 2, 3)]
    late = [pod(f"web-{n}", created=125.5, pull=pull) for n in (4, 5, 6, 7)]
    made = Observation(
        image=image,
        repeat=repeat,
        seed=repeat,
        start_replicas=1,
        goal_replicas=8,
        clocks=(Clock(name=CLOCK, resolution_seconds=0.001),),
        load_raised=at(100.0),
        metric_crosses=at(104.0),
        decisions=(
            DecisionPoint(seconds=95, before=1, after=1, metric_value="9"),
            DecisionPoint(seconds=110, before=1, after=4, metric_value="1809"),
            DecisionPoint(seconds=125, before=4, after=8, metric_value="1809"),
        ),
        trail=_trail(110.5 + 4 + pull, 125.5 + 4 + pull),
        pods=(initial(), *early, *late),
        links=Links(node_bytes_per_second=125e6, registry_bytes_per_second=250e6),
        ended_seconds=125.5 + pull + 6,
    )
    return dataclasses.replace(made, **changes)  # type: ignore[arg-type]  # any field


def _trail(first: float, second: float) -> tuple[ReplicaPoint, ...]:
    """Make the trail of two waves that are Ready at *first* and *second*."""
    times = sorted((0.0, 110.0, 125.0, first, second))
    return tuple(
        ReplicaPoint(
            seconds=now,
            desired=8 if now >= 125 else 4 if now >= 110 else 1,
            current=8 if now >= 125 else 4 if now >= 110 else 1,
            ready=8 if now >= second else 4 if now >= first else 1,
        )
        for now in times
    )


def description(*, simulated: bool = True, **changes: object) -> DriverDescription:
    """Describe the cluster of these tests."""
    made = DriverDescription(
        name="fake",
        simulated=simulated,
        cluster="a cluster made by hand: 8 nodes",
        cannot_observe={},
        parameters=(
            Parameter(
                name="node_link",
                value="125000000",
                unit="bytes/s",
                source=Source.ASSUMPTION,
                note="1 Gbit/s",
            ),
        ),
    )
    return dataclasses.replace(made, **changes)  # type: ignore[arg-type]  # any field


class FakeDriver:
    """Hands out what *make* gives, and counts what is asked of it."""

    def __init__(
        self,
        make: Callable[[Image, int], Observation] | None = None,
        *,
        simulated: bool = True,
    ) -> None:
        self.make = make or (
            lambda image, repeat: observation(image=image.name, repeat=repeat)
        )
        self.simulated = simulated
        self.prepared = self.closed = 0
        self.seeds: list[int] = []

    def describe(self) -> DriverDescription:
        return description(simulated=self.simulated)

    def prepare(self, plan: Plan, images: tuple[Image, ...]) -> None:
        del plan, images
        self.prepared += 1

    def run_repeat(
        self, plan: Plan, image: Image, repeat: int, *, seed: int, progress: Say
    ) -> Observation:
        del plan
        self.seeds.append(seed)
        progress("looking")
        return self.make(image, repeat)

    def close(self) -> None:
        self.closed += 1


def missed(image: str = "small", repeat: int = 1) -> Observation:
    """Make a repeat in which one pod is still pulling at the end."""
    good = observation(image=image, repeat=repeat)
    last = good.pods[-1]
    stamps = {
        m: s for m, s in last.stamps.items() if m.order <= Milestone.PULLING.order
    }
    stuck = dataclasses.replace(last, stamps=stamps)
    return dataclasses.replace(good, pods=(*good.pods[:-1], stuck))


def report(
    *observations: Observation, simulated: bool = True, **changes: object
) -> Report:
    """Make a report; without observations, of five repeats of three images."""
    plan = load_plan()
    pulls = {"small": 1.0, "medium": 12.0, "big": 70.0}
    made = Report(
        octoscale="0.0.0",
        started="2020-01-02T03:04:05+00:00",
        seed=0,
        plan=plan,
        driver=description(simulated=simulated),
        observations=observations
        or tuple(
            observation(image=i.name, repeat=r, pull=pulls[i.name] * (1 + r / 50))
            for i in plan.images
            for r in range(1, 6)
        ),
    )
    return dataclasses.replace(made, **changes)  # type: ignore[arg-type]  # any field


UNSEEN = NotObserved("hollow nodes pull no image")
