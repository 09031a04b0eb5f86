"""Aggregated APIs: the API server passes requests on, with the caller's name."""

from __future__ import annotations

import base64
import json
import ssl
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from octoscale.kube.types import Kind
from tests.controlplane.certificates import Subject
from tests.controlplane.probes import until_served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from octoscale.kube.base import KubePort
    from tests.controlplane.cluster import ControlPlane

API_SERVICE = Kind("apiregistration.k8s.io/v1", "APIService")
GROUP = "stub.octoscale.test"
Headers = dict[str, str]


@contextmanager
def serving(context: ssl.SSLContext, asked: list[Headers]) -> Iterator[int]:
    """Answer every request over TLS with an empty resource list; give the port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append({key.lower(): value for key, value in self.headers.items()})
            body = json.dumps(
                {
                    "kind": "APIResourceList",
                    "apiVersion": "v1",
                    "groupVersion": f"{GROUP}/v1",
                    "resources": [],
                }
            ).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_registered_api_is_asked_in_the_caller_s_name(
    control_plane: ControlPlane, kube: KubePort, namespace: str
) -> None:
    everybody = control_plane.identities
    pair = everybody.authority.issue(
        "stub", Subject(common_name="stub"), hosts=[f"stub.{namespace}.svc"]
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pair.certificate, pair.key)
    # Only the API server has a certificate of this authority.
    context.load_verify_locations(everybody.front_proxy.certificate)
    context.verify_mode = ssl.CERT_REQUIRED
    bundle = everybody.authority.certificate.read_bytes()
    asked: list[Headers] = []
    with serving(context, asked) as port:
        kube.apply(service(), namespace=namespace)
        kube.apply(registration(namespace, port=port, bundle=bundle))
        try:
            answer = until_served(kube, f"/apis/{GROUP}/v1")
        finally:
            kube.delete(API_SERVICE, f"v1.{GROUP}")
    assert answer["groupVersion"] == f"{GROUP}/v1"
    assert "kubernetes-admin" in {one.get("x-remote-user") for one in asked}


def service() -> dict[str, Any]:
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "stub"},
        "spec": {"type": "ExternalName", "externalName": "localhost"},
    }


def registration(namespace: str, *, port: int, bundle: bytes) -> dict[str, Any]:
    return {
        "apiVersion": API_SERVICE.api_version,
        "kind": API_SERVICE.name,
        "metadata": {"name": f"v1.{GROUP}"},
        "spec": {
            "group": GROUP,
            "version": "v1",
            "groupPriorityMinimum": 100,
            "versionPriority": 100,
            "service": {"name": "stub", "namespace": namespace, "port": port},
            "caBundle": base64.b64encode(bundle).decode("ascii"),
        },
    }
