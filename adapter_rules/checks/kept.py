"""Which labels a query's result can have.

Decides whether the adapter can tell whose each sample is. Follows Prometheus'
rules for aggregations, functions and matching; a label that series may or may
not carry counts as possible.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from adapter_rules import promqltree as tree

if TYPE_CHECKING:
    from adapter_rules.promqltree import Node

_ON = re.compile(r"\b(on|ignoring)\s*\(([^)]*)\)")
_LIST = re.compile(r"[\s,]+")
_UNLABELLED = ("vector", "time", "scalar", "pi")
_CHOOSING = ("topk", "bottomk", "limitk", "limit_ratio")


def kept_labels(node: Node) -> frozenset[str] | None:
    """Give the labels that the result can have at most; ``None`` for any.

    >>> kept_labels(tree.read("histogram_quantile(0.9, sum(a) by (le, pod))"))
    frozenset({'pod'})
    >>> kept_labels(tree.read("rate(a[5m])")) is None
    True
    """
    node = tree.unwrapped(node)
    if isinstance(node, tree.Aggregate):
        return _aggregated(node)
    if isinstance(node, tree.Binary):
        return _joined(node)
    if isinstance(node, tree.Call):
        return _called(node)
    if isinstance(node, tree.Number | tree.Text):
        return frozenset()
    if isinstance(node, tree.Subquery):
        return kept_labels(node.inner)
    return None


def _aggregated(node: tree.Aggregate) -> frozenset[str] | None:
    inner = kept_labels(node.inner)
    if node.operator in _CHOOSING:
        return inner
    labels = frozenset(node.labels)
    if node.grouping == "without":
        return None if inner is None else inner - labels
    if node.operator == "count_values" and isinstance(node.parameter, tree.Text):
        return labels | {node.parameter.value}
    return labels if inner is None else labels & inner


def _joined(node: tree.Binary) -> frozenset[str] | None:
    left, right = tree.unwrapped(node.left), tree.unwrapped(node.right)
    if isinstance(left, tree.Number):
        return kept_labels(right)
    if isinstance(right, tree.Number):
        return kept_labels(left)
    if node.operator == "or":
        first, second = kept_labels(left), kept_labels(right)
        return None if first is None or second is None else first | second
    many = right if "group_right" in node.matching else left
    labels = kept_labels(many)
    sets = ("and", "unless")
    found = _ON.search(node.matching)
    if found is None or node.operator in sets or "group_" in node.matching:
        return labels
    named = frozenset(filter(None, _LIST.split(found[2])))
    if found[1] == "ignoring":
        return None if labels is None else labels - named
    return named if labels is None else labels & named


def _called(node: tree.Call) -> frozenset[str] | None:
    if node.function in _UNLABELLED:
        return frozenset()
    vectors = [a for a in node.arguments if not isinstance(a, tree.Number | tree.Text)]
    if len(vectors) != 1 or node.function.startswith("absent"):
        return None
    labels = kept_labels(vectors[0])
    if labels is None:
        return None
    if node.function.startswith("histogram_"):
        return labels - {"le"}
    if node.function in ("label_replace", "label_join"):
        target = node.arguments[1]
        return labels | {target.value} if isinstance(target, tree.Text) else None
    return labels
