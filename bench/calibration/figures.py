"""From fitted phases and pulls to the simulator's parameters, by its own names.

Each says how it was had. What was not observed has no figure: the simulator's own
default stays, and the file names it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.calibration.phases import MAKING
from bench.observation import NotObserved
from octoscale.core.phases import Phase

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bench.calibration.distributions import Fitted
    from bench.calibration.pulls import FittedPulls

NO_PROBE_SECONDS = 0.005
"""Pods that become Ready sooner after their containers' start have no probe."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One parameter of the simulator."""

    name: str
    """Dotted, as ``Scenario.parameters`` has it."""

    value: float
    unit: str
    note: str
    """How it was had, in one line."""

    known: bool = True
    """Whether the repeats tell it from other values."""


def figures(
    fits: Mapping[str, Fitted | None],
    pulls: FittedPulls | NotObserved,
    paces: Sequence[float],
) -> tuple[Figure, ...]:
    """Give every figure that the repeats tell something about."""
    found = [
        *_means(fits),
        *_jitter(paces),
        *_probing(fits.get(Phase.PROBING.value)),
        *_routing(fits.get(Phase.ROUTING.value)),
    ]
    if not isinstance(pulls, NotObserved):
        found += _pulls(pulls)
    return tuple(found)


_MEANS = {
    "cluster.workload_seconds": MAKING,
    "cluster.scheduling_seconds": Phase.SCHEDULING.value,
    "start.prepare_seconds": Phase.PREPARING.value,
    "start.containers_seconds": Phase.STARTING.value,
}
"""Figures that are the mean of a phase."""


def _means(fits: Mapping[str, Fitted | None]) -> list[Figure]:
    found = []
    for name, phase in _MEANS.items():
        fitted = fits.get(phase)
        if fitted is not None:
            note = f"mean of {phase!r} over {fitted.count} pods, {_shape(fitted)}"
            found.append(Figure(name=name, value=fitted.mean, unit="s", note=note))
    return found


def _shape(fitted: Fitted) -> str:
    deviation = fitted.deviation if fitted.deviation > 1e-9 else 0.0
    return f"deviation {deviation:.3g} s, {fitted.family}"


def _jitter(paces: Sequence[float]) -> list[Figure]:
    """Give the half width of a uniform spread with the deviation that was seen."""
    if len(paces) < 3:
        return []
    variance = math.fsum((pace - 1) ** 2 for pace in paces) / (len(paces) - 1)
    note = (
        "of preparing and starting together: a uniform spread with the deviation of "
        f"{len(paces)} pods"
    )
    value = min(1.0, math.sqrt(3 * variance))
    return [Figure(name="start.jitter_ratio", value=value, unit="ratio", note=note)]


def _probing(fitted: Fitted | None) -> list[Figure]:
    """Turn the time to Ready into a probe that finds the program ready then."""
    if fitted is None:
        return []
    if fitted.mean < NO_PROBE_SECONDS:
        note = f"{fitted.count} pods were Ready when their containers ran: no probe"
        period = Figure(
            name="start.probe_period_seconds", value=0.0, unit="s", note=note
        )
        return [period]
    note = f"mean of 'becoming ready' over {fitted.count} pods, {_shape(fitted)}"
    return [
        Figure(
            name="start.probe_initial_delay_seconds",
            value=fitted.mean,
            unit="s",
            note=note,
        ),
        Figure(
            name="start.probe_period_seconds",
            value=1.0,
            unit="s",
            note="so that the first probe decides; the real period was not observed",
            known=False,
        ),
        Figure(
            name="start.program_seconds",
            value=fitted.mean / 2,
            unit="s",
            note="sooner than the first probe, with jitter too; not observed by itself",
            known=False,
        ),
    ]


def _routing(fitted: Fitted | None) -> list[Figure]:
    """Turn the mean into the longest time: the simulator's is uniform from 0."""
    if fitted is None:
        return []
    note = f"twice the mean over {fitted.count} pods, {_shape(fitted)}; uniform from 0"
    value = 2 * fitted.mean
    return [Figure(name="start.endpoints_seconds", value=value, unit="s", note=note)]


def _pulls(fitted: FittedPulls) -> list[Figure]:
    units = {
        "node_link": ("cluster.pools[*].link_bytes_per_second", "bytes/s"),
        "registry_link": ("cluster.registry_bytes_per_second", "bytes/s"),
        "unpack": ("image.unpack_bytes_per_second", "bytes/s"),
        "resolve_seconds": ("image.resolve_seconds", "s"),
    }
    how = f"fitted to {fitted.count} pulls, typically {fitted.typical_error:.1%} off"
    found = []
    for name, (parameter, unit) in units.items():
        known = fitted.known[name]
        doubt = "" if known else "; these repeats do not tell it from other values"
        found.append(
            Figure(
                name=parameter,
                value=getattr(fitted.rates, name),
                unit=unit,
                note=how + doubt,
                known=known,
            )
        )
    found.append(
        Figure(
            name="image.unpack_jitter_ratio",
            value=fitted.jitter,
            unit="ratio",
            note="a uniform spread with the deviation that the pulls leave open",
            known=fitted.known["unpack"],
        )
    )
    return found
