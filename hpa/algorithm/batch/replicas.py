"""One metric's proposal: ``hpa.algorithm.replicas`` over sums and counts.

Of its calculators those of Pods, Object and External metrics. Which metric of
several counts is ``hpa.algorithm.batch.combine``'s business.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from hpa.algorithm.batch.codes import MetricKind
from hpa.algorithm.batch.compiling import compiled
from hpa.algorithm.batch.ratios import ceiling, quotient, truncated

if TYPE_CHECKING:
    from hpa.algorithm.batch.layout import Record

LARGEST_MILLI = 1 << 53
"""Totals and targets up to here are exact in doubles; beyond is an error."""

_LARGEST_FILL = float(1 << 62)
"""What is filled in for all missing pods has to fit 64 bits beside the total."""

FAILED = -(1 << 40)
"""Instead of a number of replicas: the metric has no proposal."""

TOO_LARGE = -(1 << 41)
"""Instead of a number of replicas: a value beyond ``LARGEST_MILLI``."""


@compiled
def within_tolerance(ratio: float, hpa: Record) -> bool:
    """Tell whether *ratio* counts as 1 (``hpa.algorithm.ratios.Tolerance``)."""
    up, down = float(hpa["tolerance_up"]), float(hpa["tolerance_down"])
    if hpa["tolerance_as_band"]:
        return 1.0 - down <= ratio <= 1.0 + up
    return abs(1.0 - ratio) <= (up if ratio > 1.0 else down)


@compiled
def filled_replicas(
    ratio: float, hpa: Record, metric: Record, reading: Record, scale: Record
) -> int:
    """Follow the average with missing and unready pods filled in."""
    target = int(metric["target_milli"])
    total, entries = int(reading["total_milli"]), int(reading["samples"])
    missing = int(reading["missing"])
    if ratio < 1.0:
        if abs(float(missing) * float(target)) > _LARGEST_FILL:
            return TOO_LARGE
        total += missing * target
        entries += missing
    elif ratio > 1.0 or not hpa["no_fill_at_rest"]:
        entries += missing
    if ratio > 1.0:
        entries += int(reading["unready"])
    filled = quotient(float(truncated(total, entries)), float(target))
    current = int(scale["spec_replicas"])
    if within_tolerance(filled, hpa) or ratio < 1.0 < filled or ratio > 1.0 > filled:
        return current
    replicas = ceiling(filled * entries)
    turned = (filled < 1.0 and replicas > current) or (
        filled > 1.0 and replicas < current
    )
    return current if turned and hpa["raw_average_keeps_direction"] else replicas


@compiled
def average_replicas(
    hpa: Record, metric: Record, reading: Record, scale: Record
) -> int:
    """Follow a plain average over the pods (Pods metrics)."""
    samples = int(reading["samples"])
    if scale["pods"] <= 0 or samples <= 0:
        return FAILED
    average = truncated(int(reading["total_milli"]), samples)
    ratio = quotient(float(average), float(metric["target_milli"]))
    if reading["missing"] > 0 or (reading["unready"] > 0 and ratio > 1.0):
        return filled_replicas(ratio, hpa, metric, reading, scale)
    if within_tolerance(ratio, hpa):
        return int(scale["spec_replicas"])
    return ceiling(ratio * int(reading["ready"]))


@compiled
def total_replicas(hpa: Record, metric: Record, reading: Record, scale: Record) -> int:
    """Follow a total by its ratio to the target (Object and External, Value)."""
    ratio = quotient(float(reading["total_milli"]), float(metric["target_milli"]))
    current = int(scale["spec_replicas"])
    if current == 0:
        return ceiling(ratio)
    if within_tolerance(ratio, hpa):
        return current
    if scale["pods"] <= 0:
        return FAILED
    return ceiling(ratio * int(scale["running_and_ready"]))


@compiled
def share_replicas(hpa: Record, metric: Record, reading: Record, scale: Record) -> int:
    """Follow one replica's share of a total (Object and External, AverageValue)."""
    total, target = float(reading["total_milli"]), float(metric["target_milli"])
    replicas = int(scale["status_replicas"])
    ratio = quotient(total, target * replicas)
    if within_tolerance(ratio, hpa) or math.isnan(ratio):
        return replicas
    return ceiling(quotient(total, target))


@compiled
def propose(hpa: Record, metric: Record, reading: Record, scale: Record) -> int:
    """Give what one metric asks for, or ``FAILED``, or ``TOO_LARGE``."""
    if reading["failed"]:
        return FAILED
    total, target = int(reading["total_milli"]), int(metric["target_milli"])
    if not -LARGEST_MILLI <= total <= LARGEST_MILLI:
        return TOO_LARGE
    if not -LARGEST_MILLI <= target <= LARGEST_MILLI:
        return TOO_LARGE
    kind = metric["kind"]
    if kind == MetricKind.PODS:
        return average_replicas(hpa, metric, reading, scale)
    if kind in (MetricKind.OBJECT_VALUE, MetricKind.EXTERNAL_VALUE):
        return total_replicas(hpa, metric, reading, scale)
    return share_replicas(hpa, metric, reading, scale)
