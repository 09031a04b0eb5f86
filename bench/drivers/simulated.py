"""The paper's cluster in virtual time: a driver that needs no cluster at all.

Every figure of the model can be set, and carries its source into the report.
The model itself is in ``simulator``; what the plan asks of it in
``bench.scenarios``.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from bench import scenarios, settings
from bench.description import DriverDescription
from bench.drivers.base import DriverRow, Settings
from bench.parameter import Parameter, Source
from bench.plan import load_plan
from bench.traces import observation
from octoscale.core.errors import UsageError
from simulator.presets import compressed_ratio
from simulator.run import simulate

if TYPE_CHECKING:
    from bench.observation import Observation
    from bench.plan import Image, Plan
    from bench.progress import Say
    from simulator.parameter import Parameter as Figure
    from simulator.scenario import Scenario

NAME = "simulated"

COMPRESSION = "compression"
"""Bytes pulled over bytes on disk: of each image its own, unless it is given."""

SHORT = {
    "node_link": "cluster.pools[0].link_bytes_per_second",
    "registry_link": "cluster.registry_bytes_per_second",
    "unpack_rate": "image.unpack_bytes_per_second",
    COMPRESSION: "image.compressed_ratio",
}
"""Short names of the figures that are set most; the simulator's own are longer."""

PLANNED = (
    "image.on_disk_bytes",
    "scrape.interval_seconds",
    "autoscaler.sync_period_seconds",
    "service.reopen_seconds",
)
"""Figures that the plan sets; they are shown with the plan."""

_HIDDEN = "cluster.pools[1]."
"""The master runs no replica and pulls no image."""


class SimulatedDriver:
    """Runs repeats in the simulator; deterministic for a seed, to the byte."""

    def __init__(self, given: Settings) -> None:
        """Take settings: names as ``parameters`` lists them, values as text.

        Raises ``UsageError`` for a name that is not known, one that the plan
        sets, and a value that is no number or out of range.
        """
        self._given = dict(given)
        self._nodes = settings.count(given, "nodes", scenarios.NODES)
        self._idle = settings.count(
            given, "idle_descriptors", scenarios.IDLE_DESCRIPTORS
        )
        own = {parameter.name for parameter in _OWN}
        self._figures = {
            _long(name): settings.number(name, text)
            for name, text in given.items()
            if name not in own
        }
        self._images: tuple[Image, ...] = ()
        plan = load_plan()
        self._scenario(plan, plan.images[0])  # refuses figures out of range

    def describe(self) -> DriverDescription:
        """Say that it is the paper's cluster, and simulated."""
        return DriverDescription(
            name=NAME,
            simulated=True,
            cluster=(
                "simulated cluster of the paper: 1 master with 2 CPUs and 4 GB, "
                f"{self._nodes} nodes with 4 CPUs and 8 GB"
            ),
            cannot_observe={},
            parameters=self._described(),
        )

    def prepare(self, plan: Plan, images: tuple[Image, ...]) -> None:
        """Build each image's scenario once, so that misfits show up first."""
        self._images = images
        for image in images:
            self._scenario(plan, image)

    def run_repeat(
        self, plan: Plan, image: Image, repeat: int, *, seed: int, progress: Say
    ) -> Observation:
        """Simulate one repeat: a moment, whatever its virtual time."""
        scenario = self._scenario(plan, image)
        progress("in virtual time")
        trace = simulate(scenario, seed=seed)
        return observation(trace, scenario, plan=plan, image=image, repeat=repeat)

    def close(self) -> None:
        """Do nothing: there is nothing to remove."""

    def _scenario(self, plan: Plan, image: Image) -> Scenario:
        built = scenarios.scenario(
            plan, image, nodes=self._nodes, idle_descriptors=self._idle
        )
        return scenarios.with_figures(built, self._figures, shown=_shown)

    def _described(self) -> tuple[Parameter, ...]:
        """List every figure: a given one says what it stands instead of."""
        described: list[Parameter] = []
        for default in _defaults():
            if default.name in self._given:
                described.append(_given(default, self._given[default.name]))
            elif default.name == COMPRESSION and self._images:
                described += map(_compression, self._images)
            else:
                described.append(default)
        return tuple(described)


def _long(name: str) -> str:
    """Give the simulator's name of a figure, if a user may set it."""
    known = _settable()
    if name in PLANNED:
        raise UsageError(
            f"{name} is set by the plan", hint="change it in a copy of the plan"
        )
    if name not in known:
        raise settings.unknown(name, [p.name for p in _defaults()])
    return known[name]


def _settable() -> dict[str, str]:
    plan = load_plan()
    found = scenarios.scenario(plan, plan.images[0]).parameters()
    return {
        _shown(name): name
        for name in found
        if name not in PLANNED and not name.startswith(_HIDDEN)
    }


def _shown(name: str) -> str:
    """Give the name by which users know a figure."""
    return next((short for short, long in SHORT.items() if long == name), name)


def _given(default: Parameter, text: str) -> Parameter:
    """Give a parameter as the user set it."""
    return dataclasses.replace(
        default,
        value=f"{settings.number(default.name, text):.12g}",
        source=Source.GIVEN,
        note=f"instead of {default.value} ({default.source})",
    )


def _defaults() -> tuple[Parameter, ...]:
    """List everything that can be set, as it is when nobody sets it."""
    plan = load_plan()
    figures = scenarios.scenario(plan, plan.images[0]).parameters()
    model = (
        _BY_IMAGE if short == COMPRESSION else _figure(short, figures[long])
        for short, long in _settable().items()
    )
    return (*_OWN, *model)


def _compression(image: Image) -> Parameter:
    """List one image's compression."""
    figure = compressed_ratio(image.on_disk_bytes)
    found = _figure(f"{COMPRESSION} ({image.name})", figure)
    return dataclasses.replace(found, note=f"{_NEAREST}: {figure.note}")


def _figure(name: str, figure: Figure) -> Parameter:
    """Give a figure of the model as the report lists it."""
    return Parameter(
        name=name,
        value=f"{figure.value:.12g}",
        unit=figure.unit,
        source=Source(figure.source),
        note=figure.note,
    )


_OWN = (
    Parameter(
        name="nodes",
        value=str(scenarios.NODES),
        unit="",
        source=Source.DOCUMENTED,
        note="section 4.2 of the paper",
    ),
    Parameter(
        name="idle_descriptors",
        value=str(scenarios.IDLE_DESCRIPTORS),
        unit="",
        source=Source.MEASURED,
        note="open files of the authors' httpgo without any connection",
    ),
)
"""What can be set beside the model's figures: whole numbers."""

_NEAREST = "measured on the image nearest in size"
_BY_IMAGE = Parameter(
    name=COMPRESSION,
    value="by image",
    unit="ratio",
    source=Source.MEASURED,
    note=f"{_NEAREST}: the report lists the figure of each",
)
"""The compression before it is known which images are run."""


ROW = DriverRow(
    name=NAME,
    summary="the paper's cluster in virtual time; needs no cluster",
    make=SimulatedDriver,
    settings=_defaults,
)
"""The driver's row in the table."""
