"""AR112: a regular expression in PromQL that Prometheus refuses.

Those of ``matches`` and the series filters are refused when the file is read, as
the adapter does (SC003).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_rules import regex
from adapter_rules.checks import look
from adapter_rules.errors import RegexError, RuleError
from adapter_rules.promql import PromQLRegexError, parse, parse_selector
from octoscale.core.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from adapter_rules.checks.context import Context
    from adapter_rules.checks.subject import Subject
    from adapter_rules.promql import SeriesSelector
    from octoscale.core.finding import Finding


def check(context: Context) -> Iterator[Finding]:
    """Find ``=~`` and ``!~`` with what is no RE2 expression.

    Prometheus is written in Go: look-ahead, look-behind and back references do
    not exist. The adapter does not look into queries. With a refused series query
    it lists nothing at all, of no rule; with a refused metrics query it answers
    500.
    """
    for subject in context.subjects:
        for at, patterns in (
            ("seriesQuery", _of_series(subject)),
            ("metricsQuery", _of_query(subject)),
        ):
            for message in dict.fromkeys(_wrong(patterns)):
                yield subject.finding(
                    "AR112",
                    Severity.ERROR,
                    f"Prometheus refuses a regular expression: {message}",
                    at=(at,),
                    hint="write it without look-around and back references",
                )


def _of_series(subject: Subject) -> list[str]:
    if subject.series is not None:
        return _patterns(subject.series)
    try:
        parse_selector(subject.rule.series_query)
    except PromQLRegexError as error:
        return [error.pattern]
    except RuleError:
        pass
    return []


def _of_query(subject: Subject) -> list[str]:
    if subject.query is not None:
        return [p for usage in subject.usages for p in _patterns(usage.series)]
    try:
        parse(look.fill(subject.rule.metrics_query))
    except PromQLRegexError as error:
        return [error.pattern]
    except RuleError:
        pass
    return []


def _patterns(selector: SeriesSelector) -> list[str]:
    likes = ("=~", "!~")
    return [m.value for m in selector.matchers if m.operator in likes]


def _wrong(patterns: Iterable[str]) -> Iterator[str]:
    for pattern in patterns:
        try:
            regex.check(pattern)
        except RegexError as error:
            yield str(error)
