"""Our server in a real cluster: who gets in, and without what it does not start."""

from __future__ import annotations

import http.client
import json
import os
import ssl
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from octoscale.kube.errors import ForbiddenError
from octoscale.kube.types import Kind
from tests.controlplane.certificates import Subject
from tests.e2e import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from octoscale.kube.base import KubePort
    from tests.controlplane.certificates import KeyPair
    from tests.controlplane.cluster import ControlPlane
    from tests.prometheus_plugin import LivePrometheus

LIST = "/apis/custom.metrics.k8s.io/v1beta2"
GROUP = "rbac.authorization.k8s.io"
REMOTE = {"X-Remote-User": "root", "X-Remote-Group": "system:masters"}
RULES = """\
rules:
- seriesQuery: up
  resources:
    overrides: {namespace: {resource: namespace}, pod: {resource: pod}}
  metricsQuery: sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)
"""


@pytest.fixture
def server(
    control_plane: ControlPlane,
    kube: KubePort,
    namespace: str,
    live_prometheus: LivePrometheus,
    tmp_path: Path,
) -> Iterator[serving.Served]:
    (tmp_path / "rules.yaml").write_text(RULES)
    with serving.served(
        control_plane,
        kube,
        namespace=namespace,
        folder=tmp_path,
        prometheus=live_prometheus.url,
    ) as running:
        yield running


def ask(
    server: serving.Served,
    path: str,
    *,
    authority: Path,
    headers: dict[str, str] | None = None,
    pair: KeyPair | None = None,
) -> tuple[int, Any]:
    """Ask the server itself, past the API server."""
    context = ssl.create_default_context(cafile=str(authority))
    if pair is not None:
        context.load_cert_chain(pair.certificate, pair.key)
    connection = http.client.HTTPSConnection(
        "127.0.0.1", server.port, context=context, timeout=20
    )
    try:
        connection.request("GET", path, headers=headers or {})
        answer = connection.getresponse()
        body = answer.read()
    finally:
        connection.close()
    kind = answer.headers.get("Content-Type", "")
    return answer.status, json.loads(body) if "json" in kind else body.decode()


