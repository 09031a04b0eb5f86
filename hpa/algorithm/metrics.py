"""The metric sources of one HPA, as the algorithm reads them.

Validated and defaulted already, quantities as integer milli-units. The API's
own objects are in ``hpa.model``; what the sources measured is in
``hpa.algorithm.observation``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

TargetType = Literal["Value", "AverageValue", "Utilization"]
"""The API's names of a metric target's type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectReference:
    """The object that an Object metric describes (``describedObject``)."""

    kind: str
    name: str
    api_version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PodsMetric:
    """A Pods source: one value for each pod, averaged."""

    name: str
    """The metric's name in the custom metrics API."""

    average_value_milli: int
    """Target for the average over the pods."""

    selector: str = ""
    """The metric's own label selector as text; empty for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectMetric:
    """An Object source: one value that describes one object.

    The controller goes by *target_type*, not by which field is set.
    """

    name: str
    described_object: ObjectReference
    target_type: TargetType
    value_milli: int | None = None
    """Target for the whole value; read when *target_type* is ``Value``."""

    average_value_milli: int | None = None
    """Target for the value's share of one replica; read when *target_type* is
    ``AverageValue``."""

    selector: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalMetric:
    """An External source: the sum of all series that a selector finds.

    The controller goes by which field is set; *average_value_milli* wins.
    """

    name: str
    value_milli: int | None = None
    average_value_milli: int | None = None
    selector: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceMetric:
    """A Resource source: cpu or memory of whole pods.

    The controller goes by which field is set; *average_value_milli* wins.
    """

    name: str
    """``cpu`` or ``memory``; only cpu looks at a pod's readiness."""

    average_utilization: int | None = None
    """Target in whole percent of what the pods request."""

    average_value_milli: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContainerResourceMetric:
    """A ContainerResource source: cpu or memory of one container of each pod."""

    name: str
    container: str
    average_utilization: int | None = None
    average_value_milli: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownMetric:
    """A source of a type that the controller does not know.

    No valid object holds one; the controller answers it with
    ``InvalidMetricSourceType``.
    """

    type: str


MetricSpec = (
    PodsMetric
    | ObjectMetric
    | ExternalMetric
    | ResourceMetric
    | ContainerResourceMetric
    | UnknownMetric
)
"""Any metric source."""
