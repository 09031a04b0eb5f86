"""The controller's ports on the demo, against answers and outages."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from bench.demo.ports import DemoMetrics, DemoScale
from bench.demo.replicas import Replicas
from hpa.algorithm.types import ExternalMetric, PodsMetric, ScaleView
from hpa.errors import PortError
from octoscale.kube.memory import MemoryKube

if TYPE_CHECKING:
    from collections.abc import Iterator

METRIC = PodsMetric(name="open_fds", average_value_milli=100_000)


@contextmanager
def answering(status: int, document: Any) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps({**document, "path": self.path}).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_values_come_in_milli_units() -> None:
    item = {"describedObject": {"name": "web-1"}, "value": "1500m"}
    with answering(200, {"items": [item]}) as url:
        samples = DemoMetrics(url).pods(METRIC, "app=web")
    assert [(s.pod, s.value_milli) for s in samples] == [("web-1", 1500)]


def test_a_refusal_is_an_error_with_the_servers_words() -> None:
    with (
        answering(404, {"message": "no such metric"}) as url,
        pytest.raises(PortError, match="no such metric"),
    ):
        DemoMetrics(url).pods(METRIC, "app=web")


def test_an_outage_is_an_error() -> None:
    with pytest.raises(PortError, match="does not answer"):
        DemoMetrics("http://127.0.0.1:1").pods(METRIC, "app=web")


def test_other_metrics_are_refused() -> None:
    with pytest.raises(PortError):
        DemoMetrics("http://127.0.0.1:1").resource("app=web")
    with pytest.raises(PortError):
        DemoMetrics("http://127.0.0.1:1").external(
            ExternalMetric(name="queue", value_milli=1000)
        )


def test_the_scale_is_read_and_written() -> None:
    kube = MemoryKube()
    with Replicas(kube, lambda: 0.0):
        scale = DemoScale(kube)
        scale.write(0)
        assert scale.read() == ScaleView(
            spec_replicas=0, status_replicas=0, selector="app=demo-web"
        )


def test_a_deployment_that_is_not_there_is_an_error() -> None:
    with pytest.raises(PortError):
        DemoScale(MemoryKube()).read()
