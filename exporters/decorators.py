"""Decorators for what is no request: functions, jobs, and the queue they come from.

Requests are the middleware's.
"""

from __future__ import annotations

import functools
import inspect
from contextlib import contextmanager
from time import perf_counter
from typing import TYPE_CHECKING, Any, TypeVar

from prometheus_client import Counter, Gauge, Histogram

from exporters.naming import checked_prefix

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from prometheus_client import CollectorRegistry

F = TypeVar("F", bound="Callable[..., Any]")


def measured(registry: CollectorRegistry, *, prefix: str) -> Callable[[F], F]:
    """Count a function's calls, those in flight, failures and durations.

    Coroutine functions are measured until they return. Errors pass through.

    >>> from prometheus_client import CollectorRegistry
    >>> registry = CollectorRegistry()
    >>> @measured(registry, prefix="resize")
    ... def resize(image):
    ...     return image
    >>> resize("a.png")
    'a.png'
    >>> registry.get_sample_value("resize_calls_total", {"outcome": "success"})
    1.0
    """
    checked_prefix(prefix)
    calls = Counter(
        f"{prefix}_calls_total", "Calls that ended.", ("outcome",), registry=registry
    )
    duration = Histogram(
        f"{prefix}_call_duration_seconds", "How long a call took.", registry=registry
    )
    in_flight = Gauge(
        f"{prefix}_calls_in_flight",
        "Calls that run.",
        registry=registry,
        multiprocess_mode="livesum",
    )
    success, failure = calls.labels("success"), calls.labels("failure")

    @contextmanager
    def measuring() -> Iterator[None]:
        started = perf_counter()
        in_flight.inc()
        outcome = failure
        try:
            yield
            outcome = success
        finally:
            in_flight.dec()
            outcome.inc()
            duration.observe(perf_counter() - started)

    def decorate(function: F) -> F:
        if inspect.iscoroutinefunction(function):

            @functools.wraps(function)
            async def waiting(*arguments: Any, **options: Any) -> Any:
                """Call the coroutine function, measured."""
                with measuring():
                    return await function(*arguments, **options)

            return waiting  # type: ignore[return-value]  # wraps keeps the signature

        @functools.wraps(function)
        def calling(*arguments: Any, **options: Any) -> Any:
            with measuring():
                return function(*arguments, **options)

        return calling  # type: ignore[return-value]  # as above

    return decorate


def queue_depth(
    length: Callable[[], int], registry: CollectorRegistry, *, prefix: str
) -> Gauge:
    """Expose how many jobs wait, asked at every scrape.

    >>> from collections import deque
    >>> from prometheus_client import CollectorRegistry
    >>> jobs, registry = deque([1, 2]), CollectorRegistry()
    >>> _ = queue_depth(lambda: len(jobs), registry, prefix="mail")
    >>> registry.get_sample_value("mail_queue_depth")
    2.0
    """
    checked_prefix(prefix)
    gauge = Gauge(f"{prefix}_queue_depth", "Jobs that wait.", registry=registry)
    gauge.set_function(length)
    return gauge
