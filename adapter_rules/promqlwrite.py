"""Write a tree of ``promqltree`` as PromQL again.

Names and labels are written as they stand, so that a template's parts may be
among them. What the tree means is not looked at.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from adapter_rules import promqltree as tree
from adapter_rules.gotext.quoting import quote
from adapter_rules.promql import duration

if TYPE_CHECKING:
    from adapter_rules.promqltree import Node


def write(node: Node) -> str:
    """Write a node; reading it again gives the same tree.

    >>> write(tree.read('sum by(pod)(rate(a{b="c"}[5m]))/2'))
    'sum(rate(a{b="c"}[5m])) by (pod) / 2'
    """
    if isinstance(node, tree.Number):
        return _number(node.value)
    if isinstance(node, tree.Text):
        return quote(node.value)
    if isinstance(node, tree.Parentheses):
        return f"({write(node.inner)})"
    if isinstance(node, tree.Negation):
        return f"-{write(node.inner)}"
    return _write_larger(node)


def _write_larger(node: Node) -> str:
    match node:
        case tree.Selector(series, suffix):
            text = f"{series}{suffix}"
        case tree.Range(selector, seconds):
            text = f"{selector.series}[{duration(seconds)}]{selector.suffix}"
        case tree.Call(function, arguments):
            text = f"{function}({', '.join(map(write, arguments))})"
        case tree.Subquery(inner, seconds, step, suffix):
            every = "" if step is None else duration(step)
            text = f"{write(inner)}[{duration(seconds)}:{every}]{suffix}"
        case tree.Aggregate(operator, inner, parameter, grouping, labels):
            first = "" if parameter is None else f"{write(parameter)}, "
            group = f" {grouping} ({', '.join(labels)})" if grouping else ""
            text = f"{operator}({first}{write(inner)}){group}"
        case tree.Binary(operator, left, right, matching):
            words = f"{operator} {matching}" if matching else operator
            text = f"{write(left)} {words} {write(right)}"
        case _:
            raise TypeError(type(node).__name__)
    return text


def _number(value: float) -> str:
    special = {float("inf"): "Inf", float("-inf"): "-Inf"}
    if math.isnan(value):
        return "NaN"
    return special.get(value) or repr(value).removesuffix(".0")
