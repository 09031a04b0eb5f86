"""Coalesced equals plain, on a real Prometheus; and how long results serve."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapter_rules.errors import PrometheusAnswerError, PrometheusUnreachableError
from adapter_rules.prometheus.http import Connection, HttpPrometheus
from adapter_rules.request import MetricRequest
from adapter_rules.results import by_object
from adapter_rules.selector import Selector
from adapter_rules.server.coalescing import REFUSED_SECONDS, Coalesced
from adapter_rules.server.policy import regex_literal
from octoscale.kube.restmapper import PODS
from tests.adapter_rules.server.site import sample, vector
from tests.adapter_rules.server.test_separable import M, listed
from tests.serving.exposing import exposing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adapter_rules.listing import Listed
    from adapter_rules.prometheus.base import QueryResult
    from tests.prometheus_plugin import LivePrometheus

NAMES = ("web-0", "web-1", "api.v2-0", "apixv2-0", "a", "a.a", "nobody")
SPACES = ("shop", "default", "sh.p", "nowhere")
RATIO = f"sum(coal_gauge{{{M}}}) by (<<.GroupBy>>) / "
RATIO += f"count(coal_gauge{{{M}}}) by (<<.GroupBy>>)"
UNLESS = f"sum(coal_gauge{{{M}}}) by (<<.GroupBy>>) unless "
UNLESS += f"(min(coal_gauge{{{M}}}) by (<<.GroupBy>>) > 40)"
QUERIES = (
    RATIO,
    UNLESS,
    f"sum(coal_gauge{{{M}}}) by (<<.GroupBy>>)",
    f"avg by (<<.GroupBy>>) (coal_gauge{{{M}}})",
    f"max(coal_gauge{{{M}}} * 2) by (<<.GroupBy>>) > 5",
    f"count(coal_gauge{{{M}}}) by (<<.GroupBy>>)",
    f"max(sum(coal_gauge{{{M}}}) by (code, pod)) by (<<.GroupBy>>)",
    f"sum(max_over_time(coal_gauge{{{M}}}[1m])) by (<<.GroupBy>>)",
    f"quantile(0.5, coal_gauge{{{M}}}) by (<<.GroupBy>>)",
)


@dataclass
class DirectSource:
    """Asks each question by itself, at one fixed time."""

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


def exposition() -> str:
    """Write gauges under equal names in several namespaces."""
    lines, value = [], 0
    for space in SPACES[:3]:
        for name in NAMES[:-1]:
            for code in ("200", "500"):
                value += 1
                labels = f'namespace="{space}",pod="{name}",code="{code}"'
                lines.append(f"coal_gauge{{{labels}}} {value}\n")
    lines.append('coal_gauge{code="200",namespace="shop"} 1000\n')
    return "".join(lines)


def test_coalesced_equals_plain(live_prometheus: LivePrometheus) -> None:
    with exposing(exposition()) as address, live_prometheus.scrape(address, job="coal"):
        # honor_labels is off: namespace and pod stand as they are, since the
        # target has none of its own.
        (now,) = {one["value"][0] for one in live_prometheus.ask("vector(1)")}
        wide_used = _compare(live_prometheus.url, now)
    assert wide_used > 100


def _compare(url: str, now: float) -> int:
    used = [0]
    requests = st.builds(
        lambda space, names, selector: MetricRequest(
            metric="m",
            group_resource=PODS,
            namespace=space,
            names=tuple(names),
            selector=Selector.parse(selector),
        ),
        st.sampled_from(SPACES),
        st.lists(st.sampled_from(NAMES), min_size=1, max_size=7, unique=True),
        st.sampled_from(("", "code=200", "code!=200", "code in (200,500)", "!nope")),
    )

    @settings(max_examples=150)
    @given(st.sampled_from(QUERIES), requests)
    def equal(query: str, request: MetricRequest) -> None:
        plain, coalesced, wide = asyncio.run(_both(url, now, query, request))
        assert coalesced == plain
        used[0] += wide

    equal()
    return used[0]


async def _both(
    url: str, now: float, query: str, request: MetricRequest
) -> tuple[dict[str, float], dict[str, float], bool]:
    """Answer both ways; tell whether the second one asked widely."""
    one, names = listed(query), request.names
    if len(names) > 1:
        request = MetricRequest(
            metric="m",
            group_resource=PODS,
            namespace=request.namespace,
            names=tuple(map(regex_literal, names)),
            selector=request.selector,
        )
    prometheus = HttpPrometheus(Connection(url=url))
    try:
        source = DirectSource(prometheus, now)
        plain = await source.custom(one, request, names)
        source.queries.clear()
        shared = Coalesced(source, seconds=5, clock=lambda: 0.0)
        coalesced = await shared.custom(one, request, names)
        wide = 'pod!=""' in source.queries[0]
    finally:
        await prometheus.close()
    return _values(plain, names), _values(coalesced, names), wide


def _values(result: QueryResult, names: Sequence[str]) -> dict[str, float]:
    found = by_object(result, "pod")
    return {name: found[name].value for name in names if name in found}


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
    return Shared(source, clock, coalesced, listed(QUERIES[2]))


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
