"""Functions and queues are measured, and their errors are theirs."""

from __future__ import annotations

import asyncio

import pytest
from prometheus_client import CollectorRegistry

from exporters.decorators import measured


def test_failures_are_counted_and_raised() -> None:
    registry = CollectorRegistry()

    @measured(registry, prefix="job")
    def job(number: int) -> float:
        return 1 / number

    assert job(2) == 0.5
    with pytest.raises(ZeroDivisionError):
        job(0)
    for outcome in ("success", "failure"):
        labels = {"outcome": outcome}
        assert registry.get_sample_value("job_calls_total", labels) == 1
    assert registry.get_sample_value("job_calls_in_flight") == 0
    assert registry.get_sample_value("job_call_duration_seconds_count") == 2


def test_a_coroutine_is_in_flight_until_it_returns() -> None:
    registry = CollectorRegistry()
    seen: list[float | None] = []

    @measured(registry, prefix="job")
    async def job() -> None:
        await asyncio.sleep(0)
        seen.append(registry.get_sample_value("job_calls_in_flight"))

    asyncio.run(job())
    assert seen == [1]
    assert registry.get_sample_value("job_calls_in_flight") == 0
    assert job.__name__ == "job"
