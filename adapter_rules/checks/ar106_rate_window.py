"""AR106: the rate window holds too few scrapes.

The scrape interval is ``--scrape-interval``, or what a live Prometheus says of
the rule's series. Without either only windows are told that no usual interval
fits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.core.duration import format_prometheus
from octoscale.core.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_rules.checks.context import Context
    from adapter_rules.checks.subject import Subject
    from octoscale.core.finding import Finding


SAMPLES = 4
"""Scrapes that a rate window should hold: two are needed, and some get lost."""

USUAL_SECONDS = 5.0
"""Hardly anybody scrapes more often."""


def check(context: Context) -> Iterator[Finding]:
    """Find rate windows shorter than four scrape intervals.

    A rate needs two samples within its window. With fewer there is no result at
    all, and the HPA stands still; with two or three a single failed scrape makes
    the metric blink. Four scrape intervals are the usual advice.
    """
    for subject in context.subjects:
        interval = context.scrape_interval(subject)
        windows = {
            usage.window_seconds
            for usage in subject.usages
            if usage.window_seconds is not None and usage.is_growth
        }
        for window in sorted(windows):
            every = USUAL_SECONDS if interval is None else interval
            if window < SAMPLES * every:
                yield _finding(subject, window, interval)


def _finding(subject: Subject, window: float, interval: float | None) -> Finding:
    shown = format_prometheus(window)
    hint = (
        f"take a window of {format_prometheus(SAMPLES * (interval or USUAL_SECONDS))}"
    )
    if interval is None:
        every = format_prometheus(window / SAMPLES)
        message = f"a rate over {shown} needs a scrape every {every}"
        hint += " or more; --scrape-interval tells what is right here"
        severity = Severity.WARNING
    elif window < 2 * interval:
        every = format_prometheus(interval)
        message = f"a rate over {shown} never has two samples: a scrape every {every}"
        severity = Severity.ERROR
    else:
        every = format_prometheus(interval)
        message = f"a rate over {shown} holds too few scrapes (one every {every}): "
        message += "the metric is absent when some get lost"
        severity = Severity.WARNING
    at = ("metricsQuery",)
    return subject.finding("AR106", severity, message, at=at, hint=hint)
