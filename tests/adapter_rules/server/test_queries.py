"""Many askers, one Prometheus: shared flights, turns, a queue, a deadline."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from adapter_rules.errors import PrometheusUnreachableError
from adapter_rules.server.queries import Queries, QueryLimits
from adapter_rules.server.status import StatusError
from adapter_rules.server.telemetry import Telemetry
from tests.adapter_rules.server.site import sample, vector

if TYPE_CHECKING:
    from adapter_rules.prometheus.base import QueryResult
    from adapter_rules.series import Series


class SlowPrometheus:
    """Answers when it is let."""

    def __init__(self) -> None:
        self.let = asyncio.Event()
        self.asked: list[str] = []
        self.error: Exception | None = None

    async def query(self, promql: str, now: float) -> QueryResult:
        """Wait, then answer."""
        del now
        self.asked.append(promql)
        await self.let.wait()
        if self.error is not None:
            raise self.error
        return vector(sample(1))

    async def series(self, selector: str, *, start: float) -> tuple[Series, ...]:
        """Find nothing."""
        del selector, start
        return ()

    async def close(self) -> None:
        """Nothing is open."""


def queries(prometheus: SlowPrometheus, **limits: float) -> Queries:
    known = QueryLimits(
        at_once=int(limits.get("at_once", 2)),
        waiting=int(limits.get("waiting", 1)),
        deadline_seconds=limits.get("deadline_seconds", 5),
    )
    telemetry = Telemetry(clock=lambda: 0.0)
    return Queries(prometheus, limits=known, telemetry=telemetry, clock=lambda: 0.0)


async def begun(*questions: str, on: Queries) -> list[asyncio.Task[QueryResult]]:
    tasks = [asyncio.create_task(on.ask(one, rule="r")) for one in questions]
    for _ in range(5):
        await asyncio.sleep(0)
    return tasks


def test_equal_questions_fly_once() -> None:
    async def scenario() -> None:
        prometheus = SlowPrometheus()
        tasks = await begun("a", "a", "a", on=queries(prometheus))
        prometheus.let.set()
        assert len(await asyncio.gather(*tasks)) == 3
        assert prometheus.asked == ["a"]

    asyncio.run(scenario())


def test_an_answered_question_is_asked_anew() -> None:
    async def scenario() -> None:
        prometheus = SlowPrometheus()
        prometheus.let.set()
        asking = queries(prometheus)
        await asking.ask("a", rule="r")
        await asking.ask("a", rule="r")
        assert prometheus.asked == ["a", "a"]

    asyncio.run(scenario())


def test_only_so_many_go_out_and_only_so_many_wait() -> None:
    async def scenario() -> None:
        prometheus = SlowPrometheus()
        asking = queries(prometheus, at_once=2, waiting=1)
        tasks = await begun("a", "b", "c", on=asking)
        assert prometheus.asked == ["a", "b"]
        with pytest.raises(StatusError) as caught:
            await asking.ask("d", rule="r")
        assert caught.value.status.code == 429
        # Who asks what is under way is no further burden.
        tasks += await begun("a", on=asking)
        prometheus.let.set()
        await asyncio.gather(*tasks)

    asyncio.run(scenario())


def test_the_deadline_is_a_timeout_and_frees_the_turn() -> None:
    async def scenario() -> None:
        prometheus = SlowPrometheus()
        asking = queries(prometheus, at_once=1, waiting=0, deadline_seconds=0.02)
        with pytest.raises(StatusError) as caught:
            await asking.ask("a", rule="r")
        assert caught.value.status.code == 504
        prometheus.let.set()
        for _ in range(5):
            await asyncio.sleep(0)
        await asking.ask("b", rule="r")

    asyncio.run(scenario())


def test_a_caller_that_goes_away_does_not_take_the_others_along() -> None:
    async def scenario() -> None:
        prometheus = SlowPrometheus()
        first, second = await begun("a", "a", on=queries(prometheus))
        first.cancel()
        prometheus.let.set()
        assert (await second).kind == "vector"

    asyncio.run(scenario())


def test_a_failure_is_everybody_s_and_then_forgotten() -> None:
    async def scenario() -> None:
        prometheus = SlowPrometheus()
        prometheus.error = PrometheusUnreachableError("gone")
        prometheus.let.set()
        asking = queries(prometheus)
        for task in await begun("a", "a", on=asking):
            with pytest.raises(PrometheusUnreachableError):
                await task
        prometheus.error = None
        await asking.ask("a", rule="r")

    asyncio.run(scenario())
