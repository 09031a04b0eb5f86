"""May one wide query stand for many narrow ones? Proved on the query's tree.

A rule's query is separable when each object's value is computed from that
object's series alone, so that leaving the objects' matchers out and grouping by
the namespace, too, gives the same values for all objects at once. What cannot be
proved is refused. Asking and keeping results is ``coalescing``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from adapter_rules import promqltree as tree
from adapter_rules.errors import RuleError
from adapter_rules.promql import Matcher
from adapter_rules.promqlwrite import write
from octoscale.kube.restmapper import NAMESPACES

if TYPE_CHECKING:
    from adapter_rules.listing import Listed
    from adapter_rules.promqltree import Node
    from adapter_rules.request import MetricRequest

_PROBE = "octoscale-probe"
_PROBE_NAMES = (f"{_PROBE}-a", f"{_PROBE}-b")

_ACTION = re.compile(r"<<-?\s*(.*?)\s*-?>>", re.DOTALL)
_PLAIN_ACTIONS = frozenset((".Series", ".LabelMatchers", ".GroupBy"))
"""A template with any other action may depend on names in ways of its own."""

_AGGREGATES = frozenset(
    ("sum", "avg", "min", "max", "count", "group", "stddev", "stdvar", "quantile")
)
_PER_SERIES = frozenset(
    (
        *("rate", "increase", "irate", "delta", "idelta", "deriv", "changes", "resets"),
        *("abs", "ceil", "floor", "round", "clamp", "clamp_max", "clamp_min", "sgn"),
        *("ln", "log2", "log10", "sqrt", "exp", "timestamp", "predict_linear"),
        *("avg_over_time", "min_over_time", "max_over_time", "sum_over_time"),
        *("count_over_time", "quantile_over_time", "stddev_over_time"),
        *("stdvar_over_time", "last_over_time", "present_over_time"),
    )
)
"""Functions whose every result comes from one input series."""

_QUANTILE = "histogram_quantile"
_BUCKET = "le"

Kind = frozenset[str] | Literal["raw", "scalar"]
"""What a part gives: an aggregation's labels, whole series, or a number."""


class NotSeparableError(RuleError):
    """It cannot be proved that one wide query gives the same values."""


@dataclass(frozen=True, slots=True)
class Wide:
    """One query for all objects of all namespaces."""

    promql: str
    label: str
    """Names the object in the result."""

    namespace_label: str
    """Names its namespace; empty for objects that have none."""


def widened(listed: Listed, request: MetricRequest) -> Wide:
    """Prove that *request* can be answered from a wide query, and give that one.

    Raises ``NotSeparableError`` with the reason, or what building a query raises.
    """
    for action in _ACTION.findall(listed.rule.source.metrics_query):
        if action not in _PLAIN_ACTIONS:
            raise NotSeparableError(f"the template says <<{action}>>")
    resource = request.group_resource
    if resource is None:
        raise NotSeparableError("an external metric has no objects")
    label = listed.rule.association.label_for(resource)
    scope = ""
    if request.namespace:
        scope = listed.rule.association.label_for(NAMESPACES)
    if any(one.key in (label, scope) for one in request.selector.requirements):
        raise NotSeparableError("the selector speaks of the objects' own labels")
    probe = replace(request, namespace=_PROBE if scope else "", names=_PROBE_NAMES)
    bound = [Matcher(label, "=~", "|".join(_PROBE_NAMES))]
    if scope:
        bound.append(Matcher(scope, "=", _PROBE))
    narrow = tree.read(listed.rule.query_for(probe, listed.series_name))
    proof = _Proof(label, scope, tuple(bound))
    if proof.kind(narrow) != frozenset((label,)):
        raise NotSeparableError(f"the result is not grouped by {label!r} alone")
    promql = write(proof.wide(narrow))
    if _PROBE in promql:
        raise NotSeparableError("the objects are named elsewhere in the query")
    return Wide(promql, label, scope)


