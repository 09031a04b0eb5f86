"""A whole calibration: repeats divided, phases and pulls fitted, the error told.

The repeats that are held out take no part in any fit. Writing the file is
``bench.calibration.writing``'s business.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.calibration.distributions import Fitted, fit
from bench.calibration.figures import Figure, figures
from bench.calibration.phases import paces, phase_values
from bench.calibration.pulls import fit_pulls, pulls_of
from bench.calibration.validation import Check, Model, check
from bench.observation import NotObserved
from bench.results import repeat_result
from octoscale.core.errors import InputError, UsageError
from octoscale.core.finding import Place
from octoscale.core.phases import Phase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.calibration.pulls import FittedPulls
    from bench.observation import Observation
    from bench.progress import Say
    from bench.report import Report

HOLD_OUT = 0.4
"""The share of each image's repeats that is held out, unless told otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibrated:
    """What a report's repeats say about the simulator's figures."""

    report: Report
    figures: tuple[Figure, ...]
    fits: dict[str, Fitted | None]
    """By phase; ``None`` where it was never seen."""

    pulls: FittedPulls | NotObserved
    ratios: dict[str, float]
    """Bytes pulled over bytes on disk, by image, where they were seen."""

    fitted_on: dict[str, tuple[int, ...]]
    """The repeats of each image that the fit saw."""

    held_out: dict[str, tuple[int, ...]]
    """Those that it did not see."""

    checks: tuple[Check, ...]
    """Held-out repeats beside simulated ones; the fitted ones where an image has a
    single repeat, and then it says so."""


def calibrate(
    report: Report,
    *,
    hold_out: float = HOLD_OUT,
    seeds: int = 5,
    say: Say = lambda _: None,
) -> Calibrated:
    """Fit the simulator's figures to *report*, and check them on what was held out.

    *seeds*: how many simulated repeats stand beside the measured ones. Raises
    ``InputError`` (CA001) when no repeat of the report reached its goal, and
    ``UsageError`` for a share that is none.
    """
    if not 0 <= hold_out < 1:
        raise UsageError(
            f"the share held out should be from 0 to below 1: {hold_out:g}"
        )
    good = _good(report)
    fitted_on = {name: _kept(repeats, hold_out) for name, repeats in good.items()}
    seen = [o for name, all_of in good.items() for o in all_of if o in fitted_on[name]]
    say("fitting the phases")
    fits = _fits(fitted_on, seen)
    say("fitting the pulls")
    pulls = fit_pulls([p for p in (pulls_of(o, report.plan) for o in seen) if p])
    ratios = _ratios(report, seen)
    found = (*figures(fits, pulls, paces(seen)), *_compression(ratios))
    model = Model(report=report, figures=found, ratios=ratios, seeds=seeds)
    checks = []
    for name, repeats in good.items():
        say(f"simulating {name}")
        others = [o for o in repeats if o not in fitted_on[name]]
        checks.append(check(model, name, others or repeats, held_out=bool(others)))
    return Calibrated(
        report=report,
        figures=found,
        fits=fits,
        pulls=pulls,
        ratios=ratios,
        fitted_on={n: tuple(o.repeat for o in kept) for n, kept in fitted_on.items()},
        held_out={
            name: tuple(o.repeat for o in repeats if o not in fitted_on[name])
            for name, repeats in good.items()
        },
        checks=tuple(checks),
    )


def of_images(report: Report, images: tuple[str, ...]) -> Report:
    """Give *report* with only these images; naming none keeps all.

    Raises ``UsageError`` for an image that it does not have.
    """
    plan = report.plan.narrowed(images=images)
    names = {image.name for image in plan.images}
    kept = tuple(o for o in report.observations if o.image in names)
    return dataclasses.replace(report, plan=plan, observations=kept)


def _good(report: Report) -> dict[str, list[Observation]]:
    """Give the repeats that reached their goal, by image; images without any not."""
    good: dict[str, list[Observation]] = {i.name: [] for i in report.plan.images}
    for observation in report.observations:
        if not repeat_result(observation, report.plan).shortfall:
            good[observation.image].append(observation)
    found = {name: repeats for name, repeats in good.items() if repeats}
    if not found:
        raise InputError.at(
            Place(), "CA001", "no repeat of this report reached its goal"
        )
    return found


def _kept(repeats: Sequence[Observation], share: float) -> list[Observation]:
    """Choose those that the fit sees: the others lie evenly among them."""
    count = len(repeats)
    out = min(count - 1, max(1, round(share * count))) if share and count > 1 else 0
    left_out = {int((index + 0.5) * count / out) for index in range(out)}
    return [one for index, one in enumerate(repeats) if index not in left_out]


def _fits(
    by_image: dict[str, list[Observation]], seen: Sequence[Observation]
) -> dict[str, Fitted | None]:
    """Fit every phase over all images; the pull, which its image decides, for each."""
    pull = Phase.PULLING.value
    found: dict[str, Fitted | None] = {}
    for phase, values in phase_values(seen).items():
        if phase != pull:
            found[phase] = fit(values)
            continue
        for image, repeats in by_image.items():
            found[f"{pull}, {image}"] = fit(phase_values(repeats)[pull])
    return found


def _compression(ratios: dict[str, float]) -> tuple[Figure, ...]:
    """Give the compression as a figure where it is one: of a single image."""
    if len(ratios) != 1:
        return ()
    ((image, ratio),) = ratios.items()
    return (
        Figure(
            name="image.compressed_ratio",
            value=ratio,
            unit="ratio",
            note=f"bytes pulled over bytes on disk of {image!r}",
        ),
    )


def _ratios(report: Report, seen: Sequence[Observation]) -> dict[str, float]:
    sizes = {image.name: image.on_disk_bytes for image in report.plan.images}
    bytes_pulled: dict[str, list[float]] = {}
    for observation in seen:
        for pod in observation.pods:
            size = pod.bytes_pulled
            if not pod.initial and not isinstance(size, NotObserved) and size:
                bytes_pulled.setdefault(observation.image, []).append(float(size))
    return {
        name: min(1.0, sum(values) / len(values) / sizes[name])
        for name, values in bytes_pulled.items()
    }
