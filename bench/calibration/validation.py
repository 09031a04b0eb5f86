"""Measured and simulated side by side: the same plan, with the fitted figures.

Simulated twice, before and after the calibration, so that one sees what it brought.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import ValidationError

from bench import scenarios
from bench.calibration.phases import phase_values
from bench.results import repeat_result
from bench.runner import seed_of
from bench.statistics import Summary, summarise
from bench.traces import observation
from octoscale.core.errors import UsageError
from simulator.run import simulate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.calibration.figures import Figure
    from bench.observation import Observation
    from bench.plan import Image
    from bench.report import Report
    from simulator.scenario import Scenario

HEADLINE = "scale-up"
SEED = 9_999
"""Of the simulated repeats: other ones than a simulated report's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The simulator as it was calibrated, for one report's plan."""

    report: Report
    figures: tuple[Figure, ...]
    ratios: dict[str, float]
    seeds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure of one image, in seconds."""

    name: str
    """``scale-up``, or a phase's name."""

    measured: Summary
    simulated: Summary | None
    """With the calibrated figures; ``None`` when the simulation shows none."""

    before: Summary | None
    """With the simulator's own figures."""

    @property
    def error(self) -> float | None:
        """Simulated minus measured, over measured; ``None`` where there is none."""
        if self.simulated is None or not self.measured.mean:
            return None
        return (self.simulated.mean - self.measured.mean) / self.measured.mean

    @property
    def error_before(self) -> float | None:
        """The same without the calibration."""
        if self.before is None or not self.measured.mean:
            return None
        return (self.before.mean - self.measured.mean) / self.measured.mean


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One image: its headline and every phase, measured and simulated."""

    image: str
    repeats: tuple[int, ...]
    held_out: bool
    """Whether the fit had not seen these repeats."""

    rows: tuple[Row, ...]

    @property
    def headline(self) -> Row:
        """The scale-up time's row."""
        return self.rows[0]


def check(
    model: Model, name: str, repeats: Sequence[Observation], *, held_out: bool
) -> Check:
    """Put measured *repeats* of an image beside simulated ones."""
    image = next(one for one in model.report.plan.images if one.name == name)
    after = _simulated(model, image, calibrated=True)
    before = _simulated(model, image, calibrated=False)
    found, new, old = (_values(model.report, part) for part in (repeats, after, before))
    rows = []
    for figure, values in found.items():
        measured = summarise(values, simulated=model.report.simulated)
        if measured is not None:
            rows.append(
                Row(
                    name=figure,
                    measured=measured,
                    simulated=summarise(new.get(figure, []), simulated=True),
                    before=summarise(old.get(figure, []), simulated=True),
                )
            )
    return Check(
        image=name,
        repeats=tuple(o.repeat for o in repeats),
        held_out=held_out,
        rows=tuple(rows),
    )


def _values(report: Report, repeats: Sequence[Observation]) -> dict[str, list[float]]:
    """Give the headline of each repeat, and each phase of each pod."""
    headlines = [
        repeat_result(one, report.plan).milestones.scale_up_seconds for one in repeats
    ]
    known = [float(one) for one in headlines if isinstance(one, int | float)]
    return {HEADLINE: known, **phase_values(repeats)}


def _simulated(model: Model, image: Image, *, calibrated: bool) -> list[Observation]:
    plan = model.report.plan
    built = scenarios.scenario(plan, image, nodes=_nodes(model.report))
    if calibrated:
        built = put(built, model, image)
    return [
        observation(
            simulate(built, seed=seed_of(SEED, repeat)),
            built,
            plan=plan,
            image=image,
            repeat=repeat,
        )
        for repeat in range(1, model.seeds + 1)
    ]


def put(scenario: Scenario, model: Model, image: Image) -> Scenario:
    """Give a scenario with the fitted figures, and the image's own compression.

    Raises ``UsageError`` for one that the simulator cannot have.
    """
    values = {figure.name: figure.value for figure in model.figures}
    if image.name in model.ratios:
        values["image.compressed_ratio"] = model.ratios[image.name]
    try:
        return scenario.with_parameters(values)
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in problem["loc"])
        raise UsageError(f"{where}: {problem['msg']}") from None


def _nodes(report: Report) -> int:
    """Give as many nodes as pods were seen on, and enough for the goal."""
    seen = {pod.node for one in report.observations for pod in one.pods if pod.node}
    return max(len(seen), report.plan.goal.replicas)
