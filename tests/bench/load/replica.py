"""One replica of a service: answers, counts its requests, exposes the counter.

``python tests/bench/load/replica.py`` prints its address once it listens.
"""

from __future__ import annotations

import asyncio
import signal
import socket

import uvicorn
from prometheus_client import CollectorRegistry

from exporters.asgi import Message, MetricsMiddleware, Receive, Scope, Send, metrics_app

REGISTRY = CollectorRegistry()
METRICS = metrics_app(REGISTRY)


async def answer(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a greeting, or the metrics."""
    if scope["type"] != "http":
        return
    if scope["path"] == "/metrics":
        await METRICS(scope, receive, send)
        return
    head: Message = {
        "type": "http.response.start",
        "status": 200,
        "headers": [(b"content-type", b"text/plain"), (b"content-length", b"6")],
    }
    await send(head)
    await send({"type": "http.response.body", "body": b"hello\n"})


def main() -> None:
    """Serve on a free port of the loopback until SIGTERM."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=2048)
    # Else head and body, two writes, wait for each other's acknowledgement.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    app = MetricsMiddleware(answer, registry=REGISTRY, prefix="shop")
    config = uvicorn.Config(
        app, lifespan="off", access_log=False, log_level="error", interface="asgi3"
    )
    server = uvicorn.Server(config)
    signal.signal(signal.SIGTERM, lambda *_: setattr(server, "should_exit", True))
    print(f"127.0.0.1:{listener.getsockname()[1]}", flush=True)  # noqa: T201 - its one line
    asyncio.run(server.serve(sockets=[listener]))


if __name__ == "__main__":
    main()
