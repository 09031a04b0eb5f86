"""A parsed query as a typed tree that can be looked through and written again.

The parser's own objects are untyped and cannot be changed. Parsing itself, and
what asks for one fact only, is in ``promql``.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

from adapter_rules import promql
from adapter_rules.promql import PromQLError, SeriesSelector

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

COMPARISONS = ("==", "!=", ">", "<", ">=", "<=")
"""Operators that leave samples out, unless ``bool`` stands behind them."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written by Go: ``0.99``."""

    value: float


@dataclass(frozen=True, slots=True)
class Text:
    """A quoted text, as some functions take it."""

    value: str


@dataclass(frozen=True, slots=True)
class Selector:
    """An instant selector: ``up{job="a"} offset 5m``."""

    series: SeriesSelector
    suffix: str = ""
    """``offset`` and ``@``, as they are written."""


@dataclass(frozen=True, slots=True)
class Range:
    """A range selector: ``up[5m]``."""

    selector: Selector
    seconds: float


@dataclass(frozen=True, slots=True)
class Subquery:
    """A range over an expression: ``rate(a[1m])[30m:1m]``."""

    inner: Node
    seconds: float
    step_seconds: float | None
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments."""

    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Aggregate:
    """An aggregation: ``sum by (pod) (…)``."""

    operator: str
    inner: Node
    parameter: Node | None = None
    grouping: str = ""
    """``by``, ``without``, or empty for neither."""

    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Binary:
    """Two sides with an operator between them."""

    operator: str
    left: Node
    right: Node
    matching: str = ""
    """``bool``, ``on (…)``, ``group_left (…)``, as they are written."""


@dataclass(frozen=True, slots=True)
class Parentheses:
    """What somebody put into parentheses."""

    inner: Node


@dataclass(frozen=True, slots=True)
class Negation:
    """A minus sign in front."""

    inner: Node


Node = (
    Number
    | Text
    | Selector
    | Range
    | Subquery
    | Call
    | Aggregate
    | Binary
    | Parentheses
    | Negation
)
"""Any part of a query."""


def read(query: str) -> Node:
    """Parse a query; raises ``PromQLError``.

    >>> read("sum(up) by (job)").labels
    ('job',)
    """
    return _node(promql.parse(query))


def walk(node: Node) -> Iterator[Node]:
    """Give a node and all below it, outer before inner, from left to right."""
    yield node
    for field in fields(node):
        value = getattr(node, field.name)
        for child in value if isinstance(value, tuple) else (value,):
            if is_dataclass(child) and not isinstance(child, SeriesSelector):
                yield from walk(child)  # type: ignore[arg-type]  # a node's fields hold nodes


def changed(node: Node, change: Callable[[Node], Node]) -> Node:
    """Rebuild a node with each of its direct children changed.

    A range's selector is no child: it is a part of the range.
    """
    match node:
        case Call(_, arguments):
            return replace(node, arguments=tuple(map(change, arguments)))
        case Binary(_, left, right):
            return replace(node, left=change(left), right=change(right))
        case Aggregate(inner=inner) | Subquery(inner=inner):
            return replace(node, inner=change(inner))
        case Parentheses(inner) | Negation(inner):
            return replace(node, inner=change(inner))
    return node


def selectors(node: Node) -> list[SeriesSelector]:
    """List all series selectors below a node, from left to right."""
    return [one.series for one in walk(node) if isinstance(one, Selector)]


def unwrapped(node: Node) -> Node:
    """Take off parentheses and signs."""
    while isinstance(node, Parentheses | Negation):
        node = node.inner
    return node


def _node(parsed: Any) -> Node:
    # By name: only ``promql`` imports the parser.
    kind = type(parsed).__name__
    if kind not in _READERS:
        raise PromQLError(f"not known in PromQL: {parsed}")
    node: Node = _READERS[kind](parsed)
    return node


def _selector(parsed: Any) -> Selector:
    if parsed.matchers.or_matchers:
        raise PromQLError(f"'or' between matchers is not known: {parsed}")
    at = f" {parsed.at}" if parsed.at is not None else ""
    return Selector(promql.selector_of(parsed), at + _offset(parsed.offset))


def _offset(offset: Any) -> str:
    if offset is None:
        return ""
    seconds = offset.total_seconds()
    sign = "-" if seconds < 0 else ""
    return f" offset {sign}{promql.duration(abs(seconds))}"


def _subquery(parsed: Any) -> Subquery:
    step = None if parsed.step is None else parsed.step.total_seconds()
    at = f" {parsed.at}" if parsed.at is not None else ""
    suffix = at + _offset(parsed.offset)
    return Subquery(_node(parsed.expr), parsed.range.total_seconds(), step, suffix)


def _call(parsed: Any) -> Call:
    return Call(parsed.func.name, tuple(map(_node, parsed.args)))


def _aggregate(parsed: Any) -> Aggregate:
    modifier = parsed.modifier
    grouping = ""
    if modifier is not None:
        grouping = "by" if str(modifier.type).endswith("By") else "without"
    return Aggregate(
        str(parsed.op),
        _node(parsed.expr),
        None if parsed.param is None else _node(parsed.param),
        grouping,
        () if modifier is None else tuple(modifier.labels),
    )


def _binary(parsed: Any) -> Binary:
    matching = "" if parsed.modifier is None else str(parsed.modifier)
    return Binary(
        str(parsed.op), _node(parsed.lhs), _node(parsed.rhs), matching.strip()
    )


_READERS: dict[str, Any] = {
    "NumberLiteral": lambda parsed: Number(parsed.val),
    "StringLiteral": lambda parsed: Text(parsed.val),
    "VectorSelector": _selector,
    "MatrixSelector": lambda parsed: Range(
        _selector(parsed.vector_selector), parsed.range.total_seconds()
    ),
    "SubqueryExpr": _subquery,
    "Call": _call,
    "AggregateExpr": _aggregate,
    "BinaryExpr": _binary,
    "ParenExpr": lambda parsed: Parentheses(_node(parsed.expr)),
    "UnaryExpr": lambda parsed: Negation(_node(parsed.expr)),
}
