"""AR128: a regular expression in a matcher that compares plainly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.core.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_rules.checks.context import Context
    from adapter_rules.promql import Matcher, SeriesSelector
    from octoscale.core.finding import Finding


_SIGNS = (".*", ".+", "|")


def check(context: Context) -> Iterator[Finding]:
    """Find ``=`` and ``!=`` with what looks like a regular expression.

    ``container!="POD|"`` leaves out containers whose name is exactly ``POD|``,
    which there are none of: ``!~`` was meant.
    """
    for subject in context.subjects:
        series = () if subject.series is None else (subject.series,)
        for at, selectors in (
            ("seriesQuery", series),
            ("metricsQuery", tuple(usage.series for usage in subject.usages)),
        ):
            for matcher in dict.fromkeys(_patterns(selectors)):
                meant = {"=": "=~", "!=": "!~"}[matcher.operator]
                yield subject.finding(
                    "AR128",
                    Severity.WARNING,
                    f"{matcher} compares with the plain text {matcher.value!r}",
                    at=(at,),
                    hint=f"write {meant} for a regular expression",
                )


def _patterns(selectors: tuple[SeriesSelector, ...]) -> Iterator[Matcher]:
    for selector in selectors:
        for matcher in selector.matchers:
            plain = matcher.operator in ("=", "!=")
            if plain and any(sign in matcher.value for sign in _SIGNS):
                yield matcher
