"""AR116: the query can give NaN or infinity.

Told by the query alone. What the value then becomes is ``adapter_rules.values``'
business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_rules import promqltree as tree
from octoscale.core.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_rules.checks.context import Context
    from adapter_rules.promqltree import Node
    from octoscale.core.finding import Finding


def check(context: Context) -> Iterator[Finding]:
    """Find divisions and quantiles that nothing guards.

    With no traffic a ratio is 0/0 and a quantile of an empty histogram is NaN.
    The adapter serves NaN as 0 (for External metrics as a hugely negative number)
    and infinity as a hugely negative number: the workload shrinks at the wrong
    moment. A filter makes such a value absent instead, and the HPA keeps what it
    has.
    """
    for subject in context.subjects:
        if subject.query is None:
            continue
        for source in dict.fromkeys(_sources(subject.query)):
            yield subject.finding(
                "AR116",
                Severity.WARNING,
                f"{source} can be NaN or infinite, which is served as a number",
                at=("metricsQuery",),
                hint=_HINT,
            )


_HINT = "divide by (… > 0), or write … and sum(rate(…_count…)) by (<<.GroupBy>>) > 0"
_NEVER_ZERO = ("count", "group")


def _sources(node: Node) -> Iterator[str]:
    """Name the parts that may give NaN; a filter around them guards them."""
    node = tree.unwrapped(node)
    if isinstance(node, tree.Binary):
        if node.operator in tree.COMPARISONS and "bool" not in node.matching:
            if not _is_number(node.right):
                yield from _sources(node.left)
            return
        if node.operator == "and" and _is_filter(node.right):
            return
        if node.operator in ("/", "%") and _may_be_zero(node.right):
            yield "a division"
        yield from _sources(node.left)
        yield from _sources(node.right)
    elif isinstance(node, tree.Call):
        if node.function == "histogram_quantile":
            yield "histogram_quantile"
            return
        for argument in node.arguments:
            yield from _sources(argument)
    elif isinstance(node, tree.Aggregate | tree.Subquery):
        yield from _sources(node.inner)


def _may_be_zero(node: Node) -> bool:
    node = tree.unwrapped(node)
    if isinstance(node, tree.Number):
        return node.value == 0
    if isinstance(node, tree.Binary):
        if node.operator in ("+", "or"):
            sides = (tree.unwrapped(node.left), tree.unwrapped(node.right))
            return not any(isinstance(s, tree.Number) and s.value > 0 for s in sides)
        return node.operator in ("-", "*", "/", "%", "^", "and") and not _is_filter(
            node
        )
    if isinstance(node, tree.Aggregate):
        return node.operator not in _NEVER_ZERO and _may_be_zero(node.inner)
    return not (isinstance(node, tree.Call) and node.function == "clamp_min")


def _is_filter(node: Node) -> bool:
    """Tell whether a comparison with a number stands here."""
    node = tree.unwrapped(node)
    if not isinstance(node, tree.Binary) or "bool" in node.matching:
        return False
    return node.operator in tree.COMPARISONS and _is_number(node.right)


def _is_number(node: Node) -> bool:
    return isinstance(tree.unwrapped(node), tree.Number)
