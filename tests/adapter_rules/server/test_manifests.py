"""What runs the server in a cluster, object by object."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import pytest

from adapter_rules.model import load
from adapter_rules.server.manifests import NAME, PORT, SECRET, manifests
from octoscale.core.errors import FileAccessError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

RULES = """\
rules:
- seriesQuery: hits
  resources:
    overrides:
      namespace: {resource: namespace}
      pod: {resource: pod}
      deployment: {group: apps, resource: deployment}
      gadget: {group: example.com, resource: Gadgets}
  metricsQuery: sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)
"""
EXTERNAL = """\
externalRules:
- seriesQuery: depth
  metricsQuery: sum(<<.Series>>{<<.LabelMatchers>>})
"""
PEM = "-----BEGIN CERTIFICATE-----\nMAo=\n-----END CERTIFICATE-----\n"
SPACE = "monitoring"


@pytest.fixture
def given(tmp_path: Path) -> dict[str, Any]:
    (tmp_path / "rules.yaml").write_text(RULES)
    (tmp_path / "tls.crt").write_text(PEM)
    return {
        "config": str(tmp_path / "rules.yaml"),
        "prometheus_url": "https://prometheus:9090",
        "tls_cert_file": str(tmp_path / "tls.crt"),
    }


def made(given: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """Write everything; give the objects of one kind."""
    every = manifests(given, image="registry.invalid/x:1", namespace=SPACE)
    return [one for one in every if one["kind"] == kind]


def test_nothing_is_applied_before_what_it_needs(given: dict[str, Any]) -> None:
    every = manifests(given, image="x", namespace=SPACE)
    kinds = [one["kind"] for one in every]
    assert kinds[:2] == ["Namespace", "ServiceAccount"]
    assert kinds.index("ConfigMap") < kinds.index("Deployment")
    assert kinds[-1] == "APIService"


def test_the_config_is_carried_whole(given: dict[str, Any]) -> None:
    (config,) = made(given, "ConfigMap")
    assert load(config["data"]["config.yaml"]) == load(RULES)


def test_two_replicas_without_privileges(given: dict[str, Any]) -> None:
    (deployment,) = made(given, "Deployment")
    spec = deployment["spec"]
    pod = spec["template"]["spec"]
    (container,) = pod["containers"]
    assert spec["replicas"] == 2
    assert pod["serviceAccountName"] == NAME
    assert pod["securityContext"]["runAsNonRoot"] is True
    security = container["securityContext"]
    assert security["readOnlyRootFilesystem"] is True
    assert security["allowPrivilegeEscalation"] is False
    assert {one["name"] for one in pod["volumes"]} == {"config", "tls"}
    assert pod["volumes"][1]["secret"]["secretName"] == SECRET
    (budget,) = made(given, "PodDisruptionBudget")
    assert budget["spec"]["minAvailable"] == 1
    assert budget["spec"]["selector"] == spec["selector"]


def test_a_replica_ends_softly_and_apart_from_the_other(
    given: dict[str, Any],
) -> None:
    (deployment,) = made(given, "Deployment")
    pod = deployment["spec"]["template"]["spec"]
    assert "--shutdown-delay-duration=5s" in pod["containers"][0]["args"]
    (spread,) = pod["topologySpreadConstraints"]
    assert spread["topologyKey"] == "kubernetes.io/hostname"
    (deployment,) = made({**given, "shutdown_delay_duration": "9s"}, "Deployment")
    arguments = deployment["spec"]["template"]["spec"]["containers"][0]["args"]
    assert [one for one in arguments if "delay" in one] == [
        "--shutdown-delay-duration=9s"
    ]


def test_traffic_gets_from_the_service_to_the_port(given: dict[str, Any]) -> None:
    (deployment,) = made(given, "Deployment")
    (service,) = made(given, "Service")
    (container,) = deployment["spec"]["template"]["spec"]["containers"]
    labels = deployment["spec"]["template"]["metadata"]["labels"]
    (port,) = container["ports"]
    assert service["spec"]["selector"] == labels
    assert service["spec"]["ports"][0]["targetPort"] == port["name"]
    assert f"--secure-port={PORT}" in container["args"]
    assert container["readinessProbe"]["httpGet"]["scheme"] == "HTTPS"


def test_options_are_passed_on_but_for_those_that_are_decided_here(
    given: dict[str, Any],
) -> None:
    more = {
        "compat": True,
        "prometheus_header": ("A=b", "C=d"),
        "deadline": "5s",
        "lister_kubeconfig": "/home/me/.kube/config",
        "secure_port": "1",
        "v": "4",
    }
    (deployment,) = made({**given, **more}, "Deployment")
    (container,) = deployment["spec"]["template"]["spec"]["containers"]
    arguments = container["args"]
    assert {"--compat", "--deadline=5s", "--prometheus-header=C=d"} <= {*arguments}
    assert not any("kubeconfig" in one or one.startswith("--v") for one in arguments)
    assert [one for one in arguments if "port" in one] == [f"--secure-port={PORT}"]


@pytest.mark.parametrize(
    ("rules", "names"),
    [
        (RULES, ["v1beta1.custom.metrics.k8s.io", "v1beta2.custom.metrics.k8s.io"]),
        (EXTERNAL, ["v1beta1.external.metrics.k8s.io"]),
    ],
)
def test_each_version_that_the_config_needs_is_registered_and_verified(
    given: dict[str, Any], tmp_path: Path, rules: str, names: list[str]
) -> None:
    (tmp_path / "rules.yaml").write_text(rules)
    services = made(given, "APIService")
    assert [one["metadata"]["name"] for one in services] == names
    for one in services:
        assert base64.b64decode(one["spec"]["caBundle"]).decode() == PEM
        assert "insecureSkipTLSVerify" not in one["spec"]
        assert one["spec"]["service"]["namespace"] == SPACE


def test_rights_are_those_that_the_rules_need(given: dict[str, Any]) -> None:
    roles = {
        one["metadata"]["name"]: one["rules"] for one in made(given, "ClusterRole")
    }
    assert roles[f"{NAME}-objects"] == [
        {"apiGroups": [""], "resources": ["namespaces", "pods"], "verbs": VERBS},
        {"apiGroups": ["apps"], "resources": ["deployments"], "verbs": VERBS},
        {"apiGroups": ["example.com"], "resources": ["gadgets"], "verbs": VERBS},
    ]
    (controller,) = roles[f"{NAME}-horizontal-pod-autoscaler"]
    assert controller["apiGroups"] == ["custom.metrics.k8s.io"]
    (reader,) = made(given, "RoleBinding")
    assert reader["metadata"]["namespace"] == "kube-system"
    assert reader["roleRef"]["name"] == "extension-apiserver-authentication-reader"
    delegators = {one["roleRef"]["name"] for one in made(given, "ClusterRoleBinding")}
    assert "system:auth-delegator" in delegators
    assert not any("*" in str(rule) for rule in roles[f"{NAME}-objects"])


VERBS = ["list", "watch"]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        pytest.param("-----BEGIN PRIVATE KEY-----\n" + PEM, UsageError, id="a key"),
        pytest.param("nothing", UsageError, id="no certificate"),
        pytest.param(None, FileAccessError, id="no file"),
    ],
)
def test_a_bundle_holds_certificates_only(
    given: dict[str, Any], tmp_path: Path, content: str | None, error: type[Exception]
) -> None:
    (tmp_path / "tls.crt").unlink()
    if content is not None:
        (tmp_path / "tls.crt").write_text(content)
    with pytest.raises(error):
        manifests(given, image="x", namespace=SPACE)


@pytest.mark.parametrize("missing", ["config", "prometheus_url", "tls_cert_file"])
def test_what_is_needed_is_told(given: dict[str, Any], missing: str) -> None:
    given.pop(missing)
    with pytest.raises(UsageError, match="needs --" + missing.replace("_", "-")):
        manifests(given, image="x", namespace=SPACE)
    with pytest.raises(UsageError, match="--image"):
        manifests(given, image="", namespace=SPACE)
