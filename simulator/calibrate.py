"""Figures from elsewhere put into a scenario: measured ones, and a user's own.

A calibration file is what ``octoscale bench calibrate`` writes, and anybody may::

    calibration: v1                    # this format; other fields are not read
    parameters:
      start.program_seconds:           # a name that Scenario.parameters lists
        value: 0.31                    # a number, in the unit of the scenario's own
        unit: s                        # for people; not converted
        source: measured               # or documented, assumption, given
        note: mean of 40 starts        # how it was had
      cluster.pools[*].link_bytes_per_second: {value: 5.0e+7}   # of every pool

How figures are measured is the bench's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import ConfigDict, Field, ValidationError

from octoscale.core import yamlio
from octoscale.core.errors import InputError, UsageError
from octoscale.core.schema import decode
from simulator.parameter import Section, Source
from simulator.scenario import matching

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.scenario import Scenario


class CalibratedFigure(Section):
    """One measured figure."""

    value: float = Field(allow_inf_nan=False)
    unit: str = ""
    source: Source = "measured"
    note: str = ""


class Calibration(Section):
    """A calibration file."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    calibration: Literal["v1"] = "v1"
    """The format. Names and meanings in one do not change."""

    parameters: dict[str, CalibratedFigure]
    """By the names that ``Scenario.parameters`` lists, ``[*]`` for every index.
    Other fields of the file tell how it was measured, and are not read here."""


def load(text: str, *, file: str | None = None) -> Calibration:
    """Read a calibration file; raises ``InputError`` with a place."""
    document = yamlio.load(text, file=file)
    calibration = decode(Calibration, document)
    if not calibration.parameters:
        raise InputError.at(
            document.place(("parameters",)), "SI005", "holds no parameter"
        )
    return calibration


def apply(scenario: Scenario, calibration: Calibration) -> Scenario:
    """Give *scenario* with the measured figures that it has a place for.

    Raises ``UsageError`` for a figure that it does not know, or out of range.
    """
    values = {name: one.value for name, one in calibration.parameters.items()}
    changed = _changed(scenario, values)
    raw = changed.model_dump(mode="python")
    known = scenario.parameters()
    for name, one in calibration.parameters.items():
        for found in matching(known, name):
            _find(raw, found).update(source=one.source, note=one.note)
    return type(scenario).model_validate(raw)


def with_figures(scenario: Scenario, pairs: Sequence[str]) -> Scenario:
    """Give *scenario* with figures written as ``name=value``.

    Raises ``UsageError`` for a name that it does not know, and a value that is
    no number or out of range.
    """
    values: dict[str, float] = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        try:
            values[name] = float(text)
        except ValueError:
            raise UsageError(
                f"should be a figure's name and a number: {pair!r}",
                hint="write scrape.interval_seconds=30",
            ) from None
        if not equals:
            raise UsageError(f"should be NAME=VALUE: {pair!r}")
    return _changed(scenario, values) if values else scenario


def _changed(scenario: Scenario, values: dict[str, float]) -> Scenario:
    try:
        return scenario.with_parameters(values)
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in problem["loc"])
        text = problem["msg"].removeprefix("Value error, ")
        raise UsageError(f"{where}: {text}") from None


def _find(raw: object, name: str) -> dict[str, object]:
    """Give the plain data of the parameter at a dotted *name*."""
    here: object = raw
    for step in name.replace("[", ".").replace("]", "").split("."):
        if isinstance(here, dict):
            here = here[step]
        elif isinstance(here, list | tuple):
            here = here[int(step)]
    if not isinstance(here, dict):
        raise UsageError(f"no parameter is called {name!r}")
    return here