@dataclass(frozen=True, slots=True)
class _Proof:
    """The conditions, part by part, and the rewriting that they allow."""

    label: str
    scope: str
    bound: tuple[Matcher, ...]

    def kind(self, node: Node) -> Kind:
        """Tell what *node* gives; raises unless it is separable."""
        kind: Kind
        match node:
            case tree.Number():
                kind = "scalar"
            case tree.Selector(series):
                self._check_bound(series.matchers)
                kind = "raw"
            case tree.Range(inner):
                kind = self.kind(inner)
            case tree.Parentheses(inner) | tree.Negation(inner) | tree.Subquery(inner):
                kind = self.kind(inner)
            case tree.Call():
                kind = self._call(node)
            case tree.Aggregate():
                kind = self._aggregate(node)
            case tree.Binary():
                kind = self._binary(node)
            case _:
                raise NotSeparableError(f"no proof for {type(node).__name__}")
        return kind

    def wide(self, node: Node) -> Node:
        """Rewrite a proved *node*: no objects, grouped by the namespace, too."""
        changed: Node = node
        match node:
            case tree.Selector():
                changed = self._wide_selector(node)
            case tree.Range(selector):
                changed = replace(node, selector=self._wide_selector(selector))
            case tree.Aggregate():
                changed = self._wide_aggregate(node)
            case tree.Call(_, arguments):
                changed = replace(node, arguments=tuple(map(self.wide, arguments)))
            case tree.Binary(_, left, right):
                changed = replace(node, left=self.wide(left), right=self.wide(right))
            case tree.Parentheses(inner) | tree.Negation(inner) | tree.Subquery(inner):
                changed = replace(node, inner=self.wide(inner))
        return changed

    def _wide_selector(self, node: tree.Selector) -> tree.Selector:
        series = node.series
        kept = tuple(one for one in series.matchers if one not in self.bound)
        # Only what names an object at all: the others are asked for by nobody.
        some = Matcher(self.label, "!=", "")
        return replace(node, series=replace(series, matchers=(*kept, some)))

    def _wide_aggregate(self, node: tree.Aggregate) -> tree.Aggregate:
        labels = node.labels
        if self.scope and self.scope not in labels:
            labels = (*labels, self.scope)
        return replace(node, inner=self.wide(node.inner), labels=labels)

    def _check_bound(self, matchers: tuple[Matcher, ...]) -> None:
        for one in self.bound:
            if matchers.count(one) != 1:
                raise NotSeparableError("a selector is without <<.LabelMatchers>>")

    def _call(self, node: tree.Call) -> Kind:
        if node.function not in _PER_SERIES | {_QUANTILE}:
            raise NotSeparableError(f"no proof for {node.function}()")
        kinds = [self.kind(argument) for argument in node.arguments]
        vectors = [kind for kind in kinds if kind != "scalar"]
        if len(vectors) != 1:
            raise NotSeparableError(f"{node.function}() takes no single vector")
        (kind,) = vectors
        if node.function != _QUANTILE:
            return kind
        if self.label == _BUCKET or isinstance(kind, str):
            raise NotSeparableError("a quantile of buckets that are not summed up")
        return kind - {_BUCKET}

    def _aggregate(self, node: tree.Aggregate) -> Kind:
        if node.operator not in _AGGREGATES or node.grouping != "by":
            raise NotSeparableError(f"no proof for {node.operator} {node.grouping}")
        if node.parameter is not None and self.kind(node.parameter) != "scalar":
            raise NotSeparableError(f"{node.operator} with a parameter of its own")
        if self.label not in node.labels:
            raise NotSeparableError(f"an aggregation is not by {self.label!r}")
        inner = self.kind(node.inner)
        if inner == "scalar":
            raise NotSeparableError("an aggregation of a number")
        return frozenset(node.labels)

    def _binary(self, node: tree.Binary) -> Kind:
        if node.matching not in ("", "bool"):
            raise NotSeparableError(f"no proof for matching {node.matching}")
        left, right = self.kind(node.left), self.kind(node.right)
        if "scalar" in (left, right):
            return right if left == "scalar" else left
        if left != right:
            raise NotSeparableError("two sides with different labels")
        return left
