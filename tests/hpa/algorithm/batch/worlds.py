"""Random HPAs and what they see, for holding the arrays to ``decide``.

Close to the edges on purpose: ages of exactly one window, ratios at the end of a
tolerance, pods in every state, bounds that the replicas are outside of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpa.algorithm.batch.specs import SWITCHES
from hpa.algorithm.types import (
    Behavior,
    Config,
    ExternalMetric,
    ExternalReading,
    Failure,
    MetricSpec,
    ObjectMetric,
    ObjectReading,
    ObjectReference,
    Observation,
    Pod,
    PodSample,
    PodsMetric,
    PodsReading,
    Reading,
    Recommendation,
    ScaleEvent,
    ScaleView,
    ScalingPolicy,
    ScalingRules,
    Spec,
    State,
    Switches,
)

if TYPE_CHECKING:
    from random import Random

SHORTEST_SECONDS = 5
"""No two syncs are closer together."""

_GAPS = (15.0, 15.0, 15.0, 15.0, 5.0, 7.5, 14.999999, 15.000001, 30.0, 61.0, 400.0)
_WINDOWS = (None, 0, 0, 15, 30, 60, 300)
_PERIODS = (1, 15, 15, 30, 60, 120)
_TARGETS = (0, 1, 3, 700, 1_000, 100_000, 100_000, 1 << 40)
_FACTORS = (0.0, 0.5, 0.9, 0.95, 1.0, 1.0, 1.05, 1.1, 1.2, 1.5, 2.0, 4.0, -0.3)
_ODD_VALUES = (0, 1, -1, 1 << 50, -(1 << 50))
_ROCK = ObjectReference(kind="Service", name="rock")


def gap(random: Random) -> float:
    """Give the seconds to the next sync."""
    return random.choice(_GAPS)


def spec(random: Random) -> Spec:
    """Make an HPA's spec."""
    low = random.choice((0, 1, 1, 1, 2, 5))
    metrics = random.choice((0, 1, 1, 1, 1, 2, 2, 3))
    return Spec(
        min_replicas=low,
        max_replicas=max(low, 1) + random.choice((0, 3, 10, 60)),
        metrics=tuple(_metric(random) for _ in range(metrics)),
        behavior=_behavior(random) if random.random() < 0.7 else None,
    )


def config(random: Random) -> Config:
    """Make a controller's flags, with any combination of switches."""
    switches = {name: random.random() < 0.5 for name in SWITCHES}
    switches["tolerance_per_direction"] = random.random() < 0.5
    switches["refuses_shared_pods"] = random.random() < 0.5
    return Config(
        tolerance=random.choice((0.0, 0.1, 0.1, 0.25)),
        downscale_stabilization_seconds=random.choice((0, 15, 37.5, 60, 300)),
        switches=Switches(**switches),
    )


def state(random: Random, now_micros: int) -> State:
    """Make a memory that is no younger than *now_micros*, its slots in any order."""
    if random.random() < 0.1:
        return State()
    return State(
        recommendations=tuple(
            Recommendation(random.randint(0, 20), _past(random, now_micros))
            for _ in range(random.randint(1, 12))
        ),
        scale_up_events=_events(random, now_micros),
        scale_down_events=_events(random, now_micros),
    )


def current(random: Random, spec: Spec, last: int | None) -> int:
    """Give the replicas that a sync finds: mostly those that the last one left."""
    # A workload at zero stays there unless somebody starts it.
    stays = 0.9 if last else 0.3
    if last is not None and random.random() < stays:
        return last
    low, high = spec.min_replicas, spec.max_replicas
    return random.choice((0, low, high, low - 1, high + 1, random.randint(low, high)))


