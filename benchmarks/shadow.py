"""What it costs to shadow 1,000 HPAs: reading, asking and deciding, once each.

    python benchmarks/shadow.py [--hpas 1000]

The cluster is a stub in a process of its own, so that only our CPU time counts:
1,000 Deployments of 8 pods in 10 namespaces, each with an HPA on a metric of its
pods. Exits 1 where the line is missed.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import re
import tempfile
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

from benchmarks.measure import report
from hpa.algorithm.types import Config
from hpa.shadow import Shadow
from octoscale.kube.client import connect

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

LINE_SECONDS = 5.0
ROUNDS = 3
PODS = 8
NAMESPACES = 10
AUTOSCALING = "/apis/autoscaling/v2"
CUSTOM = "/apis/custom.metrics.k8s.io/v1beta2"


def namespace(number: int) -> str:
    """Tell where a workload lives."""
    return f"team-{number % NAMESPACES}"


def autoscaler(number: int) -> dict[str, Any]:
    """Write one HPA, as the API lists it."""
    name = f"web-{number}"
    metric = {"metric": {"name": "hits"}, "target": {"type": "AverageValue"}}
    metric["target"]["averageValue"] = "10"
    condition = {"type": "ScalingActive", "status": "True", "reason": "x"}
    return {
        "metadata": {"name": name, "namespace": namespace(number)},
        "spec": {
            "scaleTargetRef": {
                "apiVersion": "apps/v1",
                "kind": "Deployment",
                "name": name,
            },
            "minReplicas": 1,
            "maxReplicas": 20,
            "metrics": [{"type": "Pods", "pods": metric}],
        },
        "status": {
            "currentReplicas": PODS,
            "desiredReplicas": PODS,
            "conditions": [condition],
        },
    }


def pods(hpas: int, where: str) -> list[dict[str, Any]]:
    """Write the pods of one namespace."""
    ready = {
        "type": "Ready",
        "status": "True",
        "lastTransitionTime": "2026-01-01T00:00:00Z",
    }
    return [
        {
            "metadata": {
                "name": f"web-{number}-{index}",
                "namespace": where,
                "labels": {"app": f"web-{number}"},
            },
            "spec": {"containers": [{"name": "web"}]},
            "status": {
                "phase": "Running",
                "startTime": "2026-01-01T00:00:00Z",
                "conditions": [ready],
            },
        }
        for number in range(hpas)
        if namespace(number) == where
        for index in range(PODS)
    ]


def resource(name: str, kind: str, *verbs: str) -> dict[str, Any]:
    """Write one entry of a discovery document."""
    return {"name": name, "kind": kind, "namespaced": True, "verbs": list(verbs)}


def fixed(hpas: int) -> dict[str, Any]:
    """Write every answer that does not depend on a name."""
    groups = [
        {
            "name": group,
            "versions": [{"groupVersion": f"{group}/{version}", "version": version}],
            "preferredVersion": {
                "groupVersion": f"{group}/{version}",
                "version": version,
            },
        }
        for group, version in (
            ("autoscaling", "v2"),
            ("apps", "v1"),
            ("custom.metrics.k8s.io", "v1beta2"),
        )
    ]
    autoscalers = resource(
        "horizontalpodautoscalers", "HorizontalPodAutoscaler", "list"
    )
    apps = [
        resource("deployments", "Deployment", "get"),
        resource("deployments/scale", "Scale", "get"),
    ]
    answers: dict[str, Any] = {
        "/apis": {"groups": groups},
        "/api/v1": {
            "groupVersion": "v1",
            "resources": [resource("pods", "Pod", "list")],
        },
        AUTOSCALING: {"groupVersion": "autoscaling/v2", "resources": [autoscalers]},
        "/apis/apps/v1": {"groupVersion": "apps/v1", "resources": apps},
        f"{AUTOSCALING}/horizontalpodautoscalers": {
            "metadata": {"resourceVersion": "1"},
            "items": [autoscaler(number) for number in range(hpas)],
        },
    }
    for group in groups:
        answers[f"/apis/{group['name']}"] = group
    for number in range(NAMESPACES):
        where = f"team-{number}"
        answers[f"/api/v1/namespaces/{where}/pods"] = {
            "metadata": {"resourceVersion": "1"},
            "items": pods(hpas, where),
        }
    return answers


def serve(hpas: int, ready: Connection) -> None:
    """Answer as an API server would; tell the port."""
    answers = {path: json.dumps(body).encode() for path, body in fixed(hpas).items()}
    scale = re.compile(r"/apis/apps/v1/namespaces/[^/]+/deployments/([^/]+)/scale\Z")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            path = unquote(parts.path)
            body = answers.get(path) or self._made(path, parts.query)
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _made(self, path: str, query: str) -> bytes:
            found = scale.fullmatch(path)
            if found:
                status = {"replicas": PODS, "selector": f"app={found[1]}"}
                return json.dumps(
                    {"spec": {"replicas": PODS}, "status": status}
                ).encode()
            if not path.startswith(CUSTOM):
                return b""
            name = parse_qs(query)["labelSelector"][0].partition("=")[2]
            items = [
                {
                    "describedObject": {"kind": "Pod", "name": f"{name}-{index}"},
                    "value": "12500m",
                    "timestamp": "2026-01-01T00:00:00Z",
                }
                for index in range(PODS)
            ]
            return json.dumps({"items": items}).encode()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    ready.send(server.server_address[1])
    server.serve_forever()


def kubeconfig(folder: Path, port: int) -> Path:
    """Write how the stub is reached."""
    server = {"server": f"http://127.0.0.1:{port}"}
    config = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "stub", "cluster": server}],
        "users": [{"name": "stub", "user": {}}],
        "contexts": [{"name": "stub", "context": {"cluster": "stub", "user": "stub"}}],
        "current-context": "stub",
    }
    path = folder / "kubeconfig"
    path.write_text(json.dumps(config), encoding="utf-8")
    return path


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hpas", type=int, default=1000)
    hpas = parser.parse_args().hpas
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(hpas, theirs), daemon=True)
    process.start()
    with tempfile.TemporaryDirectory() as folder:
        kube = connect(kubeconfig=kubeconfig(Path(folder), ours.recv()))
        shadow = Shadow(kube, namespace=None, config=Config())
        best, decided = float("inf"), 0
        for number in range(ROUNDS):
            began = time.process_time()
            syncs = shadow.round(1_800_000_000.0 + 15 * number)
            best = min(best, time.process_time() - began)
            decided = sum(one.decision.recommendation == 10 for one in syncs)
        kube.close()
    process.terminate()
    report(
        [
            ("HPAs", f"{hpas:,}", True),
            ("decided as they should be", f"{decided:,}", decided == hpas),
            (
                "seconds of CPU a round",
                f"{best:.2f} (line: {LINE_SECONDS:g})",
                best < LINE_SECONDS,
            ),
        ]
    )


if __name__ == "__main__":
    main()
