"""A service with several workers, for the test that restarts them."""

from __future__ import annotations

import os
from typing import Any

from prometheus_client import CollectorRegistry

from exporters.collectors.process import ProcessCollector
from exporters.multiprocess import child_exit, workers_registry
from exporters.wsgi import MetricsMiddleware, leave_route, metrics_app

__all__ = ["application", "child_exit"]

FOLDER = os.environ.get("PROMETHEUS_MULTIPROC_DIR", ".")  # "." when only looked at
METRICS = metrics_app(
    workers_registry(FOLDER, [ProcessCollector(prefix="web", pid=os.getppid())])
)


def _service(environ: dict[str, Any], start_response: Any) -> Any:
    if environ["PATH_INFO"] == "/metrics":
        return METRICS(environ, start_response)
    leave_route(environ, "/work")
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ok"]


application = MetricsMiddleware(
    _service, registry=CollectorRegistry(), prefix="shop", workers=1
)
