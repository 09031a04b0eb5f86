"""The server's own metrics: what it knows about each rule, and how it answers.

State and counters only; where they are served is ``routes``' business. Rules are
named by their place in the file (``rules[0]``), never by what callers send.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from prometheus_client import Metric

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_ERROR_CHARACTERS = 200


@dataclass(slots=True)
class RuleState:
    """What is known about one rule."""

    series: int = 0
    """Series that its series query found last."""

    listed: int = 0
    """API names that it backs."""

    error: str = ""
    """Why it failed last, and has not worked since; empty when it works."""

    error_at: float = 0.0
    """When it failed last; seconds since the epoch, 0 for never."""


@dataclass(slots=True, eq=False)
class _Rules:
    """Gives the state of all rules as metrics."""

    states: dict[str, RuleState] = field(default_factory=dict)

    def collect(self) -> Iterator[Metric]:
        """Give one family a fact."""
        series = GaugeMetricFamily(
            "octoscale_rule_series",
            "Series that the rule's series query found last.",
            labels=["rule"],
        )
        listed = GaugeMetricFamily(
            "octoscale_rule_listed_names",
            "API names that the rule backs.",
            labels=["rule"],
        )
        when = GaugeMetricFamily(
            "octoscale_rule_last_error_timestamp_seconds",
            "When the rule failed last; 0 for never.",
            labels=["rule"],
        )
        error = GaugeMetricFamily(
            "octoscale_rule_last_error",
            "1 while the rule fails, with the reason.",
            labels=["rule", "error"],
        )
        for name, state in self.states.items():
            series.add_metric([name], state.series)
            listed.add_metric([name], state.listed)
            when.add_metric([name], state.error_at)
            if state.error:
                error.add_metric([name, state.error], 1)
        yield from (series, listed, when, error)


class Telemetry:
    """Counts what happens; one for each server."""

    def __init__(self, *, clock: Callable[[], float]) -> None:
        """Begin at zero; *clock* tells when something happens."""
        self._clock = clock
        self._rules = _Rules()
        self._registry = CollectorRegistry()
        self._registry.register(self._rules)
        self._queries = self._histogram(
            "octoscale_query_seconds", "Time of Prometheus' answers.", "rule"
        )
        self._failures = self._counter(
            "octoscale_query_failures", "Queries without an answer.", "rule"
        )
        self._unusable = self._counter(
            "octoscale_unusable_samples",
            "Samples that are NaN, infinite or too large.",
            "rule",
        )
        self._answers = Counter(
            "octoscale_answers",
            "Answered requests.",
            ["group", "code"],
            registry=self._registry,
        )
        self._seconds = self._histogram(
            "octoscale_answer_seconds", "Time to answer.", "group"
        )
        self._mirrored = self._counter(
            "octoscale_mirror_comparisons", "Answers compared by outcome.", "outcome"
        )
        self._events = self._counter(
            "octoscale_events", "Reloads and refreshes by outcome.", "event"
        )
        self._reloaded = Gauge(
            "octoscale_config_last_reload_successful",
            "1 while the file holds what is served.",
            registry=self._registry,
        )
        self._reloaded.set(1)

    @property
    def rules(self) -> dict[str, RuleState]:
        """The state of each rule, by its label."""
        return self._rules.states

    def exposition(self) -> bytes:
        """Write all metrics in Prometheus' text format."""
        return generate_latest(self._registry)

    def keep_rules(self, labels: Iterable[str]) -> None:
        """Forget rules that are no longer in the config."""
        states = self._rules.states
        self._rules.states = {one: states.get(one, RuleState()) for one in labels}

    def discovered(self, rule: str, series: int) -> None:
        """Note that discovery worked for *rule*."""
        state = self._state(rule)
        state.series, state.error = series, ""

    def failed(self, rule: str, reason: str) -> None:
        """Note that *rule* failed."""
        state = self._state(rule)
        state.error = " ".join(reason.split())[:_ERROR_CHARACTERS]
        state.error_at = self._clock()

    def listed(self, rule: str, names: int) -> None:
        """Note how many names *rule* backs."""
        self._state(rule).listed = names

    def query_done(self, rule: str, seconds: float) -> None:
        """Count an answered query."""
        self._queries.labels(rule).observe(seconds)

    def query_failed(self, rule: str, reason: str) -> None:
        """Count a query without an answer."""
        self._failures.labels(rule).inc()
        self.failed(rule, reason)

    def unusable(self, rule: str) -> None:
        """Count a NaN, an infinity or an overflow."""
        self._unusable.labels(rule).inc()

    def answered(self, group: str, code: int, seconds: float) -> None:
        """Count an answered request; *group* is one of ours."""
        self._answers.labels(group, str(code)).inc()
        self._seconds.labels(group).observe(seconds)

    def mirrored(self, outcome: str) -> None:
        """Count a comparison with the mirror."""
        self._mirrored.labels(outcome).inc()

    def event(self, name: str) -> None:
        """Count a reload, a refresh, or its failure."""
        self._events.labels(name).inc()

    def reloaded(self, *, fine: bool) -> None:
        """Note whether the file holds what is served."""
        self._reloaded.set(1 if fine else 0)
        self.event("config_reload" if fine else "config_reload_failed")

    def _state(self, rule: str) -> RuleState:
        return self._rules.states.setdefault(rule, RuleState())

    def _counter(self, name: str, text: str, label: str) -> Counter:
        return Counter(name, text, [label], registry=self._registry)

    def _histogram(self, name: str, text: str, label: str) -> Histogram:
        return Histogram(name, text, [label], buckets=_SECONDS, registry=self._registry)
