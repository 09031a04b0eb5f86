"""Discovery: which series a rule finds in Prometheus.

The series query asks Prometheus, the series filters look at the names that come
back. Whose the series are and what they are called are later stages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_rules.promql import Matcher, SeriesSelector
from adapter_rules.regex import Regex

if TYPE_CHECKING:
    from adapter_rules.model import DiscoveryRule
    from octoscale.core.descriptor import MetricDescriptor

LOOK_BACK_SECONDS = 600.0
"""The adapter's default look-back: its ``--metrics-max-age`` follows
``--metrics-relist-interval``, ten minutes."""

_SUFFIX = {"average": "_count", "quantile": "_bucket"}


def generate(descriptor: MetricDescriptor) -> str:
    """Write the series query: this series, and only with its objects' labels.

    >>> from octoscale.core.descriptor import MetricDescriptor
    >>> generate(MetricDescriptor(
    ...     series_name="jobs", kind="gauge", help="Jobs.", api_name="jobs"))
    'jobs{namespace!="",pod!=""}'
    """
    association = descriptor.association
    labels = (association.namespace_label, association.object_label)
    present = [Matcher(label, "!=", "") for label in labels if label]
    if association.kind == "external":
        present = present[:1] if association.namespace_label else []
    return str(SeriesSelector(exposed_name(descriptor), tuple(present)))


def exposed_name(descriptor: MetricDescriptor) -> str:
    """Name the series that stands for the metric; a histogram has several."""
    if descriptor.kind != "histogram":
        return descriptor.series_name
    part = "average" if descriptor.quantile is None else "quantile"
    return descriptor.series_name + _SUFFIX[part]


class Discovery:
    """One rule's series filters, the naming pattern among them."""

    def __init__(self, rule: DiscoveryRule) -> None:
        """Compile the filters of *rule*."""
        self.series_query = rule.series_query
        self._filters = [
            (Regex(f.is_ or f.is_not), bool(f.is_)) for f in rule.series_filters
        ]
        if rule.name.matches:
            self._filters.append((Regex(rule.name.matches), True))

    def rejects(self, series_name: str) -> str | None:
        """Say which filter leaves a series out; ``None`` when all pass.

        Filters are searched anywhere in the name, unless they are anchored.
        """
        for pattern, wanted in self._filters:
            if pattern.matches(series_name) is not wanted:
                verb = "does not match" if wanted else "matches"
                return f"the name {verb} {pattern.pattern!r}"
        return None
