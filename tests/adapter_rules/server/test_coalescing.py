"""How long wide results serve, and when requests are answered one by one.

That they give the same values is ``test_coalesced_equals_plain``'s business.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from adapter_rules.errors import PrometheusAnswerError, PrometheusUnreachableError
from adapter_rules.request import MetricRequest
from adapter_rules.server.coalescing import REFUSED_SECONDS, Coalesced
from octoscale.kube.restmapper import PODS
from tests.adapter_rules.server.site import sample, vector
from tests.adapter_rules.server.test_separable import M, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adapter_rules.listing import Listed
    from adapter_rules.prometheus.base import QueryResult

QUERY = f"sum(coal_gauge{{{M}}}) by (<<.GroupBy>>)"


@dataclass
class CountingSource:
    """Answers one sample; counts wide and narrow questions."""

    error: Exception | None = None
    wide: int = 0
    narrow: int = 0

    async def custom(
        self, one: Listed, request: MetricRequest, names: Sequence[str]
    ) -> QueryResult:
        """Count a narrow one."""
        del one, request, names
        self.narrow += 1
        return vector(sample(1, pod="web-0", namespace="shop"))

    async def plain(self, promql: str, *, rule: str) -> QueryResult:
        """Count a wide one."""
        del promql, rule
        self.wide += 1
        if self.error is not None:
            raise self.error
        return vector(sample(1, pod="web-0", namespace="shop"))


class Clock:
    """Tells the time that a test sets."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Shared:
    """A coalescing source over a counting one."""

    source: CountingSource
    clock: Clock
    coalesced: Coalesced
    rule: Listed

    async def ask(self, space: str = "shop") -> list[float]:
        """Ask for one pod."""
        request = MetricRequest(
            metric="m", group_resource=PODS, namespace=space, names=("web-0",)
        )
        result = await self.coalesced.custom(self.rule, request, ("web-0",))
        return [one.value for one in result.samples]


def shared(
    error: Exception | None = None, rules: frozenset[str] = frozenset()
) -> Shared:
    source, clock = CountingSource(error), Clock()
    coalesced = Coalesced(source, seconds=5, rules=rules, clock=clock)
    return Shared(source, clock, coalesced, listed(QUERY))


async def settled() -> None:
    """Let everything that is under way come to its end."""
    for _ in range(5):
        await asyncio.sleep(0)


def test_one_wide_query_serves_everybody_for_its_time() -> None:
    async def scenario() -> None:
        one = shared()
        answers = await asyncio.gather(one.ask(), one.ask(), one.ask("other"))
        assert list(answers) == [[1.0], [1.0], []]
        one.clock.now = 2.9
        await one.ask()
        assert one.source.wide == 1
        one.clock.now = 5.0
        await one.ask()
        assert (one.source.wide, one.source.narrow) == (2, 0)

    asyncio.run(scenario())


def test_the_next_result_is_fetched_while_the_last_one_serves() -> None:
    async def scenario() -> None:
        one = shared()
        await one.ask()
        one.clock.now = 3.5
        await one.ask()
        await settled()
        assert one.source.wide == 2
        one.clock.now = 6.0
        await one.ask()
        assert one.source.wide == 2

    asyncio.run(scenario())


def test_a_wide_query_that_prometheus_refuses_is_left_alone() -> None:
    async def scenario() -> None:
        one = shared(PrometheusAnswerError("too many samples", status=422))
        for now in (0.0, 10.0, REFUSED_SECONDS - 1):
            one.clock.now = now
            assert await one.ask() == [1]
        assert (one.source.wide, one.source.narrow) == (1, 3)
        one.clock.now = REFUSED_SECONDS
        await one.ask()
        assert one.source.wide == 2

    asyncio.run(scenario())


def test_an_outage_is_an_error_and_not_remembered() -> None:
    async def scenario() -> None:
        one = shared(PrometheusUnreachableError("gone"))
        with pytest.raises(PrometheusUnreachableError):
            await one.ask()
        one.source.error = None
        assert await one.ask() == [1]

    asyncio.run(scenario())


def test_an_outage_never_makes_a_result_live_longer() -> None:
    async def scenario() -> None:
        one = shared()
        await one.ask()
        one.source.error = PrometheusUnreachableError("gone")
        one.clock.now = 4.0
        assert await one.ask() == [1]
        await settled()
        one.clock.now = 5.0
        with pytest.raises(PrometheusUnreachableError):
            await one.ask()

    asyncio.run(scenario())


def test_only_the_named_rules_are_coalesced() -> None:
    async def scenario() -> None:
        one = shared(rules=frozenset({"rules[7]"}))
        await one.ask()
        assert (one.source.wide, one.source.narrow) == (0, 1)

    asyncio.run(scenario())
