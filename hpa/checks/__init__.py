"""The checks of HPAs: valid objects that do not do what they say.

This is the table of them. A check is one file; it looks at a ``Context`` and
gives findings, and knows none of its siblings. What the API server refuses is
``hpa.validation``'s business, and is told as HP001 to HP004 by ``hpa.manifests``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hpa.checks import (
    hp101_api_version,
    hp102_scale_target_kind,
    hp103_scale_target_name,
    hp104_one_autoscaler,
    hp105_fixed_replicas,
    hp106_database,
    hp107_max_replicas,
    hp108_zero_replicas,
    hp109_gated_field,
    hp111_missing_request,
    hp112_utilization_ceiling,
    hp113_process_ceiling,
    hp114_target_type,
    hp115_described_object,
    hp116_pod_average,
    hp117_total_as_value,
    hp118_counter_value,
    hp119_node_metric,
    hp121_idle_policy,
    hp122_flapping,
    hp123_rate_window,
    hp131_unserved_metric,
    hp132_unused_rule,
    hp133_foreign_metric,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hpa.checks.context import Context
    from octoscale.core.finding import Finding


class CheckRow(NamedTuple):
    """One check: its code, what it calls, and what it finds."""

    code: str
    check: Callable[[Context], Iterator[Finding]]
    summary: str
    """What is wrong when it finds something, in one line."""


CHECKS: tuple[CheckRow, ...] = (
    CheckRow(
        "HP101",
        hp101_api_version.check,
        "An API version or group that the cluster no longer has.",
    ),
    CheckRow(
        "HP102",
        hp102_scale_target_kind.check,
        "The scale target is of a kind that nobody can scale.",
    ),
    CheckRow(
        "HP103",
        hp103_scale_target_name.check,
        "The scale target is not where the HPA looks for it.",
    ),
    CheckRow(
        "HP104",
        hp104_one_autoscaler.check,
        "Two autoscalers move one workload.",
    ),
    CheckRow(
        "HP105",
        hp105_fixed_replicas.check,
        "A workload that an HPA scales has a fixed number of replicas.",
    ),
    CheckRow(
        "HP106",
        hp106_database.check,
        "A database is scaled like a stateless service.",
    ),
    CheckRow(
        "HP107",
        hp107_max_replicas.check,
        "maxReplicas can never be reached.",
    ),
    CheckRow(
        "HP108",
        hp108_zero_replicas.check,
        "minReplicas 0 without what scaling from zero needs.",
    ),
    CheckRow(
        "HP109",
        hp109_gated_field.check,
        "A field that the named Kubernetes drops silently.",
    ),
    CheckRow(
        "HP111",
        hp111_missing_request.check,
        "A utilization of requests that nobody makes.",
    ),
    CheckRow(
        "HP112",
        hp112_utilization_ceiling.check,
        "A utilization that the limits keep out of reach.",
    ),
    CheckRow(
        "HP113",
        hp113_process_ceiling.check,
        "A metric target above what one process can reach.",
    ),
    CheckRow(
        "HP114",
        hp114_target_type.check,
        "The metric target's type and the field that is set do not go together.",
    ),
    CheckRow(
        "HP115",
        hp115_described_object.check,
        "An Object metric of an object that cannot exist.",
    ),
    CheckRow(
        "HP116",
        hp116_pod_average.check,
        "An average over what was scraped, used as if it were a total.",
    ),
    CheckRow(
        "HP117",
        hp117_total_as_value.check,
        "A total compared as a Value, where AverageValue is meant.",
    ),
    CheckRow(
        "HP118",
        hp118_counter_value.check,
        "A counter compared with a target as it stands.",
    ),
    CheckRow(
        "HP119",
        hp119_node_metric.check,
        "A load average, which is the whole node's.",
    ),
    CheckRow(
        "HP121",
        hp121_idle_policy.check,
        "A scaling policy that never decides anything.",
    ),
    CheckRow(
        "HP122",
        hp122_flapping.check,
        "Nothing keeps the replicas from following every wiggle of a metric.",
    ),
    CheckRow(
        "HP123",
        hp123_rate_window.check,
        "Scaling down before the metric has forgotten the old load.",
    ),
    CheckRow(
        "HP131",
        hp131_unserved_metric.check,
        "An HPA's metric that no rule exposes.",
    ),
    CheckRow(
        "HP132",
        hp132_unused_rule.check,
        "A rule whose metric no HPA of the input uses.",
    ),
    CheckRow(
        "HP133",
        hp133_foreign_metric.check,
        "An HPA that scales on another workload's metric: copied and pasted.",
    ),
)
"""Every check, in the order of its code. Codes are never used again."""
