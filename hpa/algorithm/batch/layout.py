"""The arrays: one row for each HPA, a record of named fields in each row.

What one HPA needs lies together in memory, which is what makes the loop over
HPAs fast; a field of all HPAs is one array as well: ``specs.hpas["max_replicas"]``.
Filling the arrays from the algorithm's types is done beside this module.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

Records: TypeAlias = npt.NDArray[np.void]
"""An array of records."""

Record: TypeAlias = np.void
"""One of them; it writes through to its array."""

_BOOL, _INT8, _INT16 = np.bool_, np.int8, np.int16
_INT32, _INT64, _FLOAT64 = np.int32, np.int64, np.float64

HPA = np.dtype(
    [
        ("tolerance_up", _FLOAT64),  # of a usage ratio above 1
        ("tolerance_down", _FLOAT64),  # of one below 1
        ("min_replicas", _INT32),
        ("max_replicas", _INT32),
        ("has_behavior", _BOOL),  # else the limits are 2x or 4 a sync
        # The fields of ``hpa.algorithm.versions.Switches`` with these names.
        ("partial_failure_blocks_scale_down", _BOOL),
        ("raw_average_keeps_direction", _BOOL),
        ("two_sided_stabilization", _BOOL),
        ("period_start_counts_both_directions", _BOOL),
        ("no_fill_at_rest", _BOOL),
        ("partial_failure_is_reported", _BOOL),
        ("tolerance_as_band", _BOOL),
    ],
    align=True,
)
"""Record of ``Specs.hpas``."""

RULES = np.dtype(
    [
        # Recommendations younger than this hold a rescale back. The window, and
        # without behavior one microsecond more: there its very end still counts.
        ("hold_micros", _INT64),
        ("policies", _INT32),  # how many of ``Specs.policies`` count
        ("select", _INT8),  # codes.Select
    ],
    align=True,
)
"""Record of ``Specs.rules``."""

POLICY = np.dtype(
    [
        ("period_micros", _INT64),
        ("value", _INT32),  # replicas, or percent
        ("percent", _BOOL),
    ],
    align=True,
)
"""Record of ``Specs.policies``."""

METRIC = np.dtype(
    [
        ("target_milli", _INT64),
        ("kind", _INT8),  # codes.MetricKind; NONE for no metric
    ],
    align=True,
)
"""Record of ``Specs.metrics``."""

HEAD = np.dtype(
    [
        ("newest_micros", _INT64),  # the latest sync
        ("started", _BOOL),  # false for a new HPA
    ],
    align=True,
)
"""Record of ``Memory.heads``."""

SIDE = np.dtype(
    [
        ("first", _INT32),  # slot of the oldest remembered recommendation
        ("count", _INT32),  # of remembered recommendations
        ("events", _INT32),  # of slots with a scale event
    ],
    align=True,
)
"""Record of ``Memory.sides``."""

RECOMMENDATION = np.dtype(
    [
        ("at_micros", _INT64),
        ("replicas", _INT32),
    ],
    align=True,
)
"""Record of ``Memory.recommendations``."""

EVENT = np.dtype(
    [
        ("at_micros", _INT64),
        ("change", _INT32),  # replicas added or removed, positive
        ("outdated", _BOOL),  # older than every policy's period: to be reused
    ],
    align=True,
)
"""Record of ``Memory.events``."""

SCALE = np.dtype(
    [
        ("spec_replicas", _INT32),
        ("status_replicas", _INT32),
        ("pods", _INT32),  # that the selector finds; 0 when it could not be asked
        ("running_and_ready", _INT32),  # of them, those in phase Running and Ready
        ("seen", _INT8),  # codes.ScaleSeen
    ],
    align=True,
)
"""Record of ``Observations.scales``."""

READING = np.dtype(
    [
        # Pods: sum of the samples that count, those of unready and ignored pods
        # left out. Object: the value. External: sum of all series found.
        ("total_milli", _INT64),
        # The rest is read for Pods only, by the groups of
        # ``hpa.algorithm.pods.group_pods``.
        ("samples", _INT32),  # how many samples are in the total
        ("ready", _INT32),
        ("missing", _INT32),
        ("unready", _INT32),
        ("failed", _BOOL),  # could not be had, or is empty; absent is not zero
    ],
    align=True,
)
"""Record of ``Observations.readings``."""

DECISION = np.dtype(
    [
        ("replicas", _INT32),  # to ask for; NO_REPLICAS when nothing is known
        ("recommendation", _INT32),  # before windows and limits, or NO_REPLICAS
        ("leader", _INT16),  # column of the metric that asks for the most, or -1
        ("able", _INT8),  # codes.Able
        ("active", _INT8),  # codes.Active
        ("limited", _INT8),  # codes.Limited
        ("cause", _INT8),  # codes.Cause
        ("trouble", _INT8),  # codes.Trouble; anything but NONE voids the decision
        ("error", _BOOL),  # whether the sync ends with an error
    ],
    align=True,
)
"""Record of the decisions."""

NO_REPLICAS = -1
"""A number of replicas that there is none of."""


class Specs(NamedTuple):
    """What the HPAs ask for.

    Windows must not be made longer while a memory is in use: they would ask for
    recommendations that are forgotten by then.
    """

    hpas: Records
    """``HPA``, shape (HPAs,)."""

    rules: Records
    """``RULES``, shape (HPAs, 2); the second axis is ``codes.Direction``."""

    policies: Records
    """``POLICY``, shape (HPAs, 2, most policies); the first ones count."""

    metrics: Records
    """``METRIC``, shape (HPAs, most metrics); in the order of the spec."""

    @classmethod
    def blank(cls, hpas: int, *, metrics: int = 1, policies: int = 2) -> Specs:
        """Make specs of zeros, to be filled in field by field."""
        return cls(
            np.zeros(hpas, HPA),
            np.zeros((hpas, 2), RULES),
            np.zeros((hpas, 2, policies), POLICY),
            np.zeros((hpas, metrics), METRIC),
        )


class Memory(NamedTuple):
    """What one sync of the HPAs hands to the next. It is changed in place."""

    heads: Records
    """``HEAD``, shape (HPAs,)."""

    sides: Records
    """``SIDE``, shape (HPAs, 2)."""

    recommendations: Records
    """``RECOMMENDATION``, shape (HPAs, 2, slots), a ring from ``first`` on, in
    order of time. Only those that may still decide: a row's values rise (up)
    or fall (down), because a newer one outlives a weaker older one."""

    events: Records
    """``EVENT``, shape (HPAs, 2, slots), slot by slot as in a ``State``."""

    @classmethod
    def blank(cls, hpas: int, *, recommendations: int, events: int) -> Memory:
        """Make the memory of new HPAs with so many slots for each."""
        return cls(
            np.zeros(hpas, HEAD),
            np.zeros((hpas, 2), SIDE),
            np.zeros((hpas, 2, recommendations), RECOMMENDATION),
            np.zeros((hpas, 2, events), EVENT),
        )


class Observations(NamedTuple):
    """What one sync of the HPAs sees."""

    scales: Records
    """``SCALE``, shape (HPAs,)."""

    readings: Records
    """``READING``, shape (HPAs, most metrics)."""

    @classmethod
    def blank(cls, hpas: int, *, metrics: int = 1) -> Observations:
        """Make observations of zeros, to be filled in field by field."""
        return cls(np.zeros(hpas, SCALE), np.zeros((hpas, metrics), READING))


def blank_decisions(hpas: int) -> Records:
    """Make room for the decisions of one sync."""
    return np.zeros(hpas, DECISION)
