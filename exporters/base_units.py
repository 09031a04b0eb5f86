"""Inherited names in the units that one would choose today: seconds, bytes, ratios.

Two collectors take the place of exporters whose names no linter likes, and keep
those names unless they are asked for these. A table of a collector says which of
its series are renamed; here that is done.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from exporters.naming import rate_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exporters.families import Value
    from octoscale.core.descriptor import MetricDescriptor


class BaseUnit(NamedTuple):
    """What becomes of one inherited series."""

    name: str
    """The new name, without prefix."""

    factor: float
    """Makes the new unit of the old."""

    unit: str


Units = Mapping[str, BaseUnit]
"""By the inherited name, without prefix."""

KIBIBYTE, MILLI, PERCENT = 1024.0, 0.001, 0.01


def with_prefix(units: Units, prefix: str) -> Units:
    """Put *prefix* before all names.

    >>> with_prefix({"a_ms": BaseUnit("a_seconds", 0.001, "seconds")}, "web")
    {'web_a_ms': BaseUnit(name='web_a_seconds', factor=0.001, unit='seconds')}
    """
    return {
        f"{prefix}_{old}": new._replace(name=f"{prefix}_{new.name}")
        for old, new in units.items()
    }


def renamed(
    descriptors: Iterable[MetricDescriptor], units: Units
) -> tuple[MetricDescriptor, ...]:
    """Declare the same metrics, those of *units* under their new names."""
    return tuple(
        _renamed(descriptor, units[descriptor.series_name])
        if descriptor.series_name in units
        else descriptor
        for descriptor in descriptors
    )


def converted(values: Mapping[str, Value], units: Units) -> dict[str, Value]:
    """Give the same values, those of *units* converted under their new names."""
    found: dict[str, Value] = {}
    for name, value in values.items():
        new = units.get(name)
        if new is None:
            found[name] = value
        elif isinstance(value, Mapping):
            found[new.name] = {key: one * new.factor for key, one in value.items()}
        else:
            found[new.name] = value * new.factor
    return found


def _renamed(descriptor: MetricDescriptor, new: BaseUnit) -> MetricDescriptor:
    counts = descriptor.kind == "counter"
    return replace(
        descriptor,
        series_name=new.name,
        api_name=rate_name(new.name) if counts else new.name,
        unit=new.unit,
        help=_in_base_unit(descriptor.help),
    )


def _in_base_unit(text: str) -> str:
    for words, instead in (
        (", in ms", ""),
        (" in bytes", ""),
        (" in percent of", " as a ratio to"),
        (" in percent", " as a ratio"),
        ("Kilobytes (1024 bytes)", "Bytes"),
        ("Kilobytes", "Bytes"),
    ):
        text = text.replace(words, instead)
    return text
