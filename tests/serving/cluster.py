"""A stand-in for an API server with many pods: just what a metrics server asks.

For load only: behaviour is tested against a real one. HTTP on loopback; lists,
watches that tell nothing, and reviews that allow everything.
"""

from __future__ import annotations

import json
import re
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

Manifest = dict[str, Any]

_RESOURCES = [
    {"name": "pods", "singularName": "pod", "namespaced": True, "kind": "Pod"},
    {
        "name": "namespaces",
        "singularName": "",
        "namespaced": False,
        "kind": "Namespace",
    },
]

_PODS = re.compile(r"/api/v1(?:/namespaces/(?P<namespace>[^/]+))?/pods")


def pod(namespace: str, name: str, **labels: str) -> Manifest:
    """Write the little of a pod that matters."""
    metadata = {"name": name, "namespace": namespace, "labels": labels}
    return {"metadata": {**metadata, "resourceVersion": "1", "uid": name}}


@contextmanager
def api_server(pods: Sequence[Manifest], folder: Path) -> Iterator[Path]:
    """Serve *pods*; give a kubeconfig."""
    answers: dict[str, Any] = {
        "/api": {"kind": "APIVersions", "versions": ["v1"]},
        "/apis": {"kind": "APIGroupList", "apiVersion": "v1", "groups": []},
        "/api/v1": {
            "kind": "APIResourceList",
            "groupVersion": "v1",
            "resources": _RESOURCES,
        },
    }
    listed = _PODS.fullmatch
    stop = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = parse_qs(parts.query)
            if "watch" in query:
                self._watch(float(query.get("timeoutSeconds", ["5"])[0]))
                return
            found = answers.get(parts.path)
            asked = listed(parts.path)
            if asked is not None:
                label = query.get("labelSelector", [""])[0]
                found = _picked(pods, asked["namespace"], label)
            self._send(404 if found is None else 200, found or {"kind": "Status"})

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status: Manifest = {"allowed": True}
            if asked["kind"] == "TokenReview":
                status = {"authenticated": True, "user": {"username": "somebody"}}
            self._send(201, {**asked, "status": status})

        def _watch(self, seconds: float) -> None:
            self.send_response(200)
            self.send_header("Connection", "close")
            self.end_headers()
            stop.wait(seconds)
            self.close_connection = True

        def _send(self, status: int, document: Any) -> None:
            body = json.dumps(document).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield _kubeconfig(folder, server.server_address[1])
    finally:
        stop.set()
        server.shutdown()
        thread.join()
        server.server_close()


def _picked(pods: Sequence[Manifest], namespace: str | None, selector: str) -> Manifest:
    """List the pods of a namespace, or of all, with one label or none."""
    key, _, value = selector.partition("=")
    items = [
        one
        for one in pods
        if namespace in (None, one["metadata"]["namespace"])
        and (not key or one["metadata"]["labels"].get(key) == value)
    ]
    head = {"kind": "PodList", "apiVersion": "v1"}
    return {**head, "metadata": {"resourceVersion": "1"}, "items": items}


def _kubeconfig(folder: Path, port: int) -> Path:
    config = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [
            {"name": "stub", "cluster": {"server": f"http://127.0.0.1:{port}"}}
        ],
        "users": [{"name": "stub", "user": {}}],
        "contexts": [{"name": "stub", "context": {"cluster": "stub", "user": "stub"}}],
        "current-context": "stub",
    }
    path = folder / "kubeconfig"
    path.write_text(json.dumps(config), encoding="utf-8")
    return path
