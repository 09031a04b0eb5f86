"""A Prometheus that is asked the same question once only.

The Prometheus is somebody's production, and the HPAs of a namespace share rules:
within one look every answer is kept. Errors are kept as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from adapter_rules.errors import PrometheusAnswerError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from adapter_rules.prometheus.base import (
        Metadata,
        PrometheusPort,
        QueryResult,
        ScrapeTarget,
        SeriesAnswer,
    )

T = TypeVar("T")


class KeptPrometheus:
    """``PrometheusPort`` over another one, for one look.

    Two threads may ask the same question at the same time; then it is asked twice.
    """

    def __init__(self, asked: PrometheusPort) -> None:
        """Pass new questions on to *asked*."""
        self._asked = asked
        self._kept: dict[tuple[object, ...], Any] = {}

    def query(self, promql: str, now: float | None = None) -> QueryResult:
        """Evaluate an instant query (see ``PrometheusPort.query``)."""
        return self._once(
            ("query", promql, now), lambda: self._asked.query(promql, now)
        )

    def series(
        self, selector: str, *, limit: int, start: float, end: float | None = None
    ) -> SeriesAnswer:
        """Find series (see ``PrometheusPort.series``)."""
        return self._once(
            ("series", selector, limit, start, end),
            lambda: self._asked.series(selector, limit=limit, start=start, end=end),
        )

    def metadata(self, metric: str | None = None) -> Mapping[str, Metadata]:
        """Give what expositions say (see ``PrometheusPort.metadata``)."""
        return self._once(("metadata", metric), lambda: self._asked.metadata(metric))

    def scrape_targets(self) -> tuple[ScrapeTarget, ...]:
        """List the scrape targets (see ``PrometheusPort.scrape_targets``)."""
        return self._once(("targets",), self._asked.scrape_targets)

    def version(self) -> str:
        """Give the server's version (see ``PrometheusPort.version``)."""
        return self._once(("version",), self._asked.version)

    def _once(self, key: tuple[object, ...], question: Callable[[], T]) -> T:
        if key not in self._kept:
            try:
                self._kept[key] = question()
            except PrometheusAnswerError as error:
                self._kept[key] = error
        kept = self._kept[key]
        if isinstance(kept, PrometheusAnswerError):
            raise kept
        answer: T = kept
        return answer
