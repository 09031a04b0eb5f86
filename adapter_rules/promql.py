"""PromQL: write label matchers, look things up in a parsed query.

The one module that imports promql-parser. Nothing is searched with regular
expressions; nothing is evaluated: a real Prometheus does that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import promql_parser

from adapter_rules.errors import RuleError
from adapter_rules.gotext.quoting import quote
from adapter_rules.series import NAME_LABEL
from octoscale.core.duration import format_prometheus

if TYPE_CHECKING:
    from collections.abc import Iterable

MatchOperator = Literal["=", "!=", "=~", "!~"]


class PromQLError(RuleError, ValueError):
    """A text is no PromQL."""


class PromQLRegexError(PromQLError):
    """The parser refuses a regular expression, which Prometheus may accept."""

    def __init__(self, message: str, pattern: str) -> None:
        """Keep the *pattern*."""
        super().__init__(message)
        self.pattern = pattern


_REGEX_REFUSED = "illegal regex for "


@dataclass(frozen=True, slots=True)
class Matcher:
    """One condition on one label.

    >>> print(Matcher("pod", "=~", "web-0|web-1"))
    pod=~"web-0|web-1"
    """

    label: str
    operator: MatchOperator
    value: str

    def __str__(self) -> str:
        """Write it; the value is quoted as Go's ``%q``, the label verbatim."""
        return f"{self.label}{self.operator}{quote(self.value)}"


@dataclass(frozen=True, slots=True)
class SeriesSelector:
    """What a series query asks for: a name, if one is given, and matchers."""

    name: str | None
    matchers: tuple[Matcher, ...] = ()

    @property
    def all_matchers(self) -> tuple[Matcher, ...]:
        """The matchers with the name among them."""
        if self.name is None:
            return self.matchers
        return (Matcher(NAME_LABEL, "=", self.name), *self.matchers)

    def __str__(self) -> str:
        """Write it; without matchers there are no braces.

        >>> print(SeriesSelector("up", (Matcher("pod", "!=", ""),)))
        up{pod!=""}
        """
        braces = "{" + join(self.matchers) + "}" if self.matchers else ""
        return (self.name or "") + braces


def join(matchers: Iterable[Matcher]) -> str:
    """Write matchers behind each other, with commas and without spaces."""
    return ",".join(map(str, matchers))


def parse(query: str) -> promql_parser.Expr:
    """Parse a query; raises ``PromQLError`` on one line."""
    try:
        return promql_parser.parse(query)
    except ValueError as error:
        reason = " ".join(str(error).split())
        message = f"not PromQL: {reason} in {query!r}"
        if str(error).startswith(_REGEX_REFUSED):
            pattern = str(error).removeprefix(_REGEX_REFUSED)
            raise PromQLRegexError(message, pattern) from None
        raise PromQLError(message) from None


def duration(seconds: float) -> str:
    """Write a duration as PromQL does.

    >>> duration(90), duration(0.5)
    ('1m30s', '500ms')
    """
    return format_prometheus(seconds)


def parse_selector(query: str) -> SeriesSelector:
    """Read a plain series selector; raises ``PromQLError`` for anything else.

    >>> parse_selector('up{job=~"a|b"}').matchers
    (Matcher(label='job', operator='=~', value='a|b'),)
    """
    found = parse(query)
    if not isinstance(found, promql_parser.VectorSelector):
        raise PromQLError(f"not a plain series selector: {query!r}")
    return selector_of(found)


def selectors(query: str) -> list[SeriesSelector]:
    """List the series selectors inside a query, from left to right.

    >>> [str(s) for s in selectors('sum(rate(a{b="c"}[5m])) / count(d)')]
    ['a{b="c"}', 'd']
    """
    found: list[SeriesSelector] = []

    def visit(node: Any) -> None:
        if isinstance(node, promql_parser.VectorSelector):
            found.append(selector_of(node))

    promql_parser.walk(parse(query), visit)
    return found


def functions(query: str) -> list[str]:
    """List the functions that a query calls, outer before inner.

    >>> functions("sum(rate(a[5m]))")
    ['rate']
    """
    found: list[str] = []

    def visit(node: Any) -> None:
        if isinstance(node, promql_parser.Call):
            found.append(node.func.name)

    promql_parser.walk(parse(query), visit)
    return found


def kept_labels(query: str) -> frozenset[str] | None:
    """Tell which labels the result can have at most; ``None`` for any.

    Asked of the outermost aggregation; what stands around it (a product with a
    number, a comparison, a function) keeps its labels.

    >>> kept_labels("avg(a) by (job) * 2")
    frozenset({'job'})
    >>> kept_labels("rate(a[5m])") is None
    True
    """
    return _kept(parse(query))


def _kept(node: Any) -> frozenset[str] | None:
    if isinstance(node, promql_parser.AggregateExpr):
        return _aggregated(node)
    if isinstance(node, promql_parser.ParenExpr | promql_parser.UnaryExpr):
        return _kept(node.expr)
    if isinstance(node, promql_parser.BinaryExpr):
        return _kept_by_binary(node)
    if isinstance(node, promql_parser.Call) and node.func.name in _KEEPING:
        vectors = [a for a in node.args if not isinstance(a, _SCALARS)]
        return _kept(vectors[0]) if len(vectors) == 1 else None
    return None


def _aggregated(node: Any) -> frozenset[str] | None:
    if str(node.op) in ("topk", "bottomk"):
        return _kept(node.expr)
    if node.modifier is None:
        return frozenset()
    if node.modifier.type == promql_parser.AggModifierType.By:
        inner = _kept(node.expr)
        labels = frozenset(node.modifier.labels)
        return labels if inner is None else labels & inner
    inner = _kept(node.expr)
    return None if inner is None else inner - frozenset(node.modifier.labels)


def _kept_by_binary(node: Any) -> frozenset[str] | None:
    """Give the labels of the side that is no number; of two vectors the left's."""
    left, right = node.lhs, node.rhs
    if isinstance(left, _SCALARS):
        return _kept(right)
    if isinstance(right, _SCALARS):
        return _kept(left)
    if node.modifier is not None and node.modifier.matching is not None:
        return None
    if str(node.op) == "or":
        first, second = _kept(left), _kept(right)
        return None if first is None or second is None else first | second
    return _kept(left)


def selector_of(node: promql_parser.VectorSelector) -> SeriesSelector:
    """Give a parsed selector as a value."""
    matchers = tuple(
        Matcher(matcher.name, _OPERATORS[str(matcher.op)], matcher.value)
        for matcher in node.matchers.matchers
    )
    return SeriesSelector(node.name, matchers)


_SCALARS = (promql_parser.NumberLiteral, promql_parser.StringLiteral)
_KEEPING = frozenset(
    (
        *("abs", "ceil", "floor", "round", "clamp", "clamp_max", "clamp_min"),
        *("ln", "log2", "log10", "sqrt", "exp", "sgn", "sort", "sort_desc"),
    )
)
"""Functions whose result has the labels of their one vector."""

_OPERATORS: dict[str, MatchOperator] = {
    "MatchOp.Equal": "=",
    "MatchOp.NotEqual": "!=",
    "MatchOp.Re": "=~",
    "MatchOp.NotRe": "!~",
}
