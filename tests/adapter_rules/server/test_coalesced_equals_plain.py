"""Coalesced equals plain: random rules, requests and names on a real Prometheus."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from hypothesis import example, given, settings

from adapter_rules.errors import PrometheusAnswerError
from adapter_rules.prometheus.http import Connection, HttpPrometheus
from adapter_rules.request import MetricRequest
from adapter_rules.results import by_object
from adapter_rules.server.coalescing import Coalesced
from adapter_rules.server.policy import regex_literal
from octoscale.kube.restmapper import PODS
from tests.adapter_rules.server.random_rules import (
    MATCHERS,
    Asked,
    asked,
    exposition,
    listed,
)
from tests.serving.exposing import exposing

if TYPE_CHECKING:
    from collections.abc import Awaitable, Sequence

    from adapter_rules.listing import Listed
    from adapter_rules.prometheus.base import QueryResult
    from tests.prometheus_plugin import LivePrometheus

EXAMPLES = 250
REFUSED = {"": "refused"}
"""Stands for an answer that Prometheus does not give."""

Values = dict[str, str]


@dataclass
class DirectSource:
    """Asks each question by itself, all at one fixed time."""

    prometheus: HttpPrometheus
    now: float
    queries: list[str] = field(default_factory=list)

    async def custom(
        self, one: Listed, request: MetricRequest, names: Sequence[str]
    ) -> QueryResult:
        """Ask for exactly those objects."""
        del names
        return await self.plain(one.rule.query_for(request, "m"), rule="")

    async def plain(self, promql: str, *, rule: str) -> QueryResult:
        """Ask."""
        del rule
        self.queries.append(promql)
        return await self.prometheus.query(promql, self.now)


def dotted(space: str) -> Asked:
    """Ask for a name whose dot, unescaped, would also find another pod."""
    request = MetricRequest(
        metric="m",
        group_resource=PODS,
        namespace=space,
        names=("api.v2-0", "a.a"),
    )
    query = f"sum(coal_gauge{{{MATCHERS}}}) by (<<.GroupBy>>)"
    return Asked(listed(query, PODS), request)


@dataclass
class Tally:
    """How many examples really were about something."""

    wide: int = 0
    with_values: int = 0
    refused: int = 0


def test_coalesced_equals_plain(live_prometheus: LivePrometheus) -> None:
    tally = Tally()
    with exposing(exposition()) as address, live_prometheus.scrape(address, job="coal"):
        (now,) = {one["value"][0] for one in live_prometheus.ask("vector(1)")}

        @settings(max_examples=EXAMPLES)
        @given(asked())
        @example(dotted("shop"))
        @example(dotted("default"))
        def equal(one: Asked) -> None:
            plain, coalesced, wide = asyncio.run(_both(live_prometheus.url, now, one))
            assert coalesced == plain
            tally.wide += wide
            tally.with_values += wide and bool(plain) and plain != REFUSED
            tally.refused += plain == REFUSED

        equal()
    assert tally.wide > EXAMPLES / 2
    assert tally.with_values > EXAMPLES / 5
    assert tally.refused < EXAMPLES / 5


async def _both(url: str, now: float, one: Asked) -> tuple[Values, Values, bool]:
    """Answer both ways; tell whether the second one asked widely."""
    request, names = one.request, one.request.names
    if len(names) > 1:
        request = replace(request, names=tuple(map(regex_literal, names)))
    prometheus = HttpPrometheus(Connection(url=url))
    try:
        source = DirectSource(prometheus, now)
        plain = await _values(source.custom(one.listed, request, names), one)
        source.queries.clear()
        shared = Coalesced(source, seconds=5, clock=lambda: 0.0)
        coalesced = await _values(shared.custom(one.listed, request, names), one)
        wide = f'{one.listed.label}!=""' in source.queries[0]
    finally:
        await prometheus.close()
    return plain, coalesced, wide


async def _values(answer: Awaitable[QueryResult], one: Asked) -> Values:
    """Give the values as text: a NaN is equal to a NaN here."""
    try:
        found = by_object(await answer, one.listed.label)
    except PrometheusAnswerError:
        return REFUSED
    names = one.request.names
    return {name: repr(found[name].value) for name in names if name in found}
