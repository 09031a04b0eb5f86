"""What the ASGI middleware adds to a request, beside no metrics and a peer.

The application does nothing, so that the difference is the middleware's alone;
then it computes for a millisecond, as a small endpoint does. The peer is
prometheus-fastapi-instrumentator, which needs FastAPI; both are measured in it.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI
from prometheus_client import CollectorRegistry
from starlette.responses import Response

from benchmarks.measure import alternate, report
from exporters.asgi import MetricsMiddleware

if TYPE_CHECKING:
    from collections.abc import Callable

REQUESTS = 4000
LINE_MICROSECONDS = 12.0
LINE_PERCENT = 3.0
SCOPE: dict[str, Any] = {
    "type": "http",
    "asgi": {"version": "3.0"},
    "http_version": "1.1",
    "method": "GET",
    "path": "/items/7",
    "raw_path": b"/items/7",
    "query_string": b"",
    "root_path": "",
    "scheme": "http",
    "server": ("127.0.0.1", 80),
    "client": ("127.0.0.1", 1),
    "headers": [(b"host", b"x"), (b"accept", b"*/*"), (b"user-agent", b"bench")],
}


def service(work_seconds: float = 0.0) -> FastAPI:
    """Make a service with one route."""
    app = FastAPI()

    @app.get("/items/{number}")
    async def item(number: int) -> Response:
        del number
        end = time.process_time() + work_seconds
        while work_seconds and time.process_time() < end:
            pass
        return Response(b"ok")

    return app


def ours(app: FastAPI) -> Any:
    """Put our middleware around it."""
    return MetricsMiddleware(
        app,
        registry=CollectorRegistry(),
        prefix="bench",
    )


def theirs(app: FastAPI) -> FastAPI:
    """Put the peer's into it."""
    from prometheus_fastapi_instrumentator import (  # noqa: PLC0415 - a peer that may be absent
        Instrumentator,
    )

    Instrumentator(registry=CollectorRegistry()).instrument(app)
    return app


def driver(app: Any, requests: int) -> Callable[[], None]:
    """Make the piece of work: so many requests, without a socket."""

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        del message

    async def drive() -> None:
        for _ in range(requests):
            await app(dict(SCOPE), receive, send)

    return lambda: asyncio.run(drive())


def main() -> None:
    """Print the figures."""
    floor, app = driver(service(), REQUESTS), driver(ours(service()), REQUESTS)
    bare, counted = alternate(floor, app, rounds=9)
    added = (counted - bare) / REQUESTS * 1e6
    few = REQUESTS // 20
    slow, slow_counted = alternate(
        driver(service(0.001), few), driver(ours(service(0.001)), few), rounds=15
    )
    share = 100.0 * (slow_counted - slow) / slow
    rows = [
        ("µs a request without", f"{bare / REQUESTS * 1e6:.1f}", True),
        (
            "µs that we add",
            f"{added:.1f} (line: {LINE_MICROSECONDS:g})",
            added < LINE_MICROSECONDS,
        ),
        ("% of a 1 ms endpoint", f"{share:.2f} (line: {LINE_PERCENT:g})", share < 3),
    ]
    try:
        peer = driver(theirs(service()), REQUESTS)
    except ImportError:
        rows.append(("the peer", "prometheus-fastapi-instrumentator is missing", True))
    else:
        again, peers = alternate(floor, peer, rounds=5)
        rows.append(("µs that the peer adds", f"{(peers - again) / 4000e-6:.1f}", True))
    report(rows)


if __name__ == "__main__":
    main()
