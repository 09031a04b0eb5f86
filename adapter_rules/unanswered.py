"""Why a query that could be asked gives nothing: the matcher that finds nothing.

Series are asked for, not values. What a result with samples lacks is told by
``results``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from adapter_rules import promqltree as tree
from adapter_rules.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from adapter_rules.promql import SeriesSelector
    from adapter_rules.series import Series

SHOWN = 5


def why_empty(
    promql: str, look: Callable[[str], Sequence[Series]]
) -> tuple[str, tuple[str, ...]]:
    """Give a sentence and its evidence.

    *look* finds the series of a selector.
    """
    try:
        selectors = tree.selectors(tree.read(promql))
    except RuleError as error:
        return f"the query cannot be read here: {error}", ()
    for selector in selectors:
        if not look(str(selector)):
            return _blame(selector, look)
    shown = [str(one) for s in selectors[:1] for one in look(str(s))[:SHOWN]]
    text = (
        "there are series that match; they are stale, have fewer than two samples "
        "within the rate window, or a comparison leaves them out"
    )
    return text, tuple(shown)


def _blame(
    selector: SeriesSelector, look: Callable[[str], Sequence[Series]]
) -> tuple[str, tuple[str, ...]]:
    """Take one matcher away after the other until something is found."""
    for index, matcher in enumerate(selector.matchers):
        others = selector.matchers[:index] + selector.matchers[index + 1 :]
        wider = replace(selector, matchers=others)
        if not wider.all_matchers:
            continue
        found = look(str(wider))
        if found:
            values = sorted({s.labels.get(matcher.label, "") for s in found})
            seen = ", ".join(repr(value) for value in values[:SHOWN])
            return (
                f"no series matches {matcher}; {matcher.label} is {seen}",
                tuple(str(one) for one in found[:SHOWN]),
            )
    return f"no series matches {selector}", ()
