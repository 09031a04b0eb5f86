"""The plain source asks exactly what is asked of it."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from adapter_rules.selector import Selector
from adapter_rules.server.queries import Queries, QueryLimits
from adapter_rules.server.sources import PlainSource
from adapter_rules.server.telemetry import Telemetry
from tests.adapter_rules.server.site import FakePrometheus, sample, vector
from tests.adapter_rules.server.test_separable import REQUEST, M, listed


def test_one_query_for_the_objects_of_the_request() -> None:
    prometheus = FakePrometheus(vector(sample(3, pod="web-0")))
    queries = Queries(
        prometheus,
        limits=QueryLimits(),
        telemetry=Telemetry(clock=lambda: 0.0),
        clock=lambda: 0.0,
    )
    source = PlainSource(queries)
    rule = listed(f"sum(m{{{M}}}) by (<<.GroupBy>>)")
    selected = replace(REQUEST, selector=Selector.parse("code=200"))

    async def ask() -> list[float]:
        custom = await source.custom(rule, selected, selected.names)
        plain = await source.plain("up", rule="rules[0]")
        return [one.value for one in (*custom.samples, *plain.samples)]

    assert asyncio.run(ask()) == [3, 3]
    assert prometheus.asked == [
        'sum(m{code="200",namespace="shop",pod="web-0"}) by (pod)',
        "up",
    ]
