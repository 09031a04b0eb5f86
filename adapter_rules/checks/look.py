"""What a metrics query does with its series, asked of its tree.

Templates are filled in with stand-ins that are told apart afterwards; nothing
is evaluated. What is wrong with what is seen is for the checks.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from adapter_rules import promqltree as tree
from adapter_rules.template import Struct, Template

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from adapter_rules.gotext.values import Value
    from adapter_rules.promql import SeriesSelector
    from adapter_rules.promqltree import Node

SERIES = "octoscale_series"
"""Stands for the series' name."""

GROUP = "octoscale_group"
"""Stands for the label of the object that is asked about."""

MATCHER = "octoscale_matcher"
"""Stands for the matchers of a request: a label that nobody has."""

VALUE = "octoscale-value"
"""Stands for a name or a namespace of a request."""

GROWTH = ("rate", "irate", "increase", "delta", "idelta", "deriv", "resets", "changes")
"""Functions after which a counter is no counter any more; they need two samples."""

COUNTER_GROWTH = ("rate", "irate", "increase")
"""Those that take any fall for a restart, and so are for counters only."""


def fill(template: str, *, group: str = GROUP, labels: Iterable[str] = ()) -> str:
    """Fill in a metrics query's template; raises ``TemplateError``.

    *labels* are those that a request may name in ``.LabelValuesByName``.

    >>> fill("sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)", group="pod")
    'sum(octoscale_series{octoscale_matcher="octoscale-value"}) by (pod)'
    """
    groups = [group] if group else []
    fields: dict[str, Value] = {
        "Series": SERIES,
        "LabelMatchers": f'{MATCHER}="{VALUE}"',
        "LabelValuesByName": dict.fromkeys(labels, VALUE),
        "GroupBy": group,
        "GroupBySlice": groups,
    }
    return Template(template).run(Struct("naming.queryTemplateArgs", fields))


def shown(text: str) -> str:
    """Turn the stand-ins back into what people wrote.

    >>> shown(fill("<<.Series>>{<<.LabelMatchers>>}"))
    '<<.Series>>{<<.LabelMatchers>>}'
    """
    for quote in ('"', "\\'", '\\"'):
        text = text.replace(f"{MATCHER}={quote}{VALUE}{quote}", "<<.LabelMatchers>>")
    text = text.replace(SERIES, "<<.Series>>").replace(GROUP, "<<.GroupBy>>")
    return text.replace(MATCHER, "<<.LabelMatchers>>").replace(VALUE, "…")


@dataclass(frozen=True, slots=True)
class Usage:
    """One selector of a query and what stands around it, outermost first."""

    series: SeriesSelector
    functions: tuple[str, ...] = ()
    aggregations: tuple[str, ...] = ()
    window_seconds: float | None = None
    """Of the range it stands in; ``None`` for an instant selector."""

    @property
    def name(self) -> str:
        """The series' name, by whatever it is given; empty for none."""
        if self.series.name:
            return self.series.name
        return exact_name(self.series) or ""

    @property
    def is_growth(self) -> bool:
        """Whether its growth is computed, not its value."""
        return any(name in GROWTH for name in self.functions)

    @property
    def is_asked(self) -> bool:
        """Whether the request's matchers, or one of its values, limit it."""
        return any(
            matcher.label == MATCHER or VALUE in matcher.value
            for matcher in self.series.matchers
        )


def usages(node: Node) -> list[Usage]:
    """List the selectors of a query with what is done to them."""
    return list(_usages(node, (), ()))


def _usages(
    node: Node, functions: tuple[str, ...], aggregations: tuple[str, ...]
) -> Iterator[Usage]:
    if isinstance(node, tree.Selector):
        yield Usage(node.series, functions, aggregations)
    elif isinstance(node, tree.Range):
        found = Usage(node.selector.series, functions, aggregations)
        yield replace(found, window_seconds=node.seconds)
    elif isinstance(node, tree.Call):
        for argument in node.arguments:
            yield from _usages(argument, (*functions, node.function), aggregations)
    elif isinstance(node, tree.Aggregate):
        yield from _usages(node.inner, functions, (*aggregations, node.operator))
    elif isinstance(node, tree.Binary):
        for side in (node.left, node.right):
            yield from _usages(side, functions, aggregations)
    elif isinstance(node, tree.Parentheses | tree.Negation | tree.Subquery):
        yield from _usages(node.inner, functions, aggregations)


def exact_name(series: SeriesSelector) -> str | None:
    """Give the one name that a selector asks for; ``None`` when there may be more.

    >>> from adapter_rules.promql import parse_selector
    >>> exact_name(parse_selector('{__name__=~"^up$"}'))
    'up'
    """
    for matcher in series.all_matchers:
        if matcher.label == "__name__":
            if matcher.operator == "=":
                return matcher.value or None
            plain = matcher.value.removeprefix("^").removesuffix("$")
            if matcher.operator == "=~" and plain.replace("_", "a").isalnum():
                return plain
    return None


def outermost(node: Node) -> tree.Aggregate | None:
    """Find the aggregation that decides which labels the result has.

    What stands around it (a number, a function, a filter) keeps its labels; of
    two sides the left one decides.
    """
    node = tree.unwrapped(node)
    if isinstance(node, tree.Aggregate):
        return node
    if isinstance(node, tree.Binary):
        number = isinstance(tree.unwrapped(node.left), tree.Number)
        return outermost(node.right if number else node.left)
    if isinstance(node, tree.Call):
        inner = [a for a in node.arguments if not isinstance(a, _PLAIN)]
        return outermost(inner[0]) if len(inner) == 1 else None
    return None


_PLAIN = tree.Number | tree.Text
