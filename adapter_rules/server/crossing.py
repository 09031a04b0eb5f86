"""Does a rule read across namespaces? Asked of the query that it builds.

A request comes with one namespace, and its caller's rights were checked for that
one. A query with a selector that is not bound to it answers with other
namespaces' data. Refusing is ``answering``'s business.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from adapter_rules import promqltree
from adapter_rules.errors import QueryError, TemplateRunError
from adapter_rules.promql import Matcher, PromQLError
from adapter_rules.selector import EVERYTHING
from octoscale.kube.restmapper import NAMESPACES, GroupResource

if TYPE_CHECKING:
    from adapter_rules.listing import Listed
    from adapter_rules.request import MetricRequest
    from adapter_rules.rule import Rule

REMEMBERED = 10_000
"""Answers that are remembered; then it is asked anew."""

_NAMESPACE = "octoscale-probe-namespace"
_NAME = "octoscale-probe-name"


class Crossing:
    """Remembers what it found out, for each rule, series and resource."""

    def __init__(self) -> None:
        """Know nothing yet."""
        # The rule is kept beside the answer, so that its id stays its own.
        self._known: dict[tuple[object, ...], tuple[Rule, bool]] = {}

    def crosses(self, listed: Listed, request: MetricRequest) -> bool:
        """Tell whether *listed* can answer *request* with other namespaces' data.

        Not asked of objects outside namespaces: their readers have rights in the
        whole cluster.
        """
        resource = request.group_resource
        if not request.namespace and resource != NAMESPACES:
            return False
        key = (id(listed.rule), listed.series_name, resource)
        if key not in self._known:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[key] = listed.rule, _crosses(listed, request, resource)
        return self._known[key][1]


def _crosses(
    listed: Listed, request: MetricRequest, resource: GroupResource | None
) -> bool:
    own = resource == NAMESPACES
    probe = replace(
        request,
        namespace="" if own else _NAMESPACE,
        names=() if resource is None else (_NAMESPACE if own else _NAME,),
        selector=EVERYTHING,
    )
    try:
        label = listed.rule.association.label_for(NAMESPACES)
    except QueryError:
        # No label tells the namespace: a query that needs none is bound to none,
        # and any other cannot be built.
        return listed.rule.source.resources.namespaced is False and resource is None
    try:
        query = listed.rule.query_for(probe, listed.series_name)
        selectors = promqltree.selectors(promqltree.read(query))
    except (QueryError, TemplateRunError):
        return False
    except PromQLError:
        return True
    bound = Matcher(label, "=", _NAMESPACE)
    return any(bound not in selector.matchers for selector in selectors)
