"""``octoscale serve``, as people call it, up to where it would listen."""

from __future__ import annotations

import base64
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from octoscale.cli.app import main

if TYPE_CHECKING:
    from pathlib import Path

RULES = """\
rules:
- seriesQuery: hits
  resources:
    overrides:
      namespace: {resource: namespace}
      deployment: {resource: deployment}
  metricsQuery: sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)
externalRules:
- seriesQuery: depth
  metricsQuery: sum(<<.Series>>{<<.LabelMatchers>>})
"""
PEM = "-----BEGIN CERTIFICATE-----\nMAo=\n-----END CERTIFICATE-----\n"


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    (tmp_path / "rules.yaml").write_text(RULES)
    (tmp_path / "tls.crt").write_text(PEM)
    return [
        f"--config={tmp_path / 'rules.yaml'}",
        "--prometheus-url=https://prometheus:9090",
        f"--tls-cert-file={tmp_path / 'tls.crt'}",
    ]


def printed(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [one for one in yaml.safe_load_all(capsys.readouterr().out) if one]


def test_the_manifests_are_complete(
    files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--print-manifests", "--image", "registry.invalid/octoscale:1"]
    assert main(["serve", *files, *options, "--compat", "--prometheus-header=A=b"]) == 0
    made = printed(capsys)
    kinds = {(one["kind"], one["metadata"]["name"]) for one in made}
    assert {
        ("APIService", "v1beta1.custom.metrics.k8s.io"),
        ("APIService", "v1beta2.custom.metrics.k8s.io"),
        ("APIService", "v1beta1.external.metrics.k8s.io"),
        ("PodDisruptionBudget", "octoscale-metrics"),
        ("Service", "octoscale-metrics"),
    } <= kinds
    assert "insecureSkipTLSVerify" not in str(made)
    for one in made:
        if one["kind"] == "APIService":
            assert base64.b64decode(one["spec"]["caBundle"]).decode() == PEM
    (deployment,) = (one for one in made if one["kind"] == "Deployment")
    assert deployment["spec"]["replicas"] == 2
    (container,) = deployment["spec"]["template"]["spec"]["containers"]
    assert "--compat" in container["args"]
    assert "--prometheus-header=A=b" in container["args"]
    assert "--tls-cert-file=/etc/octoscale-tls/tls.crt" in container["args"]


def test_the_rights_are_least(
    files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["serve", *files, "--print-manifests", "--image", "x"]) == 0
    roles = {
        one["metadata"]["name"]: one["rules"]
        for one in printed(capsys)
        if one["kind"] == "ClusterRole"
    }
    objects = roles["octoscale-metrics-objects"]
    assert [(rule["apiGroups"], rule["resources"]) for rule in objects] == [
        ([""], ["namespaces", "pods"]),
        (["apps"], ["deployments"]),
    ]
    assert all(rule["verbs"] == ["list", "watch"] for rule in objects)
    (controller,) = roles["octoscale-metrics-horizontal-pod-autoscaler"]
    assert "external.metrics.k8s.io" in controller["apiGroups"]


def test_a_private_key_never_gets_into_a_manifest(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "tls.crt").write_text(f"{PEM}-----BEGIN PRIVATE KEY-----\n")
    assert main(["serve", *files, "--print-manifests", "--image", "x"]) == 2
    assert "no private key" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        pytest.param([], "--tls-cert-file", id="no certificates"),
        pytest.param(["--insecure-loopback"], "0.0.0.0", id="open to everybody"),
        pytest.param(["--metrics-max-age=5m"], "--metrics-max-age", id="max age"),
        pytest.param(["--prometheus-verb=PUT"], "PUT", id="verb"),
        pytest.param(["--deadline=soon"], "--deadline", id="duration"),
        pytest.param(["--compat", "--coalesce=5s"], "--compat", id="coalescing"),
    ],
)
def test_settings_that_make_no_sense_are_misuse(
    files: list[str],
    options: list[str],
    said: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    given = files[:2]
    if "--insecure-loopback" not in options and options:
        given = [*files, "--tls-private-key-file=x"]
    assert main(["serve", *given, *options]) == 2
    assert said in capsys.readouterr().err


def test_the_module_is_the_same(files: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "adapter_rules.server", *files[:2]],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "--tls-cert-file" in done.stderr


def test_the_adapter_s_own_command_line_is_taken(
    files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    given = [
        *files,
        "--tls-private-key-file=tls.key",
        "--cert-dir=/var/run/serving-cert",
        "--logtostderr=true",
        "--disable-http2=false",
        "--metrics-relist-interval=1m",
        "--metrics-max-age=2m",
        "--prometheus-auth-incluster=true",
        "--secure-port=6443",
        "--client-qps=20",
        "-v=4",
    ]
    # Read in full: what is missing is the cluster.
    assert main(["serve", *given]) == 3
    assert "not in a pod" in capsys.readouterr().err
    assert main(["serve", *files, "--logtostderr=perhaps"]) == 2
    assert "true or false" in capsys.readouterr().err
