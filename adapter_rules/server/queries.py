"""Asking Prometheus on behalf of many callers at once.

Equal questions under way are asked once (single flight), only so many go out at
a time, only so many may wait, and each answer has a deadline. What a question
means is its caller's business.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapter_rules.errors import PrometheusError
from adapter_rules.server import status

if TYPE_CHECKING:
    from collections.abc import Callable

    from adapter_rules.prometheus.base import QueryResult
    from adapter_rules.prometheus.http import AsyncPrometheus
    from adapter_rules.server.telemetry import Telemetry


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryLimits:
    """How hard Prometheus may be asked."""

    at_once: int = 20
    """Questions under way; Prometheus itself evaluates 20 by default."""

    waiting: int = 1000
    """Questions that may wait for their turn; more are refused with 429."""

    deadline_seconds: float = 10.0
    """From a question's arrival to its answer."""


class Queries:
    """The one way to Prometheus for everything that is asked on request."""

    def __init__(
        self,
        prometheus: AsyncPrometheus,
        *,
        limits: QueryLimits,
        telemetry: Telemetry,
        clock: Callable[[], float],
    ) -> None:
        """Ask *prometheus*; *clock* tells the evaluation time."""
        self._prometheus = prometheus
        self._limits = limits
        self._telemetry = telemetry
        self._clock = clock
        self._turns = asyncio.Semaphore(limits.at_once)
        self._flights: dict[str, asyncio.Task[QueryResult]] = {}

    async def ask(self, promql: str, *, rule: str) -> QueryResult:
        """Evaluate *promql* now, for the rule called *rule*.

        Raises ``PrometheusError``, and ``StatusError`` for a full queue or a
        deadline that is over.
        """
        flight = self._flights.get(promql)
        if flight is None:
            if len(self._flights) >= self._limits.at_once + self._limits.waiting:
                raise status.too_many_requests()
            flight = asyncio.create_task(self._fly(promql, rule))
            self._flights[promql] = flight
            flight.add_done_callback(lambda _: self._flights.pop(promql, None))
        try:
            # The flight is shared: one caller's end is not the others'.
            async with asyncio.timeout(self._limits.deadline_seconds):
                return await asyncio.shield(flight)
        except TimeoutError:
            raise status.timeout("Prometheus did not answer in time") from None

    async def _fly(self, promql: str, rule: str) -> QueryResult:
        async with asyncio.timeout(self._limits.deadline_seconds):
            async with self._turns:
                started = asyncio.get_running_loop().time()
                try:
                    result = await self._prometheus.query(promql, self._clock())
                except PrometheusError as error:
                    self._telemetry.query_failed(rule, str(error))
                    raise
                seconds = asyncio.get_running_loop().time() - started
                self._telemetry.query_done(rule, seconds)
                return result
