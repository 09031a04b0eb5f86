"""A rule's metrics query for one fixed question: no template, one number.

The querying stage of the rule fills the template in, as for the adapter; the
result is parsed and wrapped as a tree, never glued.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_rules import promqltree, promqlwrite
from adapter_rules.errors import QueryError
from adapter_rules.promql import kept_labels
from adapter_rules.promqltree import Aggregate
from adapter_rules.request import MetricRequest
from adapter_rules.selector import Operator, Requirement, Selector
from adapter_rules.stages.association import ROOT_SCOPED
from adapter_rules.stages.querying import Querying
from hpa.selectors import selector_text
from octoscale.kube.restmapper import PODS, GroupResource, RESTMapper

if TYPE_CHECKING:
    from adapter_rules.rule import Rule
    from hpa.keda.backing import Backing
    from hpa.keda.workload import PodNames
    from hpa.model.meta import CrossVersionObjectReference
    from hpa.model.metrics import MetricIdentifier


def pods_query(
    backing: Backing, metric: MetricIdentifier, names: PodNames, namespace: str
) -> str:
    """Add the metric up over all pods that are called so.

    Raises ``RuleError`` for a rule that cannot be asked, or that does not look at
    which pods are asked about.
    """
    rule = backing.rule
    label = rule.association.label_for(PODS)
    asked = selector_of(metric).requirements
    pods = Requirement(label, Operator.IN, (names.pattern,))
    request = MetricRequest(
        metric=metric.name, namespace=namespace, selector=Selector((*asked, pods))
    )
    # As if asked for by no object: then a pattern may stand among the labels. The
    # word ``namespaced`` has no effect on custom rules and must not get one here.
    query = Querying(rule.source.metrics_query).build(
        request,
        backing.series_name,
        label_for=rule.association.label_for,
        group_by=[label],
    )
    _check_narrowed(query, label, names.pattern)
    return summed(query)


def object_query(
    backing: Backing,
    metric: MetricIdentifier,
    described: CrossVersionObjectReference,
    namespace: str,
    mapper: RESTMapper,
) -> str:
    """Ask for the metric of one object. Raises ``RuleError``, ``MapperError``."""
    group = described.api_version.rpartition("/")[0]
    wanted = GroupResource(group, described.kind.lower())
    resource = mapper.resource_for(wanted).group_resource
    request = MetricRequest(
        metric=metric.name,
        group_resource=resource,
        namespace="" if resource in ROOT_SCOPED else namespace,
        names=(described.name,),
        selector=selector_of(metric),
    )
    query = _build(backing.rule, request, backing.series_name)
    _check_narrowed(query, backing.rule.association.label_for(resource), described.name)
    return query


def external_query(backing: Backing, metric: MetricIdentifier, namespace: str) -> str:
    """Add up all series of an external metric, as the HPA does."""
    request = MetricRequest(
        metric=metric.name, namespace=namespace, selector=selector_of(metric)
    )
    query = _build(backing.rule, request, backing.series_name)
    return query if kept_labels(query) == frozenset() else summed(query)


def selector_of(metric: MetricIdentifier) -> Selector:
    """Read a metric's own label selector; raises ``SelectorError``."""
    return Selector.parse(selector_text(metric.selector))


def summed(query: str) -> str:
    """Wrap a query into a sum over everything that it gives.

    >>> summed("max(up) by (pod)")
    'sum(max(up) by (pod))'
    """
    return promqlwrite.write(Aggregate("sum", promqltree.read(query)))


def may_give_several(query: str) -> bool:
    """Tell whether a query of one object may give more than one number.

    >>> may_give_several("sum(up) by (service)"), may_give_several("up")
    (False, True)
    """
    labels = kept_labels(query)
    return labels is None or len(labels) > 1


def _build(rule: Rule, request: MetricRequest, series_name: str) -> str:
    query = rule.query_for(request, series_name)
    return promqlwrite.write(promqltree.read(query))


def _check_narrowed(query: str, label: str, value: str) -> None:
    """Refuse a query that leaves out which objects are asked about.

    The adapter looks only at the results of those objects; KEDA would take all.
    """
    for series in promqltree.selectors(promqltree.read(query)):
        for matcher in series.matchers:
            if matcher.label == label and matcher.value == value:
                return
    raise QueryError(
        f"the metrics query does not match {label}: it would count everybody's series"
    )
