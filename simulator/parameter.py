"""A figure of the model, with its unit and where it comes from.

So that every report can say which of its seconds were measured and which were
assumed. The figures themselves stand as defaults in ``simulator.sections``.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, field_validator

if TYPE_CHECKING:
    from collections.abc import Iterator

Source = Literal["measured", "documented", "assumption", "given"]
"""Why one should believe a figure: somebody measured it, a manual says it, we
assume it, or the user of the model gave it."""


class Section(BaseModel):
    """A part of a scenario file: frozen, strict, and without unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Parameter(Section):
    """One figure of the model.

    In a scenario file a plain number may stand for it: its source is ``given``.

    >>> Parameter(value=1.5, unit="s", source="assumption").value
    1.5
    """

    value: float
    unit: str
    """``s``, ``bytes``, ``bytes/s``, ``ratio`` or a count's name."""

    source: Source
    note: str = ""
    """Who measured or documented it, or why it is assumed; one line."""

    @field_validator("value")
    @classmethod
    def _finite(cls, value: float) -> float:
        if not math.isfinite(value):
            raise ValueError("should be a finite number")
        return value

    def given(self, value: float) -> Parameter:
        """Give the same parameter with a user's *value*."""
        return Parameter(value=value, unit=self.unit, source="given")


def measured(value: float, unit: str, note: str) -> Parameter:
    """Declare a figure that was measured; *note* says on what."""
    return Parameter(value=value, unit=unit, source="measured", note=note)


def documented(value: float, unit: str, note: str) -> Parameter:
    """Declare a figure that a manual or manifest states; *note* says which."""
    return Parameter(value=value, unit=unit, source="documented", note=note)


def assumed(value: float, unit: str, note: str) -> Parameter:
    """Declare a figure that nobody measured; *note* says why it is plausible."""
    return Parameter(value=value, unit=unit, source="assumption", note=note)


class Figure(Section):
    """A figure as a file may write it out, instead of a plain number."""

    value: float
    unit: str = ""
    """Only ever the field's own; may be left out."""

    source: Source = "given"
    note: str = ""


def _reader(unit: str, *, zero: bool, most: float = math.inf) -> BeforeValidator:
    """Read a field of *unit*: a plain number, or a mapping with its source."""

    def read(raw: Any) -> Any:
        if isinstance(raw, dict):
            raw = {"unit": unit, "source": "given", **raw}
            if raw["unit"] != unit:
                raise ValueError(f"should be in {unit}")
        number = _number(raw)
        if number is None:
            if isinstance(raw, dict):
                return raw
            raise ValueError(f"should be a number of {unit}")
        if number < 0 or (number == 0 and not zero) or number > most:
            raise ValueError(f"should be {_range(zero=zero, most=most)} {unit}")
        if isinstance(raw, int | float):
            return Parameter(value=raw, unit=unit, source="given")
        return raw

    return BeforeValidator(read, json_schema_input_type=float | Figure)


def _number(raw: Any) -> float | None:
    """Find the number in what stands in the file, if there is one."""
    if isinstance(raw, Parameter):
        return raw.value
    if isinstance(raw, dict):
        raw = raw.get("value")
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        return None
    return float(raw)


def _range(*, zero: bool, most: float) -> str:
    least = "0 or more" if zero else "more than 0"
    return least if math.isinf(most) else f"{least}, and at most {most:g}"


Seconds = Annotated[Parameter, _reader("s", zero=True)]
"""A duration, possibly 0."""

Interval = Annotated[Parameter, _reader("s", zero=False)]
"""A duration that cannot be 0."""

Bytes = Annotated[Parameter, _reader("bytes", zero=True)]
"""An amount of data."""

Bandwidth = Annotated[Parameter, _reader("bytes/s", zero=False)]
"""Data in a second, over a link or onto a disk."""

Ratio = Annotated[Parameter, _reader("ratio", zero=True)]
"""A share or a factor."""

Share = Annotated[Parameter, _reader("ratio", zero=True, most=1.0)]
"""A share of the whole, from 0 to 1."""

Amount = Annotated[Parameter, _reader("units of load", zero=False)]
"""So much of the scenario's load: connections, or requests a second."""


def parameters_of(
    section: BaseModel, path: str = ""
) -> Iterator[tuple[str, Parameter]]:
    """Walk a section for its parameters, with their dotted names, in order.

    >>> class Link(Section):
    ...     bandwidth: Bandwidth = assumed(1e6, "bytes/s", "a guess")
    >>> [(name, found.value) for name, found in parameters_of(Link(), "cluster")]
    [('cluster.bandwidth', 1000000.0)]
    """
    for name in type(section).model_fields:
        here = f"{path}.{name}" if path else name
        value = getattr(section, name)
        members = value if isinstance(value, tuple) else (value,)
        for index, member in enumerate(members):
            inner = f"{here}[{index}]" if isinstance(value, tuple) else here
            if isinstance(member, Parameter):
                yield inner, member
            elif isinstance(member, BaseModel):
                yield from parameters_of(member, inner)
