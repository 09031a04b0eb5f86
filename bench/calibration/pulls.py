"""The links' bandwidth and the rate of unpacking, fitted to the pulls that were seen.

Least squares of the logarithms, so that images of every size count alike. A figure
that the pulls say nothing about is told as that, and is not given.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bench.calibration.minimise import minimise
from bench.calibration.transfers import Pull, Rates, predicted
from bench.milestones import between, moment_of, new_pods, read
from bench.observation import NotObserved
from octoscale.core.phases import Milestone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.observation import Observation, PodObservation, Stamp
    from bench.plan import Plan

MOVED = 1.25
"""A figure is told from its neighbours by so much in either direction."""

WORSE = 1.02
"""So much larger has the error to be there, else the figure is not known."""

FLOOR_SECONDS = 0.05
"""Added to both sides: the errors of very short pulls are clocks' errors."""

MOST_PULLS = 300
"""More do not make the rates any surer, and take minutes."""

Repeats = list[list[Pull]]
"""The pulls of each repeat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedPulls:
    """What the pulls say."""

    count: int
    rates: Rates
    known: dict[str, bool]
    """By the names of ``Rates``: whether another value would fit worse."""

    typical_error: float
    """The root mean square of the logarithm of predicted over seen: 0.05 is 5 %."""

    jitter: float
    """How far a node's unpacking lies from the stated rate, at most, if it were
    uniform: from what the model leaves open."""


def pulls_of(observation: Observation, plan: Plan) -> list[Pull]:
    """Give the pulls of a repeat that were seen in full; images that were there not.

    Their starts are compared with each other only, so any clock will do that all of
    them were read by.
    """
    sizes = {image.name: image.on_disk_bytes for image in plan.images}
    seen = [pull for pod in new_pods(observation) if (pull := _seen(pod)) is not None]
    starts = [start for start, _, _, _ in seen]
    clock = _common_clock(observation, starts)
    found = []
    for start, took, size, node in seen:
        at = read(start, clock)
        if at is not None:
            found.append(
                Pull(
                    start_seconds=at,
                    node=node,
                    pulled_bytes=float(size),
                    on_disk_bytes=float(sizes[observation.image]),
                    seconds=took,
                )
            )
    return found


def _seen(pod: PodObservation) -> tuple[Stamp, float, int, str] | None:
    """Give a pull's start, seconds, bytes and node, where all were seen."""
    start, size = moment_of(pod, Milestone.PULLING), pod.bytes_pulled
    took = between(start, moment_of(pod, Milestone.PULLED))
    if isinstance(start, NotObserved) or isinstance(took, NotObserved):
        return None
    if isinstance(size, NotObserved) or size <= 0:
        return None
    return start, float(took), size, pod.node or pod.name


def _common_clock(observation: Observation, starts: Sequence[Stamp]) -> str:
    """Name the first clock that most starts were read by."""
    names = [clock.name for clock in observation.clocks]
    counts = [sum(read(one, name) is not None for one in starts) for name in names]
    return names[counts.index(max(counts))]


def fit_pulls(repeats: Repeats) -> FittedPulls | NotObserved:
    """Fit the rates to the pulls of *repeats*: of an even choice of very many."""
    repeats = _thinned([repeat for repeat in repeats if repeat])
    pulls = [pull for repeat in repeats for pull in repeat]
    if len(pulls) < 2 or any(pull.seconds <= 0 for pull in pulls):
        return NotObserved("fewer than two pulls were seen with their bytes")
    rough = [_fitted(repeats, start, steps=120) for start in _starts(pulls)]
    found = min(rough, key=lambda rates: _error(repeats, rates))
    for _ in range(2):  # a simplex that has become flat is set up anew
        found = _fitted(repeats, found, steps=400)
    error = _error(repeats, found)
    known = {name: _is_known(repeats, found, name, error) for name in _NAMES}
    return FittedPulls(
        count=len(pulls),
        rates=found,
        known=known,
        typical_error=math.sqrt(error),
        jitter=_jitter(repeats, found),
    )


_NAMES = ("node_link", "registry_link", "unpack", "resolve_seconds")


def _thinned(repeats: Repeats) -> Repeats:
    """Leave repeats out, evenly, until there are few enough pulls."""
    count = sum(map(len, repeats))
    keep = min(len(repeats), max(1, len(repeats) * MOST_PULLS // max(1, count)))
    return [repeats[index * len(repeats) // keep] for index in range(keep)]


def _starts(pulls: Sequence[Pull]) -> list[Rates]:
    """Give where to begin: the largest rate seen, taken up by this or by that."""
    fastest = max(pull.pulled_bytes / pull.seconds for pull in pulls)
    disk = max(pull.on_disk_bytes / pull.seconds for pull in pulls)
    shortest = min(pull.seconds for pull in pulls)
    return [
        Rates(
            node_link=node * fastest,
            registry_link=registry * fastest,
            unpack=unpack * disk,
            resolve_seconds=shortest / 10,
        )
        for node, registry, unpack in ((2, 4, 4), (8, 8, 2), (2, 16, 2), (16, 2, 16))
    ]


def _fitted(repeats: Repeats, start: Rates, *, steps: int) -> Rates:
    point = [math.log(getattr(start, name)) for name in _NAMES]
    return _rates(minimise(lambda p: _error(repeats, _rates(p)), point, steps=steps))


def _rates(point: Sequence[float]) -> Rates:
    values = [math.exp(max(-20.0, min(40.0, one))) for one in point]
    return Rates(**dict(zip(_NAMES, values, strict=True)))


def _error(repeats: Repeats, rates: Rates) -> float:
    """Give the mean square of the logarithm of predicted over seen."""
    squares = [
        math.log((guess + FLOOR_SECONDS) / (pull.seconds + FLOOR_SECONDS)) ** 2
        for repeat in repeats
        for guess, pull in zip(predicted(repeat, rates), repeat, strict=True)
    ]
    return math.fsum(squares) / len(squares)


def _is_known(repeats: Repeats, found: Rates, name: str, error: float) -> bool:
    """Tell whether moving one figure, the others fitted again, fits worse."""
    least = (error + 1e-8) * WORSE
    for factor in (MOVED, 1 / MOVED):
        moved = replace(found, **{name: getattr(found, name) * factor})
        if _error(repeats, _others(repeats, moved, name)) < least:
            return False
    return True


def _others(repeats: Repeats, moved: Rates, fixed: str) -> Rates:
    """Fit all figures but one."""
    names = [name for name in _NAMES if name != fixed]

    def built(point: Sequence[float]) -> Rates:
        values = [math.exp(max(-20.0, min(40.0, one))) for one in point]
        return replace(moved, **dict(zip(names, values, strict=True)))

    start = [math.log(getattr(moved, name)) for name in names]
    best = minimise(
        lambda p: _error(repeats, built(p)), start, step=0.1, steps=120
    )  # fmt: skip
    return built(best)


def _jitter(repeats: Repeats, rates: Rates) -> float:
    """Give the half width of a uniform spread of the unpacking, from the residuals."""
    ratios = []
    for repeat in repeats:
        for guess, pull in zip(predicted(repeat, rates), repeat, strict=True):
            unpack = pull.on_disk_bytes / rates.unpack
            if unpack > 0.2 * guess:  # else the residual says nothing about it
                ratios.append((pull.seconds - guess) / unpack)
    if len(ratios) < 3:
        return 0.0
    mean = math.fsum(ratios) / len(ratios)
    variance = math.fsum((r - mean) ** 2 for r in ratios) / (len(ratios) - 1)
    return min(1.0, math.sqrt(3 * variance))
