"""ASGI: middleware for a service of one's own, and its ``/metrics``.

For FastAPI, Starlette and anything else that speaks ASGI, none of which is
imported. What is counted is ``exporters.request_metrics``.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, MutableMapping
from time import perf_counter
from typing import TYPE_CHECKING, Any

from prometheus_client import Gauge

from exporters.answering import TIMEOUT_HEADER, exposer
from exporters.request_metrics import (
    DEFAULT_MAXIMUM_SERIES,
    UNKNOWN,
    RequestMetrics,
    queued_seconds,
)

if TYPE_CHECKING:
    import asyncio

    from prometheus_client import CollectorRegistry

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LAG_INTERVAL_SECONDS = 0.5
"""How often the event loop is asked how late it is."""


class MetricsMiddleware:
    """Counts the requests of an ASGI application by route template.

    The application's answer passes through untouched, also its errors. Requests of
    *exclude* are not counted: Prometheus' own above all.
    """

    def __init__(
        self,
        app: App,
        *,
        registry: CollectorRegistry,
        prefix: str,
        workers: int | None = None,
        exclude: Collection[str] = ("/metrics",),
        maximum_series: int = DEFAULT_MAXIMUM_SERIES,
    ) -> None:
        """Register the metrics and wrap *app*."""
        self.app = app
        self._exclude = frozenset(exclude)
        self._metrics = RequestMetrics(
            registry, prefix=prefix, workers=workers, maximum_series=maximum_series
        )
        self._lag = Gauge(
            f"{prefix}_event_loop_lag_seconds",
            "How late the event loop runs what is due: above 0.1 it is overloaded.",
            registry=registry,
            multiprocess_mode="livemax",
        )
        self._watched: asyncio.AbstractEventLoop | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request through the application."""
        if scope["type"] != "http" or scope["path"] in self._exclude:
            await self.app(scope, receive, send)
            return
        if self._watched is None:
            self._watch()
        code = 500

        async def noting(message: Message) -> None:
            """Note the status of what the service sends, and pass it on."""
            nonlocal code
            if message["type"] == "http.response.start":
                code = message["status"]
            await send(message)

        metrics = self._metrics
        metrics.begin(_queued(scope))
        started = perf_counter()
        try:
            await self.app(scope, receive, noting)
        finally:
            seconds = perf_counter() - started
            metrics.end(scope["method"], route_of(scope), code, seconds)

    def _watch(self) -> None:
        """Begin to measure the lag of the loop that runs now."""
        import asyncio  # noqa: PLC0415 - an ASGI server has it by now, and an importer need not

        try:
            loop = self._watched = asyncio.get_running_loop()
        except RuntimeError:  # trio: no lag is known
            return

        def tick(due: float) -> None:
            now = loop.time()
            self._lag.set(max(now - due, 0.0))
            due = now + LAG_INTERVAL_SECONDS
            loop.call_at(due, tick, due)

        due = loop.time() + LAG_INTERVAL_SECONDS
        loop.call_at(due, tick, due)


def route_of(scope: Scope) -> str:
    """Give the template of the route that answered, never a raw path.

    FastAPI and Starlette leave the route in the scope. Where only the path's
    parameters are known, their values are put back into names.

    >>> route_of({"path": "/items/7", "endpoint": 1, "path_params": {"id": 7}})
    '/items/{id}'
    >>> route_of({"path": "/wp-login.php"})
    'unknown'
    """
    route = scope.get("route")
    path = getattr(route, "path", None)
    if isinstance(path, str):
        return path
    if "endpoint" not in scope:
        return UNKNOWN
    template = str(scope["path"])
    for name, value in scope.get("path_params", {}).items():
        if str(value) not in template:
            return UNKNOWN
        template = template.replace(str(value), f"{{{name}}}", 1)
    return template


def metrics_app(registry: CollectorRegistry) -> App:
    """Make the ASGI application that serves *registry*.

    Collecting and encoding happen in a thread: a large registry does not hold up
    the service's event loop. Of an ``ExporterRegistry`` each collector may be late by
    itself; a scrape's own time-out is kept, and scrapes at one time share a reading.
    """
    expose = exposer(registry)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        del receive
        import asyncio  # noqa: PLC0415 - as above

        status, content_type, body = await asyncio.to_thread(
            expose,
            accept=_header(scope, b"accept") or "",
            timeout=_header(scope, TIMEOUT_HEADER.lower().encode()),
        )
        headers = [
            (b"content-type", content_type.encode()),
            (b"content-length", str(len(body)).encode()),
        ]
        start = {"type": "http.response.start", "status": status, "headers": headers}
        await send(start)
        await send({"type": "http.response.body", "body": body})

    return app


def _header(scope: Scope, name: bytes) -> str | None:
    found = next((value for key, value in scope["headers"] if key == name), None)
    return None if found is None else found.decode("latin-1")


def _queued(scope: Scope) -> float | None:
    for name, value in scope["headers"]:
        if name in {b"x-request-start", b"x-queue-start"}:
            return queued_seconds(value.decode("latin-1"))
    return None
