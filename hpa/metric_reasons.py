"""Why one metric proposes what it proposes, in words.

The value, the ratio and the proposal are the decision's; which pods count is
asked of ``hpa.algorithm.pods``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpa.algorithm.pods import CpuReadiness, PodGroups, group_pods
from hpa.algorithm.samples import pod_samples
from hpa.algorithm.types import (
    Failure,
    PodsReading,
    ResourceReading,
)
from hpa.thresholds import is_percent, is_total, target_of
from octoscale.core.quantity import Quantity

if TYPE_CHECKING:
    from hpa.algorithm.types import (
        Config,
        MetricSpec,
        Observation,
        PodSample,
        Proposal,
        Reading,
    )


def metric_text(
    metric: MetricSpec,
    reading: Reading,
    proposal: Proposal,
    observation: Observation,
    config: Config,
    now: float,
) -> str:
    """Say in one line how *proposal* came about."""
    if proposal.replicas is None:
        return f"failed, {proposal.reason}: {proposal.message}"
    parts = [_value(metric, proposal)]
    groups = _groups(metric, reading, observation, config, now)
    if groups is not None:
        parts.append(_pods(metric, groups, proposal, config))
    proposed = f"proposes {proposal.replicas}"
    return "; ".join([*parts, proposed])


def _value(metric: MetricSpec, proposal: Proposal) -> str:
    """Compare the current value with its target; the ratio says how far off."""
    percent = is_percent(metric)
    status = proposal.status
    current: int | None
    if percent:
        current = status.average_utilization
    elif is_total(metric):
        current = status.value_milli
    else:
        current = status.average_value_milli
    shown = "unknown" if current is None else _amount(current, percent=percent)
    target = _amount(target_of(metric), percent=percent)
    what = "the value" if is_total(metric) else "the average"
    ratio = proposal.usage_ratio
    times = "" if ratio is None else f", {ratio:.4g} times as much"
    return f"{what} is {shown} and should be {target}{times}"


def _amount(value: int, *, percent: bool) -> str:
    return f"{value} %" if percent else Quantity.of_milli(value).canonical


def _groups(
    metric: MetricSpec,
    reading: Reading,
    observation: Observation,
    config: Config,
    now: float,
) -> PodGroups | None:
    """Sort the pods as the calculators of per-pod metrics do."""
    samples: tuple[PodSample, ...] | Failure = ()
    if isinstance(reading, PodsReading):
        samples = reading.samples
    elif isinstance(reading, ResourceReading):
        container = getattr(metric, "container", "")
        name = getattr(metric, "name", "")
        samples = pod_samples(reading.usages, name, container)
    else:
        return None
    if isinstance(samples, Failure) or isinstance(observation.pods, Failure):
        return None
    cpu = isinstance(reading, ResourceReading) and metric_name(metric) == "cpu"
    readiness = CpuReadiness.of(config, now) if cpu else None
    return group_pods(observation.pods, {s.pod: s for s in samples}, readiness)


def metric_name(metric: MetricSpec) -> str:
    """Give the metric's or resource's name; empty for an unknown source."""
    return str(getattr(metric, "name", ""))


def _pods(
    metric: MetricSpec, groups: PodGroups, proposal: Proposal, config: Config
) -> str:
    ratio = proposal.usage_ratio or 0.0
    parts = [f"pods that count: {groups.ready_count}"]
    if groups.missing:
        taken = _missing_count(metric, ratio, config)
        parts.append(f"without a sample, {taken}: {_listed(groups.missing)}")
    if groups.unready:
        taken = "taken as 0" if ratio > 1 else "left out"
        parts.append(f"not ready, {taken}: {_listed(groups.unready)}")
    if groups.ignored:
        parts.append(f"failed or deleted, left out: {_listed(groups.ignored)}")
    return "; ".join(parts)


def _missing_count(metric: MetricSpec, ratio: float, config: Config) -> str:
    """Say how the calculators fill a pod in, against the direction."""
    percent = is_percent(metric)
    if ratio > 1:
        return "taken as 0"
    if ratio < 1:
        return "taken at their requests" if percent else "taken at the target"
    if percent or config.switches.no_fill_at_rest:
        return "left out"
    return "taken as 0"


def _listed(names: tuple[str, ...]) -> str:
    shown = ", ".join(names[:3])
    return shown if len(names) <= 3 else f"{shown} and {len(names) - 3} more"
