"""A run: every repeat of a plan on one driver, and nothing that was measured lost.

The order of the repeats and what happens when one fails is decided here. What a
repeat does is the driver's, what it means is computed in ``bench.results``.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from typing import TYPE_CHECKING, TypeAlias

from bench.observation import NotObserved
from bench.progress import ProgressEvent, Stage, silent
from bench.report import Report, Stop, StopKind
from bench.results import repeat_result
from bench.units import seconds
from octoscale.core.errors import OctoscaleError
from octoscale.core.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.drivers.base import ClusterDriver
    from bench.interrupts import Allow
    from bench.observation import Observation
    from bench.plan import Image, Plan
    from bench.progress import Progress

Keep: TypeAlias = Callable[[Report], None]
"""Takes the report so far."""

SEEDS_PER_RUN = 10_000
"""How far the seeds of two runs lie apart: further than any run has repeats."""


def forget(report: Report) -> None:
    """Keep nothing of a run that can be run again."""
    del report


def run(  # noqa: PLR0913 - one keyword each for what surrounds a run
    plan: Plan,
    driver: ClusterDriver,
    *,
    seed: int = 0,
    started: str = "",
    progress: Progress = silent,
    allow: Allow = nullcontext,
    done: tuple[Observation, ...] = (),
    keep: Keep = forget,
) -> Report:
    """Run all repeats of all images of *plan* on *driver*, image by image.

    *started* is written into the report. An interrupt, or a cluster that goes
    away, ends the run early: the report then says so in ``stop`` and holds
    everything that was observed until then. The driver is closed in any case.
    *allow* opens the block in which interrupts may come (``bench.interrupts``).
    *done* was observed before, by a run that this one goes on with; *keep* is given
    the report so far after each repeat.

    Raises what the driver raises before the first observation.
    """
    observations: list[Observation] = list(done)
    stop, during = None, "setting up"

    def report() -> Report:
        return Report(
            octoscale=VERSION,
            started=started,
            seed=seed,
            plan=plan,
            driver=driver.describe(),
            observations=_in_order(observations, plan),
            stop=stop,
        )

    try:
        with allow():
            driver.prepare(plan, plan.images)
            for image, repeat in _missing(plan, done):
                tell = _Teller(progress, plan, image, repeat, len(observations))
                during = tell.name
                observations.append(_one(plan, driver, tell, seed=seed))
                keep(report())
                tell.say(_outcome(observations[-1], plan), Stage.FINISHED)
    except KeyboardInterrupt:
        stop = Stop(kind=StopKind.INTERRUPTED, during=during, reason="by a signal")
    except OctoscaleError as error:
        if not observations:
            raise
        stop = Stop(kind=StopKind.LOST, during=during, reason=str(error))
    finally:
        driver.close()
    return report()


def seed_of(seed: int, repeat: int) -> int:
    """Give the seed of one repeat.

    The images share it, so that they meet the same chance; no two repeats of
    a run do, nor do runs with other seeds.

    >>> seed_of(0, 1), seed_of(3, 2)
    (1, 30002)
    """
    return seed * SEEDS_PER_RUN + repeat


class _Teller:
    """Tells about one repeat."""

    def __init__(
        self, progress: Progress, plan: Plan, image: Image, repeat: int, done: int
    ) -> None:
        self.image, self.repeat = image, repeat
        self._progress, self._plan, self._done = progress, plan, done

    @property
    def name(self) -> str:
        return f"{self.image.name}, repeat {self.repeat} of {self._plan.repeats}"

    def say(self, text: str, stage: Stage = Stage.RUNNING) -> None:
        self._progress(
            ProgressEvent(
                stage=stage,
                image=self.image.name,
                repeat=self.repeat,
                repeats=self._plan.repeats,
                done=self._done + int(stage is Stage.FINISHED),
                total=self._plan.repeats * len(self._plan.images),
                text=text,
            )
        )


def _one(plan: Plan, driver: ClusterDriver, tell: _Teller, *, seed: int) -> Observation:
    """Run one repeat."""
    tell.say("", Stage.STARTED)
    return driver.run_repeat(
        plan,
        tell.image,
        tell.repeat,
        seed=seed_of(seed, tell.repeat),
        progress=tell.say,
    )


def _missing(plan: Plan, done: tuple[Observation, ...]) -> Iterator[tuple[Image, int]]:
    """Name the repeats that are still to be run, in order."""
    known = {(one.image, one.repeat) for one in done}
    for image in plan.images:
        for repeat in range(1, plan.repeats + 1):
            if (image.name, repeat) not in known:
                yield image, repeat


def _in_order(observations: list[Observation], plan: Plan) -> tuple[Observation, ...]:
    """Put the repeats in the plan's order, which a resumed run may not have had."""
    names = [image.name for image in plan.images]
    return tuple(sorted(observations, key=lambda o: (names.index(o.image), o.repeat)))


def _outcome(observation: Observation, plan: Plan) -> str:
    result = repeat_result(observation, plan)
    if result.shortfall:
        return f"goal missed: {result.shortfall}"
    scale_up = result.milestones.scale_up_seconds
    if isinstance(scale_up, NotObserved):
        return f"scale-up {scale_up}"
    return f"scale-up {seconds(scale_up)}"
