"""The fields of an observation file.

Types and forms only; what they mean for one HPA's metrics is ``reading``'s
business. Times are ages: how long before the sync something was.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel

from hpa.algorithm.versions import minor_of
from octoscale.core.duration import DurationError, parse_prometheus
from octoscale.core.quantity import Quantity, QuantityError


def _duration(text: object) -> object:
    if not isinstance(text, str):
        raise ValueError(f"should be a duration like 15s or 2m, not {text!r}")  # noqa: TRY004 - pydantic turns a ValueError into a finding
    try:
        parse_prometheus(text)
    except DurationError as error:
        raise ValueError(str(error)) from None
    return text


def _amount(value: object) -> object:
    text = str(value) if isinstance(value, int | float) else value
    if isinstance(value, bool) or not isinstance(text, str):
        raise ValueError(f"should be a quantity like 200, 500m or 1.5k, not {value!r}")  # noqa: TRY004 - as above
    try:
        Quantity.parse(text)
    except QuantityError as error:
        raise ValueError(str(error)) from None
    return text


def _version(value: object) -> object:
    if isinstance(value, float | int):
        raise ValueError(  # noqa: TRY004 - as above
            f'put the version in quotes: "{value}" (unquoted, 1.30 reads as 1.3)'
        )
    if isinstance(value, str):
        minor_of(value)
    return value


Duration = Annotated[str, BeforeValidator(_duration, json_schema_input_type=str)]
"""Prometheus' notation; 0s is one."""

Amount = Annotated[
    str, BeforeValidator(_amount, json_schema_input_type=str | int | float)
]
"""A Kubernetes quantity of any sign; plain numbers are taken too."""

Version = Annotated[str, BeforeValidator(_version, json_schema_input_type=str)]
Count = Annotated[int, Field(ge=0)]


class Part(BaseModel):
    """What all parts share: camel case in the file, nothing unknown, no change."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        alias_generator=to_camel,
        validate_by_alias=True,
        validate_by_name=False,
        use_attribute_docstrings=True,
    )


class PodSeen(Part):
    """One pod of the workload; what is left out describes a ready, old one."""

    name: Annotated[str, Field(min_length=1)]
    phase: Literal["Pending", "Running", "Succeeded", "Failed", "Unknown"] = "Running"
    ready: bool | Literal["Unknown"] | None = True
    """The Ready condition; null for a pod without one. A Pending pod is not
    ready unless this says so."""

    started_ago: Duration | None = "1h"
    """null for a pod that no kubelet has seen."""

    ready_changed_ago: Duration | None = None
    """When the Ready condition last changed; left out, when the pod started."""

    deleted: bool = False
    """Whether it is on its way out."""

    requests: dict[str, Amount] = Field(default_factory=dict)
    """Of its one container: ``cpu: 500m``."""

    containers: dict[str, dict[str, Amount]] = Field(default_factory=dict)
    """Container -> its requests, for pods with several."""


class MetricSeen(Part):
    """What came of asking for one metric: exactly one of the ways to say it."""

    name: Annotated[str, Field(min_length=1)]
    """The metric's name in the HPA, or ``cpu`` or ``memory``."""

    type: (
        Literal["Pods", "Object", "External", "Resource", "ContainerResource"] | None
    ) = None
    """Only needed where metrics of two types share the name."""

    value: Amount | None = None
    """Object and External: the value as a whole."""

    values: tuple[Amount, ...] | None = None
    """External: the value of each series; the HPA adds them up."""

    each: Amount | None = None
    """Pods and Resource: every running pod has this value."""

    pods: dict[str, Amount] | None = None
    """Pods and Resource: pod -> value. A pod that is left out has no sample."""

    utilization: Count | None = None
    """Resource: every running pod uses so many percent of what it requests."""

    failed: str | None = None
    """It could not be had, and why."""

    age: Duration | None = None
    """How old the samples are; matters for cpu only."""

    window: Duration | None = None
    """Over which time they were measured; matters for cpu only."""


class Remembered(Part):
    """One recommendation that the controller remembers."""

    replicas: Count
    ago: Duration


class Rescaled(Part):
    """One rescale that the controller remembers."""

    by: Annotated[int, Field(ge=1)]
    """How many replicas were added or removed."""

    ago: Duration


class Memory(Part):
    """What the controller remembers of this HPA; nothing for a new one."""

    recommendations: tuple[Remembered, ...] = ()
    """In the order of the controller's slots; any order gives the same decision."""

    scaled_up: tuple[Rescaled, ...] = ()
    """Matters with ``behavior`` only, like the next."""

    scaled_down: tuple[Rescaled, ...] = ()


class Controller(Part):
    """The controller's flags; what is left out has upstream's default."""

    tolerance: Annotated[float, Field(ge=0)] | None = None
    downscale_stabilization: Duration | None = None
    cpu_initialization_period: Duration | None = None
    initial_readiness_delay: Duration | None = None


class ObservationFile(Part):
    """What one sync of the HPA controller sees and remembers."""

    kubernetes: Version | None = None
    """The minor version of the controller; left out, the last known one that
    serves the HPA's API version."""

    replicas: Count
    """What the workload is asked to run."""

    status_replicas: Count | None = None
    """How many pods it has; left out, as many as it is asked to run."""

    selector: str = "app=observed"
    """The selector of its scale; an empty one is refused by the controller."""

    scale_failed: str | None = None
    """The scale could not be read, and why."""

    pods: tuple[PodSeen, ...] | None = None
    """Left out: as many ready pods as the workload has."""

    pods_failed: str | None = None
    """The pods could not be listed, and why."""

    metrics: tuple[MetricSeen, ...] = ()
    """One for each metric of the HPA."""

    memory: Memory = Memory()
    controller: Controller = Controller()
    rivals: tuple[str, ...] = ()
    """Other HPAs that find the same pods; matters from Kubernetes 1.28 on."""
