"""What a rule's metrics query does to its series, as far as an HPA must know.

The template is filled in with stand-ins and parsed by ``adapter_rules.promql``;
nothing is evaluated. What is wrong with the query itself is said by the checks
of ``adapter_rules``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from adapter_rules import promql
from adapter_rules.errors import RuleError
from adapter_rules.template import Struct, Template

if TYPE_CHECKING:
    from collections.abc import Iterator

RATES = ("rate", "irate", "increase", "delta", "idelta", "deriv")
"""Functions after which a counter is no counter any more."""

SERIES = "octoscale_series"
GROUP = "octoscale_group"
"""What stands for the label of the object that the HPA asks about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryShape:
    """The parts of one metrics query that decide how an HPA should use it."""

    aggregation: str
    """The outermost operator: ``sum``, ``avg``, ``max`` …; empty without one."""

    by_object: bool
    """Whether the series are grouped by the object that is asked about."""

    functions: tuple[str, ...]
    window_seconds: float
    """The longest rate window; 0 without one."""

    is_plain: bool
    """Whether one series, or one aggregation of it, is the whole query, give or
    take a number: no quotient of two, no function around it."""

    @property
    def is_rate(self) -> bool:
        """Whether growth is computed, not the value as it stands."""
        return any(name in RATES for name in self.functions)


def shape_of(template: str) -> QueryShape | None:
    """Read a metrics query's template; ``None`` where it cannot be read.

    >>> shape_of("max(<<.Series>>) by (job)").aggregation
    'max'
    >>> query = "sum(rate(<<.Series>>{<<.LabelMatchers>>}[5m])) by (<<.GroupBy>>)"
    >>> shape_of(query).window_seconds, shape_of(query).by_object
    (300.0, True)
    """
    try:
        text = Template(template).run(_stand_ins())
        node = promql.parse(text)
        functions = tuple(promql.functions(text))
    except RuleError:
        return None
    inner = _unwrapped(node)
    aggregate = inner if _is(inner, "AggregateExpr") else None
    return QueryShape(
        aggregation="" if aggregate is None else str(aggregate.op),
        by_object=aggregate is not None and _groups_by_object(aggregate),
        functions=functions,
        window_seconds=max(_windows(node), default=0.0),
        is_plain=_is_plain(node),
    )


def _stand_ins() -> Struct:
    return Struct(
        "args",
        {
            "Series": SERIES,
            "LabelMatchers": f'{GROUP}="one"',
            "LabelValuesByName": {GROUP: "one"},
            "GroupBy": GROUP,
            "GroupBySlice": [GROUP],
        },
    )


def _unwrapped(node: Any) -> Any:
    """Take off parentheses, signs and arithmetic with a number."""
    while True:
        if _is(node, "ParenExpr", "UnaryExpr"):
            node = node.expr
            continue
        if not _is(node, "BinaryExpr"):
            return node
        numbers = [_is(side, "NumberLiteral") for side in (node.lhs, node.rhs)]
        if sum(numbers) != 1:
            return node
        node = node.rhs if numbers[0] else node.lhs


def _is_plain(node: Any) -> bool:
    node = _unwrapped(node)
    while _is(node, "AggregateExpr"):
        node = _unwrapped(node.expr)
    return _is(node, "VectorSelector")


def _groups_by_object(aggregate: Any) -> bool:
    modifier = aggregate.modifier
    if modifier is None:
        return False
    by = str(modifier.type).endswith("By")
    return by == (GROUP in modifier.labels)


def _windows(node: Any) -> Iterator[float]:
    """Give every range that a query looks back over, in seconds."""
    if _is(node, "MatrixSelector", "SubqueryExpr"):
        yield node.range.total_seconds()
    for part in ("expr", "lhs", "rhs"):
        child = getattr(node, part, None)
        if child is not None:
            yield from _windows(child)
    for child in getattr(node, "args", None) or ():
        yield from _windows(child)


def _is(node: Any, *names: str) -> bool:
    # By name: only adapter_rules.promql imports the parser.
    return type(node).__name__ in names
