"""From a metric's declaration to its discovery rule: the stages put together.

Each stage writes its own part. Reading rules, and proposing them from a live
Prometheus, belong elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_rules.model import AdapterConfig, DiscoveryRule
from adapter_rules.stages import association, discovery, naming, querying

if TYPE_CHECKING:
    from collections.abc import Iterable

    from octoscale.core.descriptor import MetricDescriptor


def rule_for(descriptor: MetricDescriptor) -> DiscoveryRule:
    """Write the rule that serves *descriptor* under its API name.

    It always asks with ``<<.LabelMatchers>>`` and groups by ``<<.GroupBy>>``, so
    that every object gets its own value.

    >>> from octoscale.core.descriptor import MetricDescriptor
    >>> rule = rule_for(MetricDescriptor(
    ...     series_name="jobs", kind="gauge", help="Jobs.", api_name="open_jobs"))
    >>> rule.metrics_query
    'sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)'
    """
    return DiscoveryRule(
        series_query=discovery.generate(descriptor),
        resources=association.generate(descriptor),
        name=naming.generate(descriptor, discovery.exposed_name(descriptor)),
        metrics_query=querying.generate(descriptor),
    )


def config_for(descriptors: Iterable[MetricDescriptor]) -> AdapterConfig:
    """Write the config for several metrics, external ones where they belong."""
    listed = list(descriptors)
    return AdapterConfig(
        rules=tuple(rule_for(d) for d in listed if d.association.kind != "external"),
        external_rules=tuple(
            rule_for(d) for d in listed if d.association.kind == "external"
        ),
    )
