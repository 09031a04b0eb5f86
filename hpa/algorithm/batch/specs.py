"""From the algorithm's specs to arrays of specs.

Everything that a sync does not change is worked out here, once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpa.algorithm.batch.codes import Direction, MetricKind, Select
from hpa.algorithm.batch.layout import HPA, Specs
from hpa.algorithm.decide import tolerance_of
from hpa.algorithm.instants import micros
from hpa.algorithm.metrics import ExternalMetric, ObjectMetric, PodsMetric
from hpa.algorithm.stabilization import Windows
from hpa.algorithm.types import Config

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hpa.algorithm.metrics import MetricSpec
    from hpa.algorithm.types import Behavior, ScalingRules, Spec
    from hpa.algorithm.versions import Switches

SWITCHES = tuple(
    name
    for name in HPA.names or ()
    if name not in {"tolerance_up", "tolerance_down", "has_behavior"}
    and not name.endswith("_replicas")
)
"""The switches that change arithmetic, each a field of ``layout.HPA``."""

Configs = Config | list[Config] | tuple[Config, ...]
"""The controller's flags: of all HPAs, or of each."""


def pack_specs(specs: Sequence[Spec], configs: Configs) -> Specs:
    """Make arrays of *specs*, each under its controller's flags.

    Raises ``ValueError`` for metrics that arrays do not cover: Resource,
    ContainerResource, and such as have no target.
    """
    policies = max((_most_policies(spec.behavior) for spec in specs), default=0)
    metrics = max((len(spec.metrics) for spec in specs), default=0)
    packed = Specs.blank(len(specs), metrics=metrics, policies=policies)
    for row, (spec, config) in enumerate(
        zip(specs, each_config(configs, len(specs)), strict=True)
    ):
        _pack_hpa(packed, row, spec, config)
        for column, metric in enumerate(spec.metrics):
            kind, target_milli = kind_and_target(metric)
            packed.metrics[row, column]["kind"] = kind
            packed.metrics[row, column]["target_milli"] = target_milli
    return packed


def each_config(configs: Configs, count: int) -> Sequence[Config]:
    """Give one config for each of *count* HPAs."""
    return [configs] * count if isinstance(configs, Config) else configs


def kind_and_target(metric: MetricSpec) -> tuple[MetricKind, int]:
    """Give a metric's kind and its target in milli-units, or ``ValueError``."""
    if isinstance(metric, PodsMetric):
        return MetricKind.PODS, metric.average_value_milli
    if isinstance(metric, ObjectMetric):
        if metric.target_type == "Value" and metric.value_milli is not None:
            return MetricKind.OBJECT_VALUE, metric.value_milli
        average = metric.average_value_milli
        if metric.target_type == "AverageValue" and average is not None:
            return MetricKind.OBJECT_AVERAGE_VALUE, average
    if isinstance(metric, ExternalMetric):
        if metric.average_value_milli is not None:
            return MetricKind.EXTERNAL_AVERAGE_VALUE, metric.average_value_milli
        if metric.value_milli is not None:
            return MetricKind.EXTERNAL_VALUE, metric.value_milli
    raise ValueError(
        f"arrays cover Pods, Object and External metrics with a target, not {metric}"
    )


def _most_policies(behavior: Behavior | None) -> int:
    if behavior is None:
        return 0
    return max(len(behavior.scale_up.policies), len(behavior.scale_down.policies))


def _pack_hpa(packed: Specs, row: int, spec: Spec, config: Config) -> None:
    hpa = packed.hpas[row]
    tolerance = tolerance_of(spec, config)
    hpa["tolerance_up"], hpa["tolerance_down"] = tolerance.up, tolerance.down
    hpa["min_replicas"], hpa["max_replicas"] = spec.min_replicas, spec.max_replicas
    pack_switches(packed, row, config.switches)
    behavior = spec.behavior
    if behavior is None:
        held = micros(config.downscale_stabilization_seconds)
        packed.rules[row, Direction.DOWN]["hold_micros"] = held + 1
        return
    hpa["has_behavior"] = True
    windows = Windows.of(behavior, config)
    _pack_rules(packed, row, Direction.UP, behavior.scale_up)
    _pack_rules(packed, row, Direction.DOWN, behavior.scale_down)
    packed.rules[row, Direction.UP]["hold_micros"] = windows.up_micros
    packed.rules[row, Direction.DOWN]["hold_micros"] = windows.down_micros


def pack_switches(packed: Specs, row: int, switches: Switches) -> None:
    """Give one row the later upstream changes that its controller has."""
    for name in SWITCHES:
        packed.hpas[row][name] = getattr(switches, name)


def _pack_rules(
    packed: Specs, row: int, direction: Direction, rules: ScalingRules
) -> None:
    record = packed.rules[row, direction]
    record["policies"] = len(rules.policies)
    record["select"] = Select[rules.select_policy.upper()]
    for index, policy in enumerate(rules.policies):
        place = packed.policies[row, direction, index]
        place["period_micros"] = micros(policy.period_seconds)
        place["value"] = policy.value
        place["percent"] = policy.type == "Percent"
