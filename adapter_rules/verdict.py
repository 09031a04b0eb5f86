"""Whether a previewed config can be left as it is: findings for a pipeline.

What Prometheus refuses, and rules that no series can ever make answer, are always
wrong. That something has no value now is wrong only where it is strictly asked:
tonight's batch job may not run yet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_rules.listing import Stage
from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from adapter_rules.preview import Preview, Previewed
    from adapter_rules.rule import Rule
    from octoscale.core.yamlio import Document

REFUSED_QUERY = "AR003"
"""Prometheus refuses a rule's series query."""

NEVER_ANSWERS = "AR008"
"""A rule lists metrics, and every request for them fails."""

NO_VALUE = "AR009"
"""What is asked for has no value now."""


def findings(
    shown: Preview,
    document: Document,
    *,
    strict: bool = False,
    metrics: Iterable[str] = (),
) -> list[Finding]:
    """Judge a preview; places are in *document*, the config.

    *strict* takes a rule without series, and a metric without a value, for wrong.
    Each of *metrics* must be listed.
    """
    return [
        *_refused(shown, document),
        *_silent(shown, document),
        *_missing(shown, document, metrics),
        *(_absent(shown, document) if strict else ()),
    ]


def _refused(shown: Preview, document: Document) -> Iterator[Finding]:
    for left in shown.refused:
        yield Finding(
            code=REFUSED_QUERY,
            severity=Severity.ERROR,
            message=left.reason,
            place=document.place((*left.rule.path, "seriesQuery")),
            hint="the adapter lists nothing new as long as one such query fails",
        )


def _silent(shown: Preview, document: Document) -> Iterator[Finding]:
    """Tell the rules of which no listed metric can ever be answered."""
    by_rule: dict[tuple[str | int, ...], list[Previewed]] = {}
    for metric in (*shown.custom, *shown.external):
        by_rule.setdefault(metric.listed.rule.path, []).append(metric)
    for path, metrics in by_rule.items():
        answers = [answer for metric in metrics for answer in metric.answers]
        if answers and all(answer.never for answer in answers):
            yield Finding(
                code=NEVER_ANSWERS,
                severity=Severity.ERROR,
                message=f"every request for {metrics[0].listed.key} will fail: "
                f"{answers[0].problem}",
                place=document.place(path),
                hint="octoscale rules explain tells one request step by step",
            )


def _missing(
    shown: Preview, document: Document, metrics: Iterable[str]
) -> Iterator[Finding]:
    listed = {one.listed.key.metric for one in (*shown.custom, *shown.external)}
    for name in metrics:
        if name not in listed:
            yield Finding(
                code=NO_VALUE,
                severity=Severity.ERROR,
                message=f"no metric is listed as {name!r}",
                place=document.place(()),
                hint="octoscale rules explain tells at which stage it is lost",
            )


def _absent(shown: Preview, document: Document) -> Iterator[Finding]:
    for left in shown.left_out:
        if left.stage is Stage.DISCOVERY and not left.series_name:
            yield _valueless(left.rule, left.reason, document)
    for metric in (*shown.custom, *shown.external):
        if not metric.has_value and not all(one.never for one in metric.answers):
            reason = f"{metric.listed.key} has no value now"
            yield _valueless(metric.listed.rule, reason, document)


def _valueless(rule: Rule, reason: str, document: Document) -> Finding:
    return Finding(
        code=NO_VALUE,
        severity=Severity.ERROR,
        message=reason,
        place=document.place((*rule.path, "seriesQuery")),
    )
