"""Ask Prometheus which series the rules find, a few questions at a time.

One question for each distinct series query, as the adapter does. What the
series become is ``listing``'s business.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapter_rules.errors import PrometheusAnswerError
from adapter_rules.prometheus.base import MAX_QUERIES_AT_ONCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from adapter_rules.prometheus.base import PrometheusPort, SeriesAnswer
    from adapter_rules.series import Series


@dataclass(frozen=True, slots=True)
class Discovered:
    """What the series queries gave."""

    found: dict[str, tuple[Series, ...]]
    """By series query; the failed ones are missing."""

    truncated: frozenset[str]
    """Series queries that have more series than were asked for."""

    failed: dict[str, str]
    """Series queries that Prometheus refuses, with the reason. One of them is
    enough for the adapter to list nothing new at all."""


def discover(
    series_queries: Iterable[str],
    prometheus: PrometheusPort,
    *,
    start: float,
    limit: int,
    progress: Callable[[str], None],
) -> Discovered:
    """Ask for the series of each query, from *start* on, at most *limit* each.

    Raises ``PrometheusError`` unless it is the question that is wrong.
    """
    distinct = list(dict.fromkeys(series_queries))
    discovered = Discovered({}, frozenset(), {})
    truncated: set[str] = set()

    def ask(query: str) -> SeriesAnswer | PrometheusAnswerError:
        try:
            return prometheus.series(query, limit=limit, start=start)
        except PrometheusAnswerError as error:
            if error.is_about_the_question:
                return error
            raise

    with ThreadPoolExecutor(MAX_QUERIES_AT_ONCE) as pool:
        for query, answer in zip(distinct, pool.map(ask, distinct), strict=True):
            progress(f"looked for series: {query}")
            if isinstance(answer, PrometheusAnswerError):
                discovered.failed[query] = str(answer)
                continue
            discovered.found[query] = answer.series
            if answer.truncated:
                truncated.add(query)
    return Discovered(discovered.found, frozenset(truncated), discovered.failed)
