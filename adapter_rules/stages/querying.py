"""Querying: from a request to the PromQL that answers it.

Follows ``metricsQuery.Build`` and ``BuildExternal``: the selector's matchers
first, by key, then the namespace, then the objects. Sending the query and
reading its result belong to the callers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from adapter_rules.errors import EmptyQueryError, OperatorError
from adapter_rules.promql import Matcher, join
from adapter_rules.selector import Operator
from adapter_rules.template import Struct, Template
from octoscale.core.duration import format_prometheus
from octoscale.kube.restmapper import NAMESPACES, GroupResource

if TYPE_CHECKING:
    from adapter_rules.gotext.values import Value
    from adapter_rules.promql import MatchOperator
    from adapter_rules.request import MetricRequest
    from adapter_rules.selector import Requirement
    from octoscale.core.descriptor import MetricDescriptor

LabelFor = Callable[[GroupResource], str]
"""Names the label of a resource, or raises ``NoLabelError``."""

_TYPE = "naming.queryTemplateArgs"
_OPERATORS: dict[Operator, MatchOperator] = {
    Operator.EQUALS: "=",
    Operator.DOUBLE_EQUALS: "=",
    Operator.NOT_EQUALS: "!=",
    Operator.IN: "=~",
    Operator.NOT_IN: "!~",
    Operator.EXISTS: "!=",
    Operator.DOES_NOT_EXIST: "=",
}


def generate(descriptor: MetricDescriptor) -> str:
    """Write the metrics query: asked labels in, one value an object out.

    A counter is a rate over the rate window. A histogram is its average or
    quantile over it, and *absent* when nothing was observed: a division by
    zero or a quantile of nothing would be NaN, which the adapter serves as 0.

    >>> from octoscale.core.descriptor import MetricDescriptor
    >>> print(generate(MetricDescriptor(
    ...     series_name="hits_total", kind="counter", help="Hits.", api_name="hits")))
    sum(rate(<<.Series>>{<<.LabelMatchers>>}[2m])) by (<<.GroupBy>>)
    """
    window = format_prometheus(descriptor.rate_window_seconds)
    # An external metric belongs to no object: there the group-by is empty.
    group = "" if descriptor.association.kind == "external" else "<<.GroupBy>>"
    if descriptor.kind == "gauge":
        return _grouped(descriptor.aggregation, _asked("<<.Series>>"), group)
    if descriptor.kind == "counter":
        return _grouped(descriptor.aggregation, _rate("<<.Series>>", window), group)
    count = _grouped("sum", _rate(f"{descriptor.series_name}_count", window), group)
    if descriptor.quantile is None:
        total = _grouped("sum", _rate(f"{descriptor.series_name}_sum", window), group)
        return f"{total} / ({count} > 0)"
    labels = f"le, {group}" if group else "le"
    buckets = _grouped("sum", _rate("<<.Series>>", window), labels)
    return f"histogram_quantile({descriptor.quantile}, {buckets}) and {count} > 0"


def _asked(series: str) -> str:
    return f"{series}{{<<.LabelMatchers>>}}"


def _rate(series: str, window: str) -> str:
    return f"rate({_asked(series)}[{window}])"


def _grouped(aggregation: str, inner: str, group: str) -> str:
    return f"{aggregation}({inner})" + (f" by ({group})" if group else "")


class Querying:
    """One rule's metrics query, parsed."""

    def __init__(self, template: str, *, namespaced: bool | None = None) -> None:
        """Parse *template*; *namespaced* is the rule's word, absent means yes."""
        self._template = Template(template)
        self._namespaced = namespaced is not False

    def build(
        self,
        request: MetricRequest,
        series_name: str,
        *,
        label_for: LabelFor,
        group_by: Sequence[str] = (),
    ) -> str:
        """Build the query for *request* over the series that backs the metric.

        *group_by* are further labels to group by. Raises ``QueryError`` or
        ``TemplateRunError``.
        """
        in_namespace = self._namespace_matchers(request, label_for)
        matchers = [_matcher(r) for r in request.selector.requirements]
        matchers += in_namespace
        values = {matcher.label: matcher.value for matcher in matchers}
        groups = list(group_by)
        if request.group_resource is not None:
            label = label_for(request.group_resource)
            matchers.append(_names_matcher(label, request.names))
            values[label] = "|".join(request.names)
            groups.insert(0, label)
        return self._fill(series_name, matchers, values, groups)

    def fill(
        self, series_name: str, matchers: Sequence[Matcher], groups: Sequence[str]
    ) -> str:
        """Write the query for *matchers* of one's own, such as a dashboard's.

        >>> Querying("sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)").fill(
        ...     "jobs", [Matcher("pod", "=~", "web-.+")], ["pod"])
        'sum(jobs{pod=~"web-.+"}) by (pod)'
        """
        values = {matcher.label: matcher.value for matcher in matchers}
        return self._fill(series_name, matchers, values, groups)

    def _namespace_matchers(
        self, request: MetricRequest, label_for: LabelFor
    ) -> list[Matcher]:
        """Match the namespace; a custom rule's ``namespaced`` has no effect."""
        wanted = self._namespaced or not request.is_external
        if not request.namespace or not wanted:
            return []
        return [Matcher(label_for(NAMESPACES), "=", request.namespace)]

    def _fill(
        self,
        series_name: str,
        matchers: Sequence[Matcher],
        values: dict[str, str],
        groups: Sequence[str],
    ) -> str:
        fields: dict[str, Value] = {
            "Series": series_name,
            "LabelMatchers": join(matchers),
            "LabelValuesByName": values,
            "GroupBy": ",".join(groups),
            "GroupBySlice": list(groups),
        }
        query = self._template.run(Struct(_TYPE, fields))
        if not query:
            raise EmptyQueryError("the metrics query gives an empty text")
        return query


def _matcher(requirement: Requirement) -> Matcher:
    """Turn one requirement of a selector into a matcher; raises ``OperatorError``."""
    operator = _OPERATORS.get(requirement.operator)
    if operator is None:
        sign = {"gt": ">", "lt": "<"}[requirement.operator]
        raise OperatorError(f"PromQL cannot match {requirement.key} with '{sign}'")
    return Matcher(requirement.key, operator, "|".join(requirement.values))


def _names_matcher(label: str, names: Sequence[str]) -> Matcher:
    """Match the objects: one by ``=``, several by ``=~``, not escaped, as upstream."""
    operator: MatchOperator = "=~" if len(names) > 1 else "="
    return Matcher(label, operator, "|".join(names))
