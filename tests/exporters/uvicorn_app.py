"""An ASGI service with several workers, for the test that counts over them."""

from __future__ import annotations

import os
from typing import Any

from prometheus_client import CollectorRegistry

from exporters.asgi import MetricsMiddleware, metrics_app
from exporters.multiprocess import workers_registry

METRICS = metrics_app(workers_registry(os.environ.get("PROMETHEUS_MULTIPROC_DIR", ".")))


async def _service(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "lifespan":
        return
    if scope["path"] == "/metrics":
        await METRICS(scope, receive, send)
        return
    headers = [(b"content-length", b"2"), (b"x-worker", str(os.getpid()).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"ok"})


application = MetricsMiddleware(_service, registry=CollectorRegistry(), prefix="shop")
