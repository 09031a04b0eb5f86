"""One wide query for many requests, where provably the same (``separable``).

A wide result serves all requests of some seconds, and the next one is fetched
while it still does; its samples keep their own timestamps. Where the proof fails,
or Prometheus refuses the wide query, requests are answered one by one.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapter_rules.errors import PrometheusAnswerError, RuleError
from adapter_rules.prometheus.base import QueryResult
from adapter_rules.server.separable import Wide, widened

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from adapter_rules.listing import Listed
    from adapter_rules.prometheus.base import Sample
    from adapter_rules.request import MetricRequest
    from adapter_rules.rule import Rule
    from adapter_rules.server.sources import Source

REMEMBERED = 1024
"""Proofs that are remembered; selectors are chosen by callers."""

REFUSED_SECONDS = 60.0
"""After Prometheus refused a wide query, requests are answered one by one so long."""

REFRESH_SHARE = 0.6
"""Of a result's life, after which a request has the next one fetched beside it."""

Index = dict[tuple[str, str], "Sample"]
"""Samples by namespace and name."""


@dataclass(slots=True)
class _Result:
    """One wide result, or the task that fetches it."""

    until: float
    refresh_at: float
    task: asyncio.Task[Index | None]
    """``None`` when Prometheus refused the query."""

    following: _Result | None = None
    """The next one, while it is fetched."""

    refused: bool = False


class Coalesced:
    """A ``Source`` that shares wide queries."""

    def __init__(
        self,
        plain: Source,
        *,
        seconds: float,
        rules: frozenset[str] = frozenset(),
        clock: Callable[[], float],
    ) -> None:
        """Share results for *seconds*; *rules* are labels, empty means all.

        *clock* is monotonic.
        """
        self._plain = plain
        self._seconds = seconds
        self._rules = rules
        self._clock = clock
        self._proofs: dict[tuple[object, ...], tuple[Rule, Wide | None]] = {}
        self._results: dict[str, _Result] = {}

    async def custom(
        self, listed: Listed, request: MetricRequest, names: Sequence[str]
    ) -> QueryResult:
        """Answer from a wide result where that is provably the same."""
        wide = self._wide(listed, request)
        if wide is not None:
            index = await self._index(wide, listed.rule.label)
            if index is not None:
                return _picked(index, wide, request.namespace, names)
        return await self._plain.custom(listed, request, names)

    async def plain(self, promql: str, *, rule: str) -> QueryResult:
        """Evaluate one query as it is."""
        return await self._plain.plain(promql, rule=rule)

    def _wide(self, listed: Listed, request: MetricRequest) -> Wide | None:
        if self._rules and listed.rule.label not in self._rules:
            return None
        scoped = bool(request.namespace)
        key = (
            id(listed.rule),
            listed.series_name,
            request.group_resource,
            scoped,
            request.selector,
        )
        if key not in self._proofs:
            if len(self._proofs) >= REMEMBERED:
                self._proofs.clear()
            try:
                proved: Wide | None = widened(listed, request)
            except RuleError:
                proved = None
            # The rule is kept beside, so that its id stays its own.
            self._proofs[key] = listed.rule, proved
        return self._proofs[key][1]

    async def _index(self, wide: Wide, rule: str) -> Index | None:
        now = self._clock()
        known = self._results.get(wide.promql)
        if known is None or now >= known.until:
            self._forget(now)
            following = known.following if known is not None else None
            known = following or self._begin(wide, rule, now)
            self._results[wide.promql] = known
        elif now >= known.refresh_at and known.following is None:
            self._refresh(wide, rule, known, now)
        try:
            index = await asyncio.shield(known.task)
        except BaseException:
            # A failure is not kept: whoever comes next asks again.
            if self._results.get(wide.promql) is known and known.task.done():
                del self._results[wide.promql]
            raise
        if index is None and not known.refused:
            known.refused = True
            known.until = known.refresh_at = now + REFUSED_SECONDS
        return index

    def _begin(self, wide: Wide, rule: str, now: float) -> _Result:
        task = asyncio.create_task(self._fetch(wide, rule))
        life = self._seconds
        return _Result(now + life, now + life * REFRESH_SHARE, task)

    def _refresh(self, wide: Wide, rule: str, known: _Result, now: float) -> None:
        """Fetch the next result while *known* still serves."""
        fresh = known.following = self._begin(wide, rule, now)

        def arrived(task: asyncio.Task[Index | None]) -> None:
            known.following = None
            if not task.cancelled() and task.exception() is None:
                self._results[wide.promql] = fresh

        fresh.task.add_done_callback(arrived)

    async def _fetch(self, wide: Wide, rule: str) -> Index | None:
        try:
            result = await self._plain.plain(wide.promql, rule=rule)
        except PrometheusAnswerError:
            return None
        if result.kind != "vector":
            return None
        label, scope = wide.label, wide.namespace_label
        return {
            (
                sample.labels.get(scope, "") if scope else "",
                sample.labels[label],
            ): sample
            for sample in result.samples
            if label in sample.labels
        }

    def _forget(self, now: float) -> None:
        """Let go of results that nobody may use any more."""
        old = [key for key, one in self._results.items() if now >= one.until]
        for key in old:
            del self._results[key]


def _picked(
    index: Index, wide: Wide, namespace: str, names: Sequence[str]
) -> QueryResult:
    scope = namespace if wide.namespace_label else ""
    found = (index.get((scope, name)) for name in names)
    return QueryResult("vector", tuple(one for one in found if one is not None))
