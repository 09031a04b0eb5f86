"""The test file: what people write, field by field.

Only what can be said; files named in it are read by ``simulator.testing.cases``.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from octoscale.core.duration import parse_prometheus
from octoscale.core.quantity import Quantity
from simulator.parameter import Section
from simulator.testing import comparison, notation


def _duration(text: str) -> str:
    parse_prometheus(text)
    return text


def _positive(text: str) -> str:
    if parse_prometheus(text) <= 0:
        raise ValueError("should be longer than 0")
    return text


def _values(text: str) -> str:
    notation.parse_values(text)
    return text


def _series(text: str) -> str:
    notation.parse_series(text)
    return text


def _compared(value: int | str) -> int | str:
    comparison.parse(str(value))
    return value


def _quantity(text: str) -> str:
    Quantity.parse(text)
    return text


Duration = Annotated[str, AfterValidator(_duration)]
"""A Prometheus duration: ``90s``, ``1m30s``."""

Interval = Annotated[str, AfterValidator(_positive)]
"""A duration that cannot be 0."""

ValuesText = Annotated[str, AfterValidator(_values)]
"""Values in Prometheus' notation: ``0+10x5 _ stale``."""

Compared = Annotated[int | str, AfterValidator(_compared)]
"""An expected value: ``8``, ``"> 6"``, ``"4..8"``, ``">= 1500m"``."""


class InputSeries(Section):
    """One series, as Prometheus has stored it."""

    series: Annotated[str, AfterValidator(_series)]
    """``name{label="value"}``."""

    values: ValuesText
    """One value every *interval*, the first at 0s."""


class MetricValues(Section):
    """The values of one of the HPA's metrics, as the metrics API answers."""

    metric: str
    """The metric's name in the HPA."""

    values: ValuesText
    """One value every *interval*, the first at 0s; the last one holds. A metric
    for each pod has it for each pod; ``_`` is an error of the API."""


class ConditionExpected(Section):
    """One of the HPA's conditions."""

    type: Literal["AbleToScale", "ScalingActive", "ScalingLimited"]
    status: Literal["True", "False", "Unknown"] | None = None
    reason: str | None = None


class Facts(Section):
    """What holds at a moment; all that is given has to."""

    replicas: Compared | None = None
    """What the scale asks for, after the last sync."""

    desired: Compared | None = None
    """The HPA's ``status.desiredReplicas``."""

    recommendation: Compared | None = None
    """What the metrics ask for, before stabilization and limits."""

    ready: Compared | None = None
    """Pods that are ready."""

    condition: ConditionExpected | None = None
    metric: str | None = None
    """The metric, by its name in the HPA, whose *value* is expected."""

    value: Compared | None = None
    """A quantity; ``averageValue`` where the metric target is one."""

    @model_validator(mode="after")
    def _says_something(self) -> Facts:
        if (self.metric is None) != (self.value is None):
            raise ValueError("metric and value go together")
        facts = (self.replicas, self.desired, self.recommendation, self.ready)
        if not any(x is not None for x in (*facts, self.condition, self.metric)):
            raise ValueError(
                "should expect something: replicas, desired, recommendation, ready, "
                "condition, or metric and value"
            )
        return self


class Expectation(Section):
    """One expectation over time."""

    at: Duration | None = None
    """It holds at this moment."""

    within: Duration | None = None
    """It comes to hold within so long of *of*."""

    of: Duration = "0s"
    never: Facts | None = None
    """It holds at no sync, from *since* to *until*."""

    since: Duration = "0s"
    until: Duration | None = None
    replicas: Compared | None = None
    """For *at* and *within*, as are the following; see ``Facts``."""

    desired: Compared | None = None
    recommendation: Compared | None = None
    ready: Compared | None = None
    condition: ConditionExpected | None = None
    metric: str | None = None
    value: Compared | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Expectation:
        kinds = [self.at, self.within, self.never]
        if sum(one is not None for one in kinds) != 1:
            raise ValueError("should have one of at, within and never")
        if self.never is None:
            _ = self.facts
        return self

    @property
    def facts(self) -> Facts:
        """What is expected, wherever it is written."""
        if self.never is not None:
            return self.never
        names = Facts.model_fields
        return Facts(**{name: getattr(self, name) for name in names})


class Workload(Section):
    """What the HPA scales, as far as a decision sees it."""

    replicas: int = Field(default=1, ge=0)
    """At 0s."""

    pods: tuple[str, ...] = ()
    """The pods' names in the order of their creation. Those not named are the
    values of the label *pod_label* of the input series, then ``name-1`` …"""

    pod_label: str = "pod"
    ready_after: Duration = "0s"
    """From a pod's creation until it is ready."""

    requests: dict[str, Annotated[str, AfterValidator(_quantity)]] = Field(
        default_factory=dict
    )
    """A pod's requests, for Resource metrics."""


class Controller(Section):
    """The controller's flags, and the adapter's."""

    sync_period: Interval = "15s"
    first_sync: Duration = "0s"
    tolerance: float = Field(default=0.1, ge=0, lt=1)
    downscale_stabilization: Duration = "5m"
    relist_interval: Interval = "1m"
    """The adapter's; its first look is at 0s."""

    kube_version: str | None = None
    """Of the controller, ``1.25``; without it the algorithm's default."""


class AutoscalingTest(Section):
    """One test."""

    name: str = Field(min_length=1)
    interval: Interval = "15s"
    """Between two values of series and metrics."""

    duration: Interval | None = None
    """Without it: to the last expectation."""

    input_series: tuple[InputSeries, ...] = ()
    """A real Prometheus evaluates the rules on these."""

    metric_values: tuple[MetricValues, ...] = ()
    """Instead of series: what the metrics API answers."""

    scenario: str | dict[str, Any] | None = None
    """Instead of both: a load on a simulated service. A file, or the scenario
    itself; the test file's rules and HPA take the place of its own."""

    seed: int = 0
    """Of a scenario."""

    workload: Workload | None = None
    """Instead of the file's."""

    expect: tuple[Expectation, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _one_story(self) -> AutoscalingTest:
        stories = [self.input_series, self.metric_values, self.scenario]
        if sum(bool(one) for one in stories) != 1:
            raise ValueError(
                "should have one of input_series, metric_values and scenario"
            )
        names = [
            sorted(notation.parse_series(one.series).items())
            for one in self.input_series
        ]
        if any(one in names[:index] for index, one in enumerate(names)):
            raise ValueError("two input series have the same name and labels")
        return self


class TestFile(Section):
    """A file of autoscaling tests."""

    __test__ = False  # pytest would take its name for a test's

    rules: str | dict[str, Any] | None = None
    """The adapter's config: a file (bare, or a ConfigMap), or its content."""

    hpa: str | dict[str, Any] | None = None
    """The HorizontalPodAutoscaler: a file, or the manifest itself."""

    workload: Workload = Workload()
    controller: Controller = Controller()
    tests: tuple[AutoscalingTest, ...] = Field(min_length=1)
