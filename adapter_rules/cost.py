"""What reading series will cost a Prometheus, counted before it is done.

One count for each series query: Prometheus looks the series up, and sends one
number instead of all of them. It counts those with a sample within the last
minutes, so a longer look-back finds somewhat more.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapter_rules.errors import PrometheusAnswerError
from adapter_rules.prometheus.base import MAX_QUERIES_AT_ONCE
from octoscale.core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from adapter_rules.prometheus.base import PrometheusPort

MOST_SERIES = 100_000
"""Series in all that are read without being told that it may be more."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What is about to be asked."""

    series: dict[str, int | None]
    """Series now, by series query; ``None`` where Prometheus did not count."""

    further: int
    """Questions that may follow."""

    @property
    def known(self) -> int:
        """Series that were counted, in all."""
        return sum(count or 0 for count in self.series.values())

    def check(self, most: int) -> None:
        """Raise ``UsageError`` where more than *most* series would be read."""
        if self.known <= most:
            return
        worst = max(self.series, key=lambda query: self.series[query] or 0)
        raise UsageError(
            f"about {self.known:,} series would be read, more than {most:,}; "
            f"{worst} alone finds {self.series[worst]:,}",
            hint=f"narrow it, or allow it: --max-series {self.known}",
        )

    def __str__(self) -> str:
        """Write it for people.

        >>> str(Cost({"up": 12, "bad{": None}, further=3))
        'about 12 series by 2 series queries (1 not counted), then up to 3 questions'
        """
        lost = sum(count is None for count in self.series.values())
        what = "query" if len(self.series) == 1 else "queries"
        text = f"about {self.known:,} series by {len(self.series)} series {what}"
        text += f" ({lost} not counted)" if lost else ""
        return text + (f", then up to {self.further} questions" if self.further else "")


def estimate(
    series_queries: Iterable[str],
    prometheus: PrometheusPort,
    *,
    now: float,
    further: int = 0,
) -> Cost:
    """Count the series of each query; raises ``PrometheusError``.

    A query that Prometheus refuses, or that takes it too long, is not counted.
    """
    distinct = list(dict.fromkeys(query for query in series_queries if query))

    def count(query: str) -> int | None:
        try:
            samples = prometheus.query(f"count({query})", now).samples
        except PrometheusAnswerError:
            return None
        return int(samples[0].value) if samples else 0

    with ThreadPoolExecutor(MAX_QUERIES_AT_ONCE) as pool:
        counts = list(pool.map(count, distinct))
    return Cost(dict(zip(distinct, counts, strict=True)), further)
