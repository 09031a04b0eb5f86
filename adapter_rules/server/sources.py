"""Where values come from: one query for each request, or shared ones.

The plain source is the adapter's way. ``coalescing`` has the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adapter_rules.listing import Listed
    from adapter_rules.prometheus.base import QueryResult
    from adapter_rules.request import MetricRequest
    from adapter_rules.server.queries import Queries


class Source(Protocol):
    """Evaluates what answers a request.

    Raises ``PrometheusError``, ``QueryError``, ``TemplateRunError`` and
    ``StatusError``.
    """

    async def custom(
        self, listed: Listed, request: MetricRequest, names: Sequence[str]
    ) -> QueryResult:
        """Give the samples of the objects called *names*, and maybe more.

        *request* holds the same names, written for the query.
        """
        ...

    async def plain(self, promql: str, *, rule: str) -> QueryResult:
        """Evaluate one query for the rule called *rule*."""
        ...


class PlainSource:
    """One query for each request."""

    def __init__(self, queries: Queries) -> None:
        """Ask through *queries*."""
        self._queries = queries

    async def custom(
        self, listed: Listed, request: MetricRequest, names: Sequence[str]
    ) -> QueryResult:
        """Ask for exactly the objects of *request*."""
        del names
        promql = listed.rule.query_for(request, listed.series_name)
        return await self._queries.ask(promql, rule=listed.rule.label)

    async def plain(self, promql: str, *, rule: str) -> QueryResult:
        """Evaluate one query for the rule called *rule*."""
        return await self._queries.ask(promql, rule=rule)
