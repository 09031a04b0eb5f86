"""A Prometheus without a server: series and metadata held in memory.

For tests and for rules without a cluster. Selectors are evaluated; a PromQL
expression is not (a real Prometheus does that), so instant queries are
answered only as they were registered.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from adapter_rules.errors import PrometheusAnswerError, RegexError
from adapter_rules.prometheus.base import (
    Metadata,
    QueryResult,
    ScrapeTarget,
    SeriesAnswer,
)
from adapter_rules.promql import PromQLError, parse, parse_selector
from adapter_rules.regex import full

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from adapter_rules.promql import Matcher
    from adapter_rules.series import Series


@dataclass(slots=True, kw_only=True)
class MemoryPrometheus:
    """A driver of ``PrometheusPort`` that holds what it is given.

    >>> from adapter_rules.series import Series
    >>> memory = MemoryPrometheus(known=[Series("up", {"job": "a"})])
    >>> len(memory.series('up{job=~"a|b"}', limit=10, start=0).series)
    1
    """

    known: Sequence[Series] = ()
    last_seen: Mapping[str, float] = field(default_factory=dict)
    """By series name: when its last sample came. Absent means always."""

    results: dict[str, QueryResult] = field(default_factory=dict)
    """The answers to instant queries, by their exact text."""

    descriptions: Mapping[str, Metadata] = field(default_factory=dict)
    targets: tuple[ScrapeTarget, ...] = ()
    server_version: str = "memory"
    asked: list[str] = field(default_factory=list)
    """The instant queries that were asked, in order."""

    def query(self, promql: str, now: float | None = None) -> QueryResult:
        """Give the registered answer; raises ``PrometheusAnswerError`` without."""
        del now
        self.asked.append(promql)
        if promql in self.results:
            return self.results[promql]
        try:
            parse(promql)
        except PromQLError as error:
            raise _bad_data(error) from error
        raise PrometheusAnswerError(
            f"no answer was registered for {promql!r}",
            status=503,
            hint="only a real Prometheus evaluates PromQL",
        )

    def series(
        self, selector: str, *, limit: int, start: float, end: float | None = None
    ) -> SeriesAnswer:
        """Find the series that match and were seen from *start* on."""
        del end
        try:
            wanted = parse_selector(selector)
            tests = [_test(matcher) for matcher in wanted.all_matchers]
        except (PromQLError, RegexError) as error:
            raise _bad_data(error) from error
        found = [
            one
            for one in self.known
            if self.last_seen.get(one.name, start) >= start
            and all(test(one.all_labels) for test in tests)
        ]
        return SeriesAnswer(tuple(found[:limit]), truncated=len(found) > limit)

    def metadata(self, metric: str | None = None) -> Mapping[str, Metadata]:
        """Give what was described."""
        if metric is None:
            return dict(self.descriptions)
        return {k: v for k, v in self.descriptions.items() if k == metric}

    def scrape_targets(self) -> tuple[ScrapeTarget, ...]:
        """List the targets it was given."""
        return self.targets

    def version(self) -> str:
        """Give the version it was given."""
        return self.server_version


def _bad_data(error: Exception) -> PrometheusAnswerError:
    return PrometheusAnswerError(str(error), status=400, kind="bad_data")


def _test(matcher: Matcher) -> Callable[[Mapping[str, str]], bool]:
    """Build the test of one matcher; an absent label is an empty one."""
    label, value = matcher.label, matcher.value
    if matcher.operator in ("=", "!="):
        equal = matcher.operator == "="
        return lambda labels: (labels.get(label, "") == value) is equal
    pattern = full(value)
    like = matcher.operator == "=~"
    return lambda labels: pattern.matches(labels.get(label, "")) is like