def observation(random: Random, spec: Spec, replicas: int) -> Observation:
    """Observe *replicas*, some pods and the metrics."""
    scale: ScaleView | Failure = ScaleView(
        spec_replicas=max(replicas, 0),
        status_replicas=max(replicas + random.choice((0, 0, 0, -1, 2)), 0),
        selector=random.choices(("app=web", "", "a in"), (30, 1, 1))[0],
    )
    count = random.choice((0, 1, 2, 3, 3, 4, 6))
    pods: tuple[Pod, ...] | Failure = tuple(_pod(random, name) for name in range(count))
    listed = [f"pod-{name}" for name in range(count)]
    readings = tuple(_reading(random, metric, listed) for metric in spec.metrics)
    if random.random() < 0.03:
        scale = Failure("no scale")
    if random.random() < 0.03:
        pods = Failure("no pods")
    rivals = ("other",) if random.random() < 0.03 else ()
    return Observation(scale=scale, pods=pods, readings=readings, rivals=rivals)


def _metric(random: Random) -> MetricSpec:
    target = random.choice(_TARGETS)
    makers: tuple[MetricSpec, ...] = (
        PodsMetric(name="queue", average_value_milli=target),
        PodsMetric(name="load", average_value_milli=target),
        ObjectMetric(
            name="hits",
            described_object=_ROCK,
            target_type="Value",
            value_milli=target,
            average_value_milli=1,
        ),
        ObjectMetric(
            name="hits",
            described_object=_ROCK,
            target_type="AverageValue",
            average_value_milli=target,
        ),
        ExternalMetric(name="orders", value_milli=target),
        ExternalMetric(name="mails", value_milli=1, average_value_milli=target),
    )
    return random.choice(makers)


def _behavior(random: Random) -> Behavior:
    return Behavior(scale_up=_rules(random), scale_down=_rules(random))


def _rules(random: Random) -> ScalingRules:
    return ScalingRules(
        policies=tuple(
            ScalingPolicy(
                type=random.choice(("Pods", "Percent")),
                value=random.choice((1, 2, 4, 10, 33, 90, 100, 150)),
                period_seconds=random.choice(_PERIODS),
            )
            for _ in range(random.choice((0, 1, 1, 2, 3)))
        ),
        select_policy=random.choice(("Max", "Max", "Min", "Disabled")),
        stabilization_window_seconds=random.choice(_WINDOWS),
        tolerance=random.choice((None, 0.0, 0.05, 0.5)),
    )


def _past(random: Random, now_micros: int) -> int:
    age = random.choice((0, 1, 15, 30, 60, 300, random.uniform(0, 400)))
    return now_micros - round(age * 1_000_000)


def _events(random: Random, now_micros: int) -> tuple[ScaleEvent, ...]:
    return tuple(
        ScaleEvent(
            random.randint(1, 8), _past(random, now_micros), random.random() < 0.3
        )
        for _ in range(random.randint(0, 5))
    )


def _pod(random: Random, name: int) -> Pod:
    if random.random() < 0.7:
        return Pod(name=f"pod-{name}")
    return Pod(
        name=f"pod-{name}",
        phase=random.choice(("Pending", "Running", "Succeeded", "Failed", "Unknown")),
        deleted=random.random() < 0.3,
        ready=random.choice(("True", "False", "Unknown", None)),
    )


def _value(random: Random, target_milli: int) -> int:
    if random.random() < 0.03:
        return random.choice(_ODD_VALUES)
    if random.random() < 0.2:
        return round(target_milli * random.uniform(0, 3))
    return round(target_milli * random.choice(_FACTORS))


def _reading(random: Random, metric: MetricSpec, listed: list[str]) -> Reading:
    if random.random() < 0.1:
        return Failure("no metric")
    replicas = max(len(listed), 1)
    if isinstance(metric, PodsMetric):
        target = metric.average_value_milli
        seen = [name for name in [*listed, "stranger"] if random.random() < 0.8]
        return PodsReading(
            tuple(
                PodSample(pod=name, value_milli=_value(random, target)) for name in seen
            )
        )
    if isinstance(metric, ObjectMetric):
        average = metric.target_type == "AverageValue"
        target = (metric.average_value_milli if average else metric.value_milli) or 0
        return ObjectReading(_value(random, target * (replicas if average else 1)))
    assert isinstance(metric, ExternalMetric)
    target = metric.average_value_milli or metric.value_milli or 0
    series = random.choice((0, 1, 1, 2))
    return ExternalReading(
        tuple(_value(random, target * replicas) for _ in range(series))
    )
