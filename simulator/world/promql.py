"""The part of PromQL that a simulated loop evaluates, as a few plain objects.

A selector; rate, increase or irate of one over a window; one sum, avg, max, min
or count by () of such; a ratio of two of all these. Anything else is refused by
name: there is no PromQL engine here. What the objects yield is in
``simulator.world.evaluation``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast, get_args

import promql_parser as pp

from adapter_rules import promql
from simulator.errors import ScenarioError, UnsupportedQueryError

MatchOperator = Literal["=", "!=", "=~", "!~"]
"""How a label's value is compared; a missing label counts as empty."""

WindowFunction = Literal["rate", "increase", "irate"]
"""The functions over a window that are evaluated."""

Aggregator = Literal["sum", "avg", "max", "min", "count"]
"""The aggregations that are evaluated."""

_OPERATORS: tuple[tuple[pp.MatchOp, MatchOperator], ...] = (
    (pp.MatchOp.Equal, "="),
    (pp.MatchOp.NotEqual, "!="),
    (pp.MatchOp.Re, "=~"),
    (pp.MatchOp.NotRe, "!~"),
)


@dataclass(frozen=True, slots=True)
class Matcher:
    """One condition on a label."""

    label: str
    operator: MatchOperator
    value: str


@dataclass(frozen=True, slots=True)
class Selector:
    """Series, at their newest samples; ``__name__`` is a label like the others."""

    matchers: tuple[Matcher, ...]


@dataclass(frozen=True, slots=True)
class Windowed:
    """A function over a window of each series that a selector finds."""

    function: WindowFunction
    selector: Selector
    window_ms: int


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One value for each group of series with equal labels *by*."""

    operator: Aggregator
    by: tuple[str, ...]
    inner: Selector | Windowed


@dataclass(frozen=True, slots=True)
class Ratio:
    """Values divided by those with the same labels."""

    numerator: Term
    denominator: Term


Term = Selector | Windowed | Aggregate
"""What may stand on either side of a ratio."""

Query = Term | Ratio
"""A whole query."""


def parse(text: str) -> Query:
    """Read *text* into its objects.

    Raises ``UnsupportedQueryError``, which names the part that is not
    evaluated, and ``ScenarioError`` for what is no PromQL at all.

    >>> parse("sum(rate(hits_total[1m])) by (pod)").by
    ('pod',)
    """
    try:
        expression = promql.parse(text)
    except promql.PromQLError as error:
        raise ScenarioError(str(error)) from error
    return _Reader(text).query(expression)


def series_selector(text: str) -> Selector:
    """Read *text* as a plain selector, as a discovery rule's series query is.

    Raises as ``parse`` does, and ``UnsupportedQueryError`` for any other query.
    """
    query = parse(text)
    if not isinstance(query, Selector):
        raise UnsupportedQueryError("a series query that is no plain selector", text)
    return query


def selectors_of(query: Query) -> tuple[Selector, ...]:
    """List the selectors of a query, from left to right."""
    if isinstance(query, Ratio):
        return (*selectors_of(query.numerator), *selectors_of(query.denominator))
    if isinstance(query, Aggregate):
        return selectors_of(query.inner)
    return (query.selector,) if isinstance(query, Windowed) else (query,)


class _Reader:
    """Turns a parsed expression into objects, or refuses it with its text."""

    def __init__(self, text: str) -> None:
        self._text = text

    def query(self, node: pp.Expr) -> Query:
        node = _bare(node)
        if isinstance(node, pp.BinaryExpr):
            if str(node.op) != "/":
                raise self._refusal(f"the operator {str(node.op)!r}")
            if node.modifier is not None:
                raise self._refusal("a ratio with on, ignoring, group_left or bool")
            return Ratio(self._term(node.lhs), self._term(node.rhs))
        return self._term(node)

    def _term(self, node: pp.Expr) -> Term:
        node = _bare(node)
        if not isinstance(node, pp.AggregateExpr):
            return self._inner(node)
        operator = str(node.op)
        if operator not in get_args(Aggregator):
            raise self._refusal(f"the aggregation {operator!r}")
        by: tuple[str, ...] = ()
        if node.modifier is not None:
            if node.modifier.type != pp.AggModifierType.By:
                raise self._refusal("'without ()'")
            by = tuple(sorted(set(node.modifier.labels)))
        return Aggregate(cast("Aggregator", operator), by, self._inner(node.expr))

    def _inner(self, node: pp.Expr) -> Selector | Windowed:
        node = _bare(node)
        if isinstance(node, pp.VectorSelector):
            return self._selector(node)
        if not isinstance(node, pp.Call):
            raise self._refusal(_called(node))
        function = node.func.name
        if function not in get_args(WindowFunction):
            raise self._refusal(f"the function {function!r}")
        window = _bare(node.args[0])
        if not isinstance(window, pp.MatrixSelector):
            raise self._refusal(_called(window))
        return Windowed(
            cast("WindowFunction", function),
            self._selector(window.vector_selector),
            round(window.range.total_seconds() * 1000),
        )

    def _selector(self, node: pp.VectorSelector) -> Selector:
        if node.offset is not None:
            raise self._refusal("'offset'")
        if node.at is not None:
            raise self._refusal("'@'")
        if node.matchers.or_matchers:
            raise self._refusal("'or' between label matchers")
        named = (Matcher("__name__", "=", node.name),) if node.name else ()
        return Selector(
            (*named, *(_matcher(found) for found in node.matchers.matchers))
        )

    def _refusal(self, node: str) -> UnsupportedQueryError:
        return UnsupportedQueryError(node, self._text)


def _bare(node: pp.Expr) -> pp.Expr:
    """Take off parentheses."""
    while isinstance(node, pp.ParenExpr):
        node = node.expr
    return node


def _matcher(found: pp.Matcher) -> Matcher:
    operator = next(ours for theirs, ours in _OPERATORS if theirs == found.op)
    return Matcher(found.name, operator, found.value)


def _called(node: pp.Expr) -> str:
    """Name a kind of expression that is not evaluated where it stands."""
    names: tuple[tuple[type[pp.Expr], str], ...] = (
        (pp.AggregateExpr, "an aggregation inside another expression"),
        (pp.BinaryExpr, "an operator inside another expression"),
        (pp.NumberLiteral, "a number"),
        (pp.StringLiteral, "a string"),
        (pp.SubqueryExpr, "a subquery"),
        (pp.UnaryExpr, "a sign in front of an expression"),
        (pp.MatrixSelector, "a window without a function"),
        (pp.Call, "a function inside another"),
    )
    return next(name for kind, name in names if isinstance(node, kind))
