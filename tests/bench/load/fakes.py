"""Load tests made by hand: reports, runs, and a world that sends nothing."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from bench.hey.process import HeyOutput
from bench.hey.report import Bucket, Detail, HeyReport
from bench.load import matrix
from bench.load.file import parse_load_plan
from bench.load.observation import LoadReport, LoadRun
from bench.load.runner import World
from bench.observation import NotObserved
from tests.bench.hey.printing import printed

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.hey.command import HeyCommand
    from bench.load.plan import LoadPlan
    from bench.load.scaling import Scaler

PLAN = """\
load: demo
title: Demo
setups:
  - name: k8s
    endpoints:
      - {replicas: 1, url: "http://127.0.0.1:8001"}
      - {replicas: 2, url: "http://127.0.0.1:8002"}
shapes:
  - {requests: 100, workers: 10}
repeats: 2
"""


def plan(text: str = PLAN) -> LoadPlan:
    """Read a plan."""
    return parse_load_plan(text, file="plan.yaml")


def hey_report(
    rate: float = 1000.0, *, served: int = 100, **changes: object
) -> HeyReport:
    """Make a report of 100 requests at *rate*, of which some were served."""
    failed = 100 - served
    total = round(100 / rate, 4)
    made = HeyReport(
        total_seconds=total,
        slowest_seconds=0.02,
        fastest_seconds=0.001,
        average_seconds=0.005,
        requests_per_second=rate,
        total_bytes=600,
        bytes_per_request=6,
        histogram=(Bucket(mark_seconds=0.001, count=1),),
        latencies={10: 0.002, 50: 0.005, 95: 0.015, 99: 0.02},
        details={
            name: Detail(average=0.001, fastest=0.0, slowest=0.002)
            for name in (
                "DNS+dialup", "DNS-lookup", "req write", "resp wait", "resp read"
            )
        },
        statuses={200: served} if served else {},
        errors={"refused": failed} if failed else {},
    )  # fmt: skip
    return dataclasses.replace(made, **changes)  # type: ignore[arg-type]  # any field


def load_report(
    given: LoadPlan | None = None,
    make: Callable[[matrix.Work], HeyReport] = lambda work: hey_report(
        1000.0 * (work.cell.replicas or 1) + work.repeat
    ),
    **changes: object,
) -> LoadReport:
    """Make the report of a whole load test, run by run."""
    used = given or plan()
    runs = tuple(
        LoadRun(
            cell=work.cell,
            repeat=work.repeat,
            started="2026-01-05T10:00:00.000+00:00",
            seconds=0.2,
            planned=100,
            outcome=make(work),
            cut_short=False,
            pods=NotObserved("the plan names no exporters"),
            owner="demo (pid 1)",
        )
        for work in matrix.works(used)
    )
    made = LoadReport(
        octoscale="0",
        started="2026-01-05T10:00:00.000+00:00",
        generator="hey 0.1.4 on this machine",
        plan=used,
        runs=runs,
        left_out=(),
    )
    return dataclasses.replace(made, **changes)  # type: ignore[arg-type]  # any field


class FakeHey:
    """Prints what it is told to, and remembers how it was called."""

    def __init__(self, *reports: HeyReport | HeyOutput) -> None:
        self.commands: list[HeyCommand] = []
        self._reports = reports or (hey_report(),)

    def run(self, command: HeyCommand, *, limit_seconds: float) -> HeyOutput:
        """Print the next report; the last one again and again."""
        assert limit_seconds > 0
        self.commands.append(command)
        one = self._reports[min(len(self.commands), len(self._reports)) - 1]
        if isinstance(one, HeyOutput):
            return one
        return HeyOutput(text=printed(one), complaint="", code=0, cut_short=False)


class FakeScaler:
    """Remembers what was asked for."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.restored = 0

    def to(self, scale: object, replicas: int) -> None:
        """Be there at once."""
        del scale
        self.asked.append(replicas)

    def restore(self) -> None:
        """Remember that it was asked for."""
        self.restored += 1


def world(hey: FakeHey, *, scaler: Scaler | None = None, **changes: object) -> World:
    """Make a world in which *hey* sends the load."""
    made = World(generator=hey, sleep=lambda _: None)
    if scaler is not None:
        made = dataclasses.replace(made, scaler=scaler)
    return dataclasses.replace(made, **changes)  # type: ignore[arg-type]  # any field
