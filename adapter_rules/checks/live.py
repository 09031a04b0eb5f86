"""What a live Prometheus says about a config: series, types, scrape intervals.

The only module of this folder that asks one. Little is asked: one question for
each series query, one for the metadata, one for the scrape targets.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from adapter_rules.discovering import Discovered, discover
from adapter_rules.stages.discovery import LOOK_BACK_SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from adapter_rules.prometheus.base import Metadata, PrometheusPort, ScrapeTarget
    from adapter_rules.series import Series

SERIES_LIMIT = 20_000
"""Series that each series query may give."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """The answers."""

    discovered: Discovered
    metadata: Mapping[str, Metadata] = field(default_factory=dict)
    targets: tuple[ScrapeTarget, ...] = ()

    def series(self, series_query: str) -> tuple[Series, ...]:
        """Give what a series query found; nothing for one that was refused."""
        return self.discovered.found.get(series_query, ())

    def scrape_interval(self, series_query: str) -> float | None:
        """Give the longest interval at which a rule's series are scraped.

        Told by the series' ``job``; by all targets where that says nothing.
        """
        jobs = {one.labels.get("job") for one in self.series(series_query)}
        known = [(t.job, t.scrape_interval_seconds) for t in self.targets]
        every = [seconds for _, seconds in known if seconds is not None]
        mine = [s for job, s in known if s is not None and job in jobs]
        return max(mine or every, default=None)


def ask(
    series_queries: Iterable[str],
    prometheus: PrometheusPort,
    *,
    now: float,
    limit: int = SERIES_LIMIT,
    progress: Callable[[str], None] = lambda _: None,
) -> Live:
    """Ask what the checks want to know; raises ``PrometheusError``."""
    wanted = [query for query in series_queries if query]
    return Live(
        discovered=discover(
            wanted,
            prometheus,
            start=now - LOOK_BACK_SECONDS,
            limit=limit,
            progress=progress,
        ),
        metadata=prometheus.metadata(),
        targets=prometheus.scrape_targets(),
    )
