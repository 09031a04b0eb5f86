"""Our server through the API server, for kubectl and for who reads protobuf."""

from __future__ import annotations

import http.client
import json
import ssl
import subprocess
from typing import TYPE_CHECKING

import pytest

from adapter_rules.server.protobuf import MAGIC
from octoscale.kube.types import Kind
from tests.controlplane import binaries
from tests.e2e import serving
from tests.serving.exposing import exposing
from tests.serving.protobuf_reader import texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from octoscale.kube.base import KubePort
    from tests.controlplane.cluster import ControlPlane
    from tests.prometheus_plugin import LivePrometheus

CUSTOM = "/apis/custom.metrics.k8s.io"
EXTERNAL = "/apis/external.metrics.k8s.io/v1beta1"
PROTOBUF = "application/vnd.kubernetes.protobuf"
EXPOSITION = """\
client_load{namespace="shop",pod="web-0"} 1.5
client_depth{namespace="shop",queue="a"} 3
"""
RULES = """\
rules:
- seriesQuery: client_load
  resources:
    overrides: {namespace: {resource: namespace}, pod: {resource: pod}}
  metricsQuery: sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)
externalRules:
- seriesQuery: client_depth
  resources:
    overrides: {namespace: {resource: namespace}}
  metricsQuery: sum(<<.Series>>{<<.LabelMatchers>>}) by (queue)
"""


@pytest.fixture
def kubectl(
    control_plane: ControlPlane,
    kube: KubePort,
    namespace: str,
    live_prometheus: LivePrometheus,
    tmp_path: Path,
) -> Iterator[Callable[..., str]]:
    """Run ``kubectl`` on a cluster that has our server."""
    program = binaries.find().kubectl
    if program is None:
        pytest.skip("kubectl is missing")
    (tmp_path / "rules.yaml").write_text(RULES, encoding="utf-8")

    def run(*words: str) -> str:
        home = {"HOME": str(tmp_path), "KUBECONFIG": str(control_plane.kubeconfig)}
        done = subprocess.run(
            [str(program), *words],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
            env=home,
        )
        assert done.returncode == 0, done.stderr
        # What kubectl says of a group whose discovery it cannot read; that it is
        # throttled it may say on a slow machine.
        assert "metrics.k8s.io" not in done.stderr
        return done.stdout

    with (
        exposing(EXPOSITION) as address,
        live_prometheus.scrape(address, job="clients"),
        serving.served(
            control_plane,
            kube,
            namespace=namespace,
            folder=tmp_path,
            prometheus=live_prometheus.url,
        ),
    ):
        yield run


def test_kubectl_discovers_and_reads(
    kubectl: Callable[..., str], kube: KubePort, control_plane: ControlPlane
) -> None:
    versions = kubectl("api-versions").split()
    assert "custom.metrics.k8s.io/v1beta1" in versions
    assert "custom.metrics.k8s.io/v1beta2" in versions
    assert "external.metrics.k8s.io/v1beta1" in versions
    # Names with a slash are subresources to kubectl: custom metrics are not shown.
    assert kubectl("api-resources", "--api-group=custom.metrics.k8s.io") != ""
    shown = kubectl("api-resources", "--api-group=external.metrics.k8s.io")
    rows = [line.split() for line in shown.splitlines()]
    assert ["client_depth", "ExternalMetricValueList"] in [
        [row[0], row[-1]] for row in rows
    ]
    for name in (
        "v1beta1.custom.metrics.k8s.io",
        "v1beta2.custom.metrics.k8s.io",
        "v1beta1.external.metrics.k8s.io",
    ):
        found = kube.get(Kind("apiregistration.k8s.io/v1", "APIService"), name)
        assert "insecureSkipTLSVerify" not in found["spec"]
        (condition,) = found["status"]["conditions"]
        assert (condition["type"], condition["status"]) == ("Available", "True")

    target = f"{CUSTOM}/v1beta2/namespaces/shop/pods/web-0/client_load"
    raw = json.loads(kubectl("get", "--raw", target))
    assert [item["value"] for item in raw["items"]] == ["1500m"]
    raw = json.loads(
        kubectl("get", "--raw", f"{EXTERNAL}/namespaces/shop/client_depth")
    )
    assert [item["metricLabels"] for item in raw["items"]] == [{"queue": "a"}]

    status, body = protobuf(control_plane, target)
    assert status == 200
    assert texts(body[len(MAGIC) :], (2, 2, 5, 1)) == [b"1500m"]
    status, body = protobuf(control_plane, f"{target}x")
    assert status == 404
    assert texts(body[len(MAGIC) :], (2, 4)) == [b"NotFound"]


def protobuf(plane: ControlPlane, target: str) -> tuple[int, bytes]:
    """Ask the API server as the HPA controller does."""
    everybody = plane.identities
    context = ssl.create_default_context(cafile=str(everybody.authority.certificate))
    pair = everybody.admin.pair
    context.load_cert_chain(pair.certificate, pair.key)
    host = plane.server.removeprefix("https://")
    connection = http.client.HTTPSConnection(host, context=context, timeout=20)
    try:
        connection.request("GET", target, headers={"Accept": f"{PROTOBUF}, */*"})
        answer = connection.getresponse()
        assert answer.headers["Content-Type"] == PROTOBUF
        return answer.status, answer.read()
    finally:
        connection.close()