def account(kube: KubePort, namespace: str, name: str) -> dict[str, str]:
    """Make a service account; give the header that shows its token."""
    kube.apply(
        {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": name}},
        namespace=namespace,
    )
    token = serving.token_of(kube, namespace, name)
    return {"Authorization": f"Bearer {token}"}


def test_callers_are_told_apart(
    server: serving.Served,
    control_plane: ControlPlane,
    kube: KubePort,
    namespace: str,
) -> None:
    everybody = control_plane.identities
    authority = everybody.authority.certificate
    metric = f"{LIST}/namespaces/{namespace}/pods/a/up"

    assert ask(server, "/readyz", authority=authority) == (200, "ok")
    assert ask(server, metric, authority=authority, headers=REMOTE)[0] == 401
    forged = {"Authorization": "Bearer nonsense"}
    assert ask(server, metric, authority=authority, headers=forged)[0] == 401

    # The front proxy's own certificate makes the headers count.
    proxy = everybody.files.front_proxy_client
    status, _ = ask(server, LIST, authority=authority, headers=REMOTE, pair=proxy)
    assert status == 200
    # So does no other certificate of its authority ...
    other = everybody.front_proxy.issue("other", Subject(common_name="other"))
    status, _ = ask(server, LIST, authority=authority, headers=REMOTE, pair=other)
    assert status == 401
    # ... nor one of that name from another authority.
    same = everybody.authority.issue("same", Subject(common_name="front-proxy-client"))
    with pytest.raises((OSError, http.client.HTTPException)):
        ask(server, LIST, authority=authority, headers=REMOTE, pair=same)

    stranger = account(kube, namespace, "stranger")
    assert ask(server, LIST, authority=authority, headers=stranger)[0] == 200
    status, body = ask(server, metric, authority=authority, headers=stranger)
    assert (status, body["reason"]) == (403, "Forbidden")

    friend = account(kube, namespace, "friend")
    grant(kube, namespace, "friend")
    status, body = ask(server, metric, authority=authority, headers=friend)
    assert (status, body["reason"]) == (404, "NotFound")
    elsewhere = metric.replace(f"/{namespace}/", "/default/")
    assert ask(server, elsewhere, authority=authority, headers=friend)[0] == 403

    log = server.log.read_text()
    assert "nonsense" not in log
    assert friend["Authorization"].split()[1] not in log


def grant(kube: KubePort, namespace: str, name: str) -> None:
    """Allow an account to read the metrics of pods in its namespace."""
    rule = {
        "apiGroups": ["custom.metrics.k8s.io"],
        "resources": ["pods/up"],
        "verbs": ["get"],
    }
    role = {"kind": "Role", "metadata": {"name": name}, "rules": [rule]}
    kube.apply({"apiVersion": f"{GROUP}/v1", **role}, namespace=namespace)
    subject = {"kind": "ServiceAccount", "name": name, "namespace": namespace}
    binding = {
        "apiVersion": f"{GROUP}/v1",
        "kind": "RoleBinding",
        "metadata": {"name": name},
        "roleRef": {"apiGroup": GROUP, "kind": "Role", "name": name},
        "subjects": [subject],
    }
    kube.apply(binding, namespace=namespace)


def test_the_administrator_reads_through_the_api_server(
    server: serving.Served, kube: KubePort
) -> None:
    del server
    listed = kube.fetch(LIST)
    assert listed["groupVersion"] == "custom.metrics.k8s.io/v1beta2"
    assert set(kube.served_versions("custom.metrics.k8s.io")) == {"v1beta1", "v1beta2"}


def test_a_renewed_certificate_is_served_without_a_restart(
    server: serving.Served, control_plane: ControlPlane, namespace: str
) -> None:
    address = ("127.0.0.1", server.port)
    before = ssl.get_server_certificate(address)
    renewed = control_plane.identities.authority.issue(
        f"renewed-{namespace}", Subject(common_name="renewed"), hosts=["127.0.0.1"]
    )
    os.replace(renewed.key, server.pair.key)  # noqa: PTH105 - says that it is atomic
    os.replace(renewed.certificate, server.pair.certificate)  # noqa: PTH105 - as above
    serving.wait(lambda: ssl.get_server_certificate(address) != before, "renewal")


def test_without_the_front_proxy_s_configuration_it_does_not_start(
    control_plane: ControlPlane,
    kube: KubePort,
    namespace: str,
    tmp_path: Path,
) -> None:
    (tmp_path / "rules.yaml").write_text(RULES)
    kube.apply(
        {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "bare"}},
        namespace=namespace,
    )
    token = serving.token_of(kube, namespace, "bare")
    pair = control_plane.identities.files.serving
    command = serving.command(
        tmp_path,
        serving.kubeconfig(control_plane, tmp_path, token),
        pair,
        "http://127.0.0.1:1",
    )
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 3
    assert "request-header configuration cannot be read" in done.stderr
    assert token not in done.stderr


def test_a_bad_config_exits_with_findings(
    control_plane: ControlPlane, tmp_path: Path
) -> None:
    (tmp_path / "rules.yaml").write_text(
        RULES.replace("resource: pod}", "resource: po}")
    )
    config = control_plane.kubeconfig
    pair = control_plane.identities.files.serving
    command = serving.command(tmp_path, config, pair, "http://127.0.0.1:1")
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 1
    assert "rules.yaml:4:" in done.stderr
    assert "AR001" in done.stderr


def test_the_manifests_grant_no_more_than_is_needed(
    server: serving.Served, control_plane: ControlPlane, tmp_path: Path
) -> None:
    from octoscale.kube.client import connect

    del server, control_plane
    client = connect(kubeconfig=tmp_path / "serve.kubeconfig")
    try:
        client.list(Kind("v1", "Pod"))
        with pytest.raises(ForbiddenError):
            client.list(Kind("v1", "Secret"))
    finally:
        client.close()
