"""The checks of discovery rules: configs that load and do not do what they say.

This is the table of them. A check is one file; it looks at a ``Context`` and
gives findings, and knows none of its siblings. What the adapter itself refuses is
told when the config is read: SC…, YA… and AR001 to AR005.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from adapter_rules.checks import (
    ar101_label_matchers,
    ar102_group_by,
    ar103_rate_promise,
    ar104_counter_value,
    ar105_gauge_rate,
    ar106_rate_window,
    ar107_foreign_group_by,
    ar108_collision,
    ar109_unrequestable_name,
    ar110_swallowed_group,
    ar111_job_template,
    ar112_query_regex,
    ar113_promql,
    ar114_label_name,
    ar115_missing_label,
    ar116_not_a_number,
    ar117_wide_series_query,
    ar118_cost,
    ar119_look_back,
    ar120_cluster_scope,
    ar121_across_namespaces,
    ar122_external_namespace,
    ar123_unreachable_objects,
    ar124_doubled_label,
    ar125_nothing_found,
    ar126_ignored_namespaced,
    ar127_external_group_by,
    ar128_plain_pattern,
    ar129_pinned_instance,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from adapter_rules.checks.context import Context
    from octoscale.core.finding import Finding


class CheckRow(NamedTuple):
    """One check: its code, what it calls, and what it finds."""

    code: str
    check: Callable[[Context], Iterator[Finding]]
    summary: str
    """What is wrong when it finds something, in one line."""


CHECKS: tuple[CheckRow, ...] = (
    CheckRow(
        "AR101",
        ar101_label_matchers.check,
        "The metrics query does not ask what the request asks.",
    ),
    CheckRow(
        "AR102",
        ar102_group_by.check,
        "Nothing makes one value out of an object's series.",
    ),
    CheckRow(
        "AR103",
        ar103_rate_promise.check,
        "The API name promises a rate, the query computes none.",
    ),
    CheckRow(
        "AR104",
        ar104_counter_value.check,
        "A counter is served as it stands.",
    ),
    CheckRow(
        "AR105",
        ar105_gauge_rate.check,
        "A rate of a gauge.",
    ),
    CheckRow(
        "AR106",
        ar106_rate_window.check,
        "The rate window holds too few scrapes.",
    ),
    CheckRow(
        "AR107",
        ar107_foreign_group_by.check,
        "Grouped by a label that is not the association's.",
    ),
    CheckRow(
        "AR108",
        ar108_collision.check,
        "Two series under one name: the last one wins.",
    ),
    CheckRow(
        "AR109",
        ar109_unrequestable_name.check,
        "A name that nobody can ask for.",
    ),
    CheckRow(
        "AR110",
        ar110_swallowed_group.check,
        "`$1_x` is no group, and so it is nothing.",
    ),
    CheckRow(
        "AR111",
        ar111_job_template.check,
        "The template takes Prometheus' label `job` for a Kubernetes Job.",
    ),
    CheckRow(
        "AR112",
        ar112_query_regex.check,
        "A regular expression in PromQL that Prometheus refuses.",
    ),
    CheckRow(
        "AR113",
        ar113_promql.check,
        "A query that Prometheus does not understand.",
    ),
    CheckRow(
        "AR114",
        ar114_label_name.check,
        "A label that no query can name.",
    ),
    CheckRow(
        "AR115",
        ar115_missing_label.check,
        "The result cannot say whose each value is.",
    ),
    CheckRow(
        "AR116",
        ar116_not_a_number.check,
        "The query can give NaN or infinity.",
    ),
    CheckRow(
        "AR117",
        ar117_wide_series_query.check,
        "A series query that matches nearly everything.",
    ),
    CheckRow(
        "AR118",
        ar118_cost.check,
        "A rule that finds very many series or names.",
    ),
    CheckRow(
        "AR119",
        ar119_look_back.check,
        "The look-back does not fit the relist and scrape intervals.",
    ),
    CheckRow(
        "AR120",
        ar120_cluster_scope.check,
        "Objects outside namespaces that the adapter cannot serve.",
    ),
    CheckRow(
        "AR121",
        ar121_across_namespaces.check,
        "One namespace reads the others' metrics.",
    ),
    CheckRow(
        "AR122",
        ar122_external_namespace.check,
        "An external rule without a label for the namespace.",
    ),
    CheckRow(
        "AR123",
        ar123_unreachable_objects.check,
        "A custom metric whose objects nobody can ask for.",
    ),
    CheckRow(
        "AR124",
        ar124_doubled_label.check,
        "Two labels for one resource, of which one is taken at random.",
    ),
    CheckRow(
        "AR125",
        ar125_nothing_found.check,
        "What the rule looks for is not there.",
    ),
    CheckRow(
        "AR126",
        ar126_ignored_namespaced.check,
        "`namespaced` on a custom rule, where it does nothing.",
    ),
    CheckRow(
        "AR127",
        ar127_external_group_by.check,
        "`<<.GroupBy>>` in an external rule, where it is empty.",
    ),
    CheckRow(
        "AR128",
        ar128_plain_pattern.check,
        "A regular expression in a matcher that compares plainly.",
    ),
    CheckRow(
        "AR129",
        ar129_pinned_instance.check,
        "A query for one single pod or address.",
    ),
)
"""Every check, in the order of its code. Codes are never used again."""
