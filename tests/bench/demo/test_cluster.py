"""The demo's API server: metrics come from the metrics server, the rest from memory."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from bench.demo.cluster import DemoKube
from hpa.algorithm.types import PodsMetric
from hpa.errors import PortError
from hpa.live.metrics import ClusterMetrics
from octoscale.kube.errors import NotFoundError, UnreachableError

if TYPE_CHECKING:
    from collections.abc import Iterator

PATH = "/apis/custom.metrics.k8s.io/v1beta2/namespaces/default/pods/*/open_fds"
METRIC = PodsMetric(name="open_fds", average_value_milli=100_000)


@contextmanager
def answering(status: int, document: Any) -> Iterator[DemoKube]:
    """Put a server behind a cluster that answers so, with the path it was asked."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps({**document, "asked": self.path}).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    kube = DemoKube()
    kube.metrics_url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield kube
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_metrics_are_asked_of_the_metrics_server() -> None:
    item = {"describedObject": {"name": "web-1"}, "value": "1500m"}
    with answering(200, {"items": [item]}) as kube:
        asked = kube.fetch(PATH, query={"labelSelector": "app=web"})["asked"]
        samples = ClusterMetrics(kube, "default").pods(METRIC, "app=web")
    assert asked == f"{PATH}?labelSelector=app%3Dweb"
    assert [(one.pod, one.value_milli) for one in samples] == [("web-1", 1500)]


def test_a_refusal_comes_with_the_servers_words() -> None:
    with (
        answering(404, {"message": "no such metric"}) as kube,
        pytest.raises(PortError, match="no such metric"),
    ):
        ClusterMetrics(kube, "default").pods(METRIC, "app=web")


def test_an_outage_is_an_error() -> None:
    kube = DemoKube()
    kube.metrics_url = "http://127.0.0.1:1"
    with pytest.raises(UnreachableError, match="does not answer"):
        kube.fetch(PATH)


def test_everything_else_is_in_memory() -> None:
    with answering(200, {}) as kube, pytest.raises(NotFoundError):
        kube.fetch("/version")
    with pytest.raises(NotFoundError):
        DemoKube().fetch(PATH)
