"""Which parts of a query may give NaN or infinity, because nothing guards them.

A filter makes such a value absent. What is wrong with that is told by AR116;
what puts guards in is ``from_promql``.
"""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING

from adapter_rules import promqltree as tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_rules.promqltree import Node

DIVISION, QUANTILE = "a division", "histogram_quantile"

_NEVER_ZERO = ("count", "group")
_BOTH = (DIVISION, QUANTILE)
_DROPPED = {
    **dict.fromkeys(("<", "<=", "=="), _BOTH),
    **dict.fromkeys((">", ">="), (QUANTILE,)),
    "!=": (),
}
"""What a comparison with a number leaves out: a NaN is in no order, but more than
any number is the infinity that a division by 0 gives."""

_COMPARED = {
    "<": operator.lt,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
}


def sources(node: Node) -> Iterator[str]:
    """Name the parts that may give NaN; a filter around them guards them."""
    node = tree.unwrapped(node)
    if isinstance(node, tree.Binary):
        if node.operator in tree.COMPARISONS and "bool" not in node.matching:
            dropped = _DROPPED[node.operator] if _is_number(node.right) else ()
            yield from (one for one in sources(node.left) if one not in dropped)
            return
        if node.operator == "and" and _is_filter(node.right):
            return
        if node.operator in ("/", "%") and may_be_zero(node.right):
            yield DIVISION
        yield from sources(node.left)
        yield from sources(node.right)
    elif isinstance(node, tree.Call):
        if node.function == QUANTILE:
            yield QUANTILE
            return
        for argument in node.arguments:
            yield from sources(argument)
    elif isinstance(node, tree.Aggregate | tree.Subquery):
        yield from sources(node.inner)


def may_be_zero(node: Node) -> bool:
    """Tell whether a divisor can be 0, as far as the query says.

    >>> may_be_zero(tree.read("a > 0")), may_be_zero(tree.read("sum(a)"))
    (False, True)
    """
    node = tree.unwrapped(node)
    if isinstance(node, tree.Number):
        return node.value == 0
    if isinstance(node, tree.Binary):
        return _sides_may_be_zero(node)
    if isinstance(node, tree.Aggregate):
        return node.operator not in _NEVER_ZERO and may_be_zero(node.inner)
    if isinstance(node, tree.Call) and node.function == "vector":
        return may_be_zero(node.arguments[0])
    return not (isinstance(node, tree.Call) and node.function == "clamp_min")


def _sides_may_be_zero(node: tree.Binary) -> bool:
    if node.operator == "+":
        return not any(_is_positive(side) for side in (node.left, node.right))
    if node.operator == "or":
        return may_be_zero(node.left) or may_be_zero(node.right)
    if node.operator in tree.COMPARISONS:
        # With "bool" it gives 0 itself.
        return "bool" in node.matching or not _leaves_out_zero(node)
    return True


def _leaves_out_zero(comparison: tree.Binary) -> bool:
    right = tree.unwrapped(comparison.right)
    if not isinstance(right, tree.Number):
        return False
    return not _COMPARED[comparison.operator](0.0, right.value)


def _is_positive(node: Node) -> bool:
    node = tree.unwrapped(node)
    if isinstance(node, tree.Call) and node.function == "vector":
        return _is_positive(node.arguments[0])
    return isinstance(node, tree.Number) and node.value > 0


def _is_filter(node: Node) -> bool:
    """Tell whether a comparison with a number stands here."""
    node = tree.unwrapped(node)
    if not isinstance(node, tree.Binary) or "bool" in node.matching:
        return False
    return node.operator in tree.COMPARISONS and _is_number(node.right)


def _is_number(node: Node) -> bool:
    return isinstance(tree.unwrapped(node), tree.Number)
