"""AR113: a query that Prometheus does not understand.

Expressions within a query are AR112's business. The parser knows PromQL as of
Prometheus 3, not every experiment in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_rules import promqltree as tree
from adapter_rules.checks import look
from adapter_rules.errors import RuleError
from adapter_rules.promql import PromQLRegexError, parse_selector
from octoscale.core.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_rules.checks.context import Context
    from adapter_rules.checks.subject import Subject
    from octoscale.core.finding import Finding


def check(context: Context) -> Iterator[Finding]:
    """Find series queries and metrics queries that are no PromQL.

    The adapter checks neither. A series query that Prometheus refuses takes every
    rule down with it: nothing new is listed as long as one fails. A metrics query
    that it refuses is an error 500 to the HPA, with the reason in a log.
    """
    for subject in context.subjects:
        query = subject.rule.series_query
        reason = _series_problem(query)
        if reason:
            yield _finding(subject, "seriesQuery", reason, _SERIES_HINT)
        reason = _query_problem(subject)
        if reason:
            hint = "fill the template in by hand and try it in Prometheus"
            if "{{" in subject.rule.metrics_query:
                hint = "the template's parts stand between << and >>"
            yield _finding(subject, "metricsQuery", reason, hint)


_SERIES_HINT = 'a series query is one selector: http_requests_total{pod!=""}'


def _series_problem(query: str) -> str:
    if not query:
        return "the series query is missing"
    try:
        parse_selector(query)
    except PromQLRegexError:
        return ""
    except RuleError as error:
        return f"the series query is wrong: {error}"
    return ""


def _query_problem(subject: Subject) -> str:
    template = subject.rule.metrics_query
    if not template:
        return "the metrics query is missing"
    if subject.query is not None:
        return ""
    labels = (*subject.rule.resources.overrides, "namespace")
    group = "" if subject.external else look.GROUP
    try:
        tree.read(look.fill(template, group=group, labels=labels))
    except PromQLRegexError:
        return ""
    except RuleError as error:
        return f"the metrics query is wrong: {look.shown(str(error))}"
    return "the metrics query is empty"


def _finding(subject: Subject, at: str, message: str, hint: str) -> Finding:
    return subject.finding("AR113", Severity.ERROR, message, at=(at,), hint=hint)
