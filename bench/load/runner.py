"""A load test: every run of the matrix in turn, and nothing measured lost.

Before each run its address is held against the plan and its port's owner is looked
up. What a run means is computed in ``bench.load.results``.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

from bench.hey.command import HeyCommand
from bench.hey.process import HeyOutput
from bench.hey.text import parse_text
from bench.load import matrix
from bench.load.addresses import resolve, system_resolve
from bench.load.observation import Failure, LoadReport, LoadRun
from bench.load.ownership import Owner, check_owner
from bench.load.scaling import NoScaler
from bench.load.spread import counted, fetch, rises
from bench.observation import NotObserved
from octoscale.core.errors import InputError, OctoscaleError
from octoscale.core.version import VERSION

if TYPE_CHECKING:
    from bench.hey.report import HeyReport
    from bench.interrupts import Allow
    from bench.load.addresses import Resolve, Target
    from bench.load.matrix import Work
    from bench.load.plan import LoadPlan
    from bench.load.scaling import Scaler
    from bench.load.spread import Counted, Pages


class Generator(Protocol):
    """Who sends the load: the real hey (``bench.hey.process``)."""

    def run(self, command: HeyCommand, *, limit_seconds: float) -> HeyOutput:
        """Send it, no longer than *limit_seconds*."""


Told = Callable[[LoadRun, HeyOutput | None], None]
"""Takes each run as soon as it is over, with hey's own output where there is one."""


def _nobody(run: LoadRun, output: HeyOutput | None) -> None:
    del run, output


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What a load test needs of the world; everything else it has in its plan."""

    generator: Generator
    described: str = "hey"
    """For the report: what sends the load, and from where."""

    scaler: Scaler = field(default_factory=NoScaler)
    ask: Resolve = system_resolve
    pages: Pages = fetch
    sleep: Callable[[float], None] = time.sleep


def run(
    plan: LoadPlan,
    world: World,
    *,
    left_out: tuple[str, ...] = (),
    tell: Told = _nobody,
    allow: Allow = nullcontext,
) -> LoadReport:
    """Make all runs of *plan*.

    All addresses are resolved and all owners found before the first run, so that a
    wrong plan sends nothing at all. An interrupt or an error later ends the test
    early: the report says so and holds what was measured until then. *allow* opens
    the block in which interrupts may come (``bench.interrupts``).

    Raises ``InputError`` and ``EnvironmentMissingError`` before the first run.
    """
    started, stop, interrupted = _now(), "", False
    runs: list[LoadRun] = []
    session = _Session(plan, world)
    try:
        with allow():
            session.look_around()
            for work in matrix.works(plan):
                stop = session.out_of_time()
                if stop:
                    break
                done, output = session.one(work, first=not runs)
                runs.append(done)
                tell(done, output)
    except KeyboardInterrupt:
        stop, interrupted = "interrupted by a signal", True
    except OctoscaleError as error:
        if not runs:
            raise
        stop = str(error)
    finally:
        left = _restored(world.scaler)
    return LoadReport(
        octoscale=VERSION,
        started=started,
        generator=world.described,
        plan=plan,
        runs=tuple(runs),
        left_out=left_out,
        stop="; ".join(filter(None, (stop, left))),
        interrupted=interrupted,
    )


def command(plan: LoadPlan, work: Work, target: Target) -> HeyCommand:
    """Give the run of hey that one cell stands for."""
    return HeyCommand(
        url=target.url + work.service.path,
        workers=work.shape.workers,
        requests=work.shape.requests,
        duration_seconds=work.shape.duration_seconds,
        keep_alive=work.cell.keep_alive,
        rate_per_second=plan.limits.rate,
        timeout_seconds=plan.limits.timeout_seconds,
        host=target.host,
    )


class _Session:
    """What has been found out on the way: targets, owners, what is scaled."""

    def __init__(self, plan: LoadPlan, world: World) -> None:
        self._plan = plan
        self._world = world
        self._targets: dict[str, Target] = {}
        self._owners: dict[str, tuple[Owner, ...]] = {}
        self._scaled: dict[str, int] = {}
        self._end = time.monotonic() + plan.limits.total_seconds

    def look_around(self) -> None:
        """Resolve every address, and find every owner that can be known by now."""
        for setup in self._plan.setups:
            for endpoint in setup.endpoints:
                url = endpoint.url or ""
                self._targets[url] = resolve(url, setup.addresses, ask=self._world.ask)
                for page in endpoint.exporters:
                    resolve(page, setup.addresses, ask=self._world.ask)
                if setup.scale is None:
                    self._owner(url, setup.owner)

    def out_of_time(self) -> str:
        """Say that the whole test has taken its time, if so."""
        if time.monotonic() < self._end:
            return ""
        return f"limits.total of {self._plan.limits.total_seconds:g} s is over"

    def one(self, work: Work, *, first: bool) -> tuple[LoadRun, HeyOutput | None]:
        """Make one run."""
        if not first and self._plan.pause_seconds:
            self._world.sleep(self._plan.pause_seconds)
        self._scale(work)
        url = work.endpoint.url or ""
        owner = self._owner(url, work.setup.owner)
        order = command(self._plan, work, self._targets[url])
        before = self._count(work)
        started, clock = _now(), time.monotonic()
        left = max(0.1, self._end - clock)
        limit = min(self._plan.limits.run_seconds, left)
        output = self._world.generator.run(order, limit_seconds=limit)
        seconds = time.monotonic() - clock
        run = LoadRun(
            cell=work.cell,
            repeat=work.repeat,
            started=started,
            seconds=seconds,
            planned=order.sent,
            outcome=_outcome(output),
            cut_short=output.cut_short,
            pods=rises(before, self._count(work)),
            owner=owner,
        )
        return run, output

    def _scale(self, work: Work) -> None:
        scale, replicas = work.setup.scale, work.endpoint.replicas
        if scale is None or replicas is None:
            return
        if self._scaled.get(work.setup.name) != replicas:
            self._world.scaler.to(scale, replicas)
            self._scaled[work.setup.name] = replicas

    def _owner(self, url: str, wanted: str | None) -> str:
        target = self._targets[url]
        known = self._owners.get(url)
        found = check_owner(target, wanted, before=known)
        if isinstance(found, NotObserved):
            return str(found)
        self._owners.setdefault(url, found)
        return ", ".join(map(str, found))

    def _count(self, work: Work) -> Counted:
        counter, pages = self._plan.counter, work.endpoint.exporters
        if counter is None or not pages:
            return NotObserved("the plan names no exporters")
        return counted(pages, counter.series, pages=self._world.pages)


def _restored(scaler: Scaler) -> str:
    """Scale everything back; say so when that fails, and lose no figure over it."""
    try:
        scaler.restore()
    except OctoscaleError as error:
        return f"the replicas were not scaled back: {error}"
    return ""


def _outcome(output: HeyOutput) -> HeyReport | Failure:
    """Read what hey printed; a report that cannot be read is a failed run."""
    if output.code != 0 and not output.text.strip():
        said = next((x for x in output.complaint.splitlines() if x.strip()), "nothing")
        return Failure(reason=f"hey ended with {output.code}: {said.strip()}")
    try:
        return parse_text(output.text, file="hey's output")
    except InputError as error:
        return Failure(reason=str(error.findings[0]))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
