"""Where a metric starts to scale: its target with the tolerance, found by asking.

The edges are searched with ``hpa.algorithm.decide`` itself, so that rounding and
tolerance are the controller's own. Limits and windows, which may hold a rescale
back later, are ``hpa.trail``'s business.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hpa.algorithm.decide import decide
from hpa.algorithm.types import (
    Container,
    ContainerResourceMetric,
    ContainerUsage,
    ExternalMetric,
    ExternalReading,
    ObjectMetric,
    ObjectReading,
    Observation,
    Pod,
    PodSample,
    PodsMetric,
    PodsReading,
    PodUsage,
    ResourceMetric,
    ResourceReading,
    ScaleView,
    Spec,
    State,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from hpa.algorithm.types import Behavior, Config, MetricSpec, Reading

_NOW = 1e6
"""Long after every pod of an observation has started."""

_REQUEST_MILLI = 100_000
_USAGE_PER_PERCENT = _REQUEST_MILLI // 100
_FAR = 2**40
_MOST_REPLICAS = 2**31 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """The edges of one metric at one number of replicas.

    In milli-units of what the target is in (per pod, or the whole), and in whole
    percent for a utilization.
    """

    replicas: int
    up_from: int | None
    """The smallest value that asks for more; ``None`` when none does."""

    down_to: int | None
    """The largest value that asks for fewer; ``None`` when not even 0 does."""


def is_percent(metric: MetricSpec) -> bool:
    """Tell whether a metric is held at a percentage of the requests.

    >>> is_percent(ResourceMetric(name="cpu", average_utilization=80))
    True
    """
    return (
        isinstance(metric, ResourceMetric | ContainerResourceMetric)
        and metric.average_value_milli is None
    )


def target_of(metric: MetricSpec) -> int:
    """Give what the controller compares with: milli-units, or percent.

    Raises ``ValueError`` for a source without any target.
    """
    found: int | None = None
    if is_percent(metric):
        found = getattr(metric, "average_utilization", None)
    elif isinstance(metric, ObjectMetric):
        by_value = metric.target_type == "Value"
        found = metric.value_milli if by_value else metric.average_value_milli
    elif isinstance(metric, ExternalMetric) and metric.average_value_milli is None:
        found = metric.value_milli
    else:
        found = getattr(metric, "average_value_milli", None)
    if found is None:
        raise ValueError(f"no target in {metric}")
    return found


def is_total(metric: MetricSpec) -> bool:
    """Tell whether the whole value is compared, and not a share for each pod."""
    if isinstance(metric, ObjectMetric):
        return metric.target_type == "Value"
    return isinstance(metric, ExternalMetric) and metric.average_value_milli is None


def thresholds(
    metric: MetricSpec, replicas: int, config: Config, behavior: Behavior | None = None
) -> Thresholds:
    """Search both edges of *metric* with all of *replicas* ready and measured.

    *behavior* matters for its tolerances only.

    >>> from hpa.algorithm.types import Config
    >>> metric = PodsMetric(name="open_fds", average_value_milli=200_000)
    >>> found = thresholds(metric, 8, Config())
    >>> found.up_from, found.down_to
    (220000, 175000)
    """
    spec = Spec(
        max_replicas=_MOST_REPLICAS,
        min_replicas=0,
        metrics=(metric,),
        behavior=behavior,
    )

    def asked(value: int) -> int:
        seen = _observation(metric, value, replicas)
        decision = decide(spec, State(), seen, config, _NOW)
        found = decision.recommendation
        return replicas if found is None else found

    target = target_of(metric)
    return Thresholds(
        replicas=replicas,
        up_from=_first(lambda value: asked(value) > replicas, target),
        down_to=_last(lambda value: asked(value) < replicas, target),
    )


def _first(holds: Callable[[int], bool], low: int) -> int | None:
    """Find the smallest value above *low* for which a rising condition holds."""
    high = max(low, 1)
    while not holds(high):
        if high > _FAR:
            return None
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def _last(holds: Callable[[int], bool], high: int) -> int | None:
    """Find the largest value below *high* for which a falling condition holds."""
    low = 0
    if not holds(low):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low


def _observation(metric: MetricSpec, value: int, replicas: int) -> Observation:
    """See *replicas* ready pods and *value*, of each pod or as a whole."""
    names = [f"pod-{number}" for number in range(replicas)]
    container = getattr(metric, "container", "") or "app"
    requests = {getattr(metric, "name", ""): _REQUEST_MILLI}
    pods = tuple(
        Pod(name=name, containers=(Container(name=container, requests_milli=requests),))
        for name in names
    )
    scale = ScaleView(
        spec_replicas=replicas, status_replicas=replicas, selector="app=any"
    )
    reading = _reading(metric, value, names, container)
    return Observation(scale=scale, pods=pods, readings=(reading,))


def _reading(
    metric: MetricSpec, value: int, names: list[str], container: str
) -> Reading:
    whole = value if is_total(metric) else value * len(names)
    if isinstance(metric, PodsMetric):
        return PodsReading(tuple(PodSample(pod=n, value_milli=value) for n in names))
    if isinstance(metric, ObjectMetric):
        return ObjectReading(whole)
    if isinstance(metric, ExternalMetric):
        return ExternalReading((whole,))
    used = value * _USAGE_PER_PERCENT if is_percent(metric) else value
    usage = {getattr(metric, "name", ""): used}
    return ResourceReading(
        tuple(
            PodUsage(
                pod=name,
                containers=(ContainerUsage(name=container, usage_milli=usage),),
                time=_NOW,
            )
            for name in names
        )
    )
