"""What one reading of a source gave, and how it becomes metric families.

Collectors fill a ``Reading``; nothing here knows any source. Metrics that a
service counts itself are ``exporters.instruments``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

if TYPE_CHECKING:
    from prometheus_client import Metric

    from exporters.errors import SourceError
    from octoscale.core.descriptor import MetricDescriptor

Value = float | Mapping[tuple[str, ...], float]
"""A plain value, or one for each combination of label values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a source said this time. What it did not say is not in it."""

    values: Mapping[str, Value] = field(default_factory=dict)
    """By series name. A missing name is a family that is not exposed."""

    unreadable: int = 0
    """Families left out although the source is there: no permission to read
    them, or a value that is no number."""

    missing: tuple[str, ...] = ()
    """What every such source says and this one did not, by the source's own keys:
    reported by name, and never taken for 0."""

    failure: SourceError | None = None
    """Why the source as a whole could not be read; then ``up`` is 0."""


def expose(
    descriptors: Iterable[MetricDescriptor], values: Mapping[str, Value]
) -> list[Metric]:
    """Build one family for every descriptor that has a value, and no other.

    >>> from octoscale.core.descriptor import MetricDescriptor
    >>> load = MetricDescriptor(
    ...     series_name="web_load1", kind="gauge", help="Load.", api_name="web_load1"
    ... )
    >>> [family.name for family in expose([load], {"web_load1": 0.5})]
    ['web_load1']
    >>> expose([load], {})
    []
    """
    families: list[Metric] = []
    for descriptor in descriptors:
        value = values.get(descriptor.series_name)
        if value is not None:
            families.append(_filled(empty_family(descriptor), value))
    return families


def empty_family(
    descriptor: MetricDescriptor,
) -> CounterMetricFamily | GaugeMetricFamily:
    """Build the family of *descriptor* without a sample, as ``describe`` needs it.

    The unit is declared only where the name ends in it: prometheus_client would
    append it to the name otherwise, and inherited names stay as they are.
    """
    name, unit = descriptor.series_name, descriptor.unit
    if not name.removesuffix("_total").endswith(f"_{unit}"):
        unit = ""
    if descriptor.kind == "counter":
        return CounterMetricFamily(
            name, descriptor.help, labels=descriptor.labels, unit=unit
        )
    if descriptor.kind == "gauge":
        return GaugeMetricFamily(
            name, descriptor.help, labels=descriptor.labels, unit=unit
        )
    raise ValueError(f"no collector exposes a {descriptor.kind}: {name!r}")


def _filled(
    family: CounterMetricFamily | GaugeMetricFamily, value: Value
) -> CounterMetricFamily | GaugeMetricFamily:
    """Add the samples of *value*, in its own order."""
    if isinstance(value, Mapping):
        for label_values, number in value.items():
            family.add_metric(label_values, number)
    else:
        family.add_metric((), value)
    return family
