"""Rewrite a query into the template of a rule, step by step.

Guards, group-bys, and the request's words taken out. What rule is made of it is
``from_promql``'s business.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from adapter_rules import promqltree as tree
from adapter_rules.checks.unguarded import may_be_zero
from adapter_rules.errors import RuleError
from adapter_rules.promql import SeriesSelector

if TYPE_CHECKING:
    from adapter_rules.promql import Matcher
    from adapter_rules.promqltree import Node
    from octoscale.kube.restmapper import GroupResource

GROUP_BY = "<<.GroupBy>>"
_MATCHERS = "<<.LabelMatchers>>"
_SERIES = "<<.Series>>"
_WORD = re.compile(r"\w+")


class NoRuleError(RuleError, ValueError):
    """No rule can serve a query; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the rule is for."""

    resource: GroupResource | None
    """Whose metric it is; ``None`` for an external one."""

    object_label: str = "pod"
    namespace_label: str = "namespace"
    api_name: str = ""
    """Empty for one made from the series' name."""


@dataclass(frozen=True, slots=True)
class Rewriting:
    """One rewriting: the tree is rebuilt from step to step."""

    wanted: Wanted
    main: SeriesSelector
    """The series that the rule is about."""

    notes: list[str] = field(default_factory=list)
    """What is not as in the query."""

    @property
    def own(self) -> tuple[str, ...]:
        """The labels that the request names."""
        if self.wanted.resource is None:
            return (self.wanted.namespace_label,)
        return self.wanted.namespace_label, self.wanted.object_label

    def others(self, series: SeriesSelector) -> tuple[Matcher, ...]:
        """Give the matchers that are no request's words."""
        return tuple(one for one in series.matchers if one.label not in self.own)

    def guarded(self, node: Node) -> Node:
        """Make absent what would be NaN or infinite."""
        if isinstance(node, tree.Call) and node.function == "histogram_quantile":
            return self._guarded_quantile(node)
        node = tree.changed(node, self.guarded)
        if not isinstance(node, tree.Binary) or node.operator not in ("/", "%"):
            return node
        if not may_be_zero(node.right):
            return node
        self.notes.append("a divisor is guarded: nothing is served while it is 0")
        over = tree.Binary(">", node.right, tree.Number(0))
        return replace(node, right=tree.Parentheses(over))

    def _guarded_quantile(self, node: tree.Call) -> Node:
        """Add ``and sum(rate(…_count…)) > 0``."""
        ranges = [one for one in tree.walk(node) if isinstance(one, tree.Range)]
        bucket = next(iter(ranges), None)
        name = "" if bucket is None else bucket.selector.series.name or ""
        if bucket is None or not name.endswith("_bucket"):
            raise NoRuleError("a quantile needs the rate of a series called …_bucket")
        self.notes.append("a quantile is guarded: nothing is served without traffic")
        kept = tuple(m for m in bucket.selector.series.matchers if m.label != "le")
        count = SeriesSelector(f"{name.removesuffix('_bucket')}_count", kept)
        selector = replace(bucket.selector, series=count)
        growth = tree.Call("rate", (replace(bucket, selector=selector),))
        alive = tree.Binary(">", tree.Aggregate("sum", growth), tree.Number(0))
        return tree.Binary("and", node, alive)

    def grouped(self, node: Node) -> Node:
        """Group every outermost aggregation by the object; add one where none is."""
        if self.wanted.resource is None:
            return node
        if any(isinstance(one, tree.Aggregate) for one in tree.walk(node)):
            return self._grouped(node, outer=True, buckets=False)
        self.notes.append("several series of one object are added up")
        return tree.Aggregate("sum", node, None, "by", (self.wanted.object_label,))

    def _grouped(self, node: Node, *, outer: bool, buckets: bool) -> Node:
        inside = isinstance(node, tree.Call) and node.function == "histogram_quantile"
        is_group = isinstance(node, tree.Aggregate)
        node = tree.changed(
            node,
            lambda child: self._grouped(
                child, outer=outer and not is_group, buckets=buckets or inside
            ),
        )
        if isinstance(node, tree.Aggregate):
            return self._regrouped(node, outer=outer, buckets=buckets)
        if isinstance(node, tree.Binary):
            return replace(node, matching=self._matching(node.matching))
        return node

    def _regrouped(self, node: tree.Aggregate, *, outer: bool, buckets: bool) -> Node:
        """Give the group-by of one aggregation the object's label."""
        if node.grouping == "without":
            raise NoRuleError("'without' keeps labels that nobody knows: write 'by'")
        kept = [one for one in node.labels if one not in self.own]
        if outer:
            dropped = [one for one in kept if one != "le"]
            if dropped:
                self.notes.append(f"it is no longer grouped by {', '.join(dropped)}")
            kept = ["le"] if buckets else []
        labels = (*kept, self.wanted.object_label)
        return replace(node, grouping="by", labels=labels)

    def _matching(self, matching: str) -> str:
        """Leave the namespace out of ``on (…)``: the request names one only."""
        head, sign, rest = matching.partition("(")
        if not sign:
            return matching
        inside, _, tail = rest.partition(")")
        namespace = self.wanted.namespace_label
        labels = [one for one in _WORD.findall(inside) if one != namespace]
        return f"{head}({', '.join(labels)}){tail}"

    def templated(self, node: Node) -> Node:
        """Put the template's parts where the request's words belong."""
        if isinstance(node, tree.Selector):
            return replace(node, series=self._asked(node.series))
        if isinstance(node, tree.Range):
            series = self._asked(node.selector.series)
            return replace(node, selector=replace(node.selector, series=series))
        node = tree.changed(node, self.templated)
        if self.wanted.resource is None:
            return node
        own = self.wanted.object_label
        if isinstance(node, tree.Aggregate):
            labels = tuple(GROUP_BY if one == own else one for one in node.labels)
            return replace(node, labels=labels)
        if isinstance(node, tree.Binary):
            return replace(node, matching=_replaced(node.matching, own, GROUP_BY))
        return node

    def _asked(self, series: SeriesSelector) -> SeriesSelector:
        """Take out what the request says, and put its matchers in."""
        for matcher in series.matchers:
            says_all = (matcher.operator, matcher.value) == ("!=", "")
            if matcher.label in self.own and not says_all:
                self.notes.append(f"{matcher} is left to the request")
        name = _SERIES if series.name == self.main.name else series.name
        return Templated(name, self.others(series))

    def plain(self, node: Node) -> Node:
        """Leave out of every selector what the request says."""
        if isinstance(node, tree.Selector):
            series = SeriesSelector(node.series.name, self.others(node.series))
            return replace(node, series=series)
        if isinstance(node, tree.Range):
            inner = node.selector.series
            series = SeriesSelector(inner.name, self.others(inner))
            return replace(node, selector=replace(node.selector, series=series))
        return tree.changed(node, self.plain)


class Templated(SeriesSelector):
    """A selector with the request's matchers in it."""

    def __str__(self) -> str:
        """Write it as a template."""
        others = "".join(f",{matcher}" for matcher in self.matchers)
        return f"{self.name or ''}{{{_MATCHERS}{others}}}"


def _replaced(text: str, word: str, by: str) -> str:
    return _WORD.sub(lambda found: by if found[0] == word else found[0], text)
