"""What runs the server in a cluster: ``octoscale serve --print-manifests``.

Two replicas behind one Service, one APIService for each version with the caBundle
of our certificate, and as few rights as work. Plain data; applying it is the
user's business.
"""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING, Any

from adapter_rules.loading import load_source
from adapter_rules.model import dump
from adapter_rules.server import requestheader, wire
from adapter_rules.server.options import OPTIONS
from adapter_rules.stages.association import normalise
from octoscale.core import yamlio
from octoscale.core.errors import FileAccessError, UsageError
from octoscale.kube.restmapper import MapperError, RESTMapper

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adapter_rules.model import AdapterConfig

Manifest = dict[str, Any]

NAME = "octoscale-metrics"
"""Of every object."""

SECRET = f"{NAME}-tls"
"""Holds ``tls.crt`` and ``tls.key`` for ``octoscale-metrics.NAMESPACE.svc``."""

PORT = 6443
_CONFIG_FOLDER = "/etc/octoscale"
_TLS_FOLDER = "/etc/octoscale-tls"
_HPA = "horizontal-pod-autoscaler"
_LABELS = {"app.kubernetes.io/name": NAME}
_DELAY = "5s"
"""Until a Service's endpoints have followed; a pod has 30 seconds to end."""

_OWN = ("config", "certificate_file", "key_file", "kubeconfig", "context", "port")
"""Settings that the manifests decide themselves."""


def manifests(
    given: Mapping[str, Any], *, image: str, namespace: str
) -> list[Manifest]:
    """Write all manifests for the options *given*, by option key.

    ``--tls-cert-file`` is the certificate (with its authority's behind it, or
    signed by itself) that goes into the APIServices' caBundle; its key is never
    read. Raises ``UsageError``, ``InputError`` and ``FileAccessError``.
    """
    if not image:
        raise UsageError("--print-manifests needs --image")
    for name in ("config", "prometheus_url", "tls_cert_file"):
        if not given.get(name):
            flag = "--" + name.replace("_", "-")
            raise UsageError(f"--print-manifests needs {flag}")
    config = load_source(yamlio.read_text(given["config"]), file=given["config"]).config
    bundle = _bundle(given["tls_cert_file"])
    usage = bool(given.get("enable_resource_metrics"))
    return [
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": namespace}},
        _made("v1", "ServiceAccount", namespace),
        *_rights(namespace, config),
        _made("v1", "ConfigMap", namespace, data={"config.yaml": dump(config)}),
        _deployment(namespace, image, _arguments(given)),
        _service(namespace),
        _made(
            "policy/v1",
            "PodDisruptionBudget",
            namespace,
            spec={"minAvailable": 1, "selector": {"matchLabels": _LABELS}},
        ),
        *_api_services(namespace, config, bundle, usage=usage),
    ]


def _bundle(name: str) -> str:
    try:
        pem = Path(name).read_text(encoding="ascii")
    except (OSError, ValueError) as error:
        raise FileAccessError(f"cannot read {name}: {error}") from error
    if "PRIVATE KEY" in pem or "BEGIN CERTIFICATE" not in pem:
        raise UsageError(f"{name} must hold certificates, and no private key")
    return base64.b64encode(pem.encode()).decode()


def _arguments(given: Mapping[str, Any]) -> list[str]:
    """Repeat the options, but for those that the manifests decide."""
    arguments = [
        f"--config={_CONFIG_FOLDER}/config.yaml",
        f"--tls-cert-file={_TLS_FOLDER}/tls.crt",
        f"--tls-private-key-file={_TLS_FOLDER}/tls.key",
        f"--secure-port={PORT}",
    ]
    if not given.get("shutdown_delay_duration"):
        arguments.append(f"--shutdown-delay-duration={_DELAY}")
    for option in OPTIONS:
        value = given.get(option.key)
        if not value or not option.field or option.field in _OWN:
            continue
        if option.sort == "flag":
            arguments.append(option.name)
        elif option.sort == "list":
            arguments += [f"{option.name}={one}" for one in value]
        else:
            arguments.append(f"{option.name}={value}")
    return arguments


def _made(api_version: str, kind: str, namespace: str, **content: Any) -> Manifest:
    metadata: Manifest = {"name": NAME}
    if namespace:
        metadata["namespace"] = namespace
    metadata["labels"] = dict(_LABELS)
    return {
        "apiVersion": api_version,
        "kind": kind,
        "metadata": metadata,
        **content,
    }


def _deployment(namespace: str, image: str, arguments: list[str]) -> Manifest:
    container = {
        "name": "serve",
        "image": image,
        "command": ["octoscale", "serve"],
        "args": arguments,
        "ports": [{"name": "https", "containerPort": PORT}],
        "livenessProbe": _probe("/livez"),
        "readinessProbe": _probe("/readyz"),
        "resources": {"requests": {"cpu": "100m", "memory": "128Mi"}},
        "securityContext": {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        },
        "volumeMounts": [
            {"name": "config", "mountPath": _CONFIG_FOLDER, "readOnly": True},
            {"name": "tls", "mountPath": _TLS_FOLDER, "readOnly": True},
        ],
    }
    pod = {
        "serviceAccountName": NAME,
        "securityContext": {
            "runAsNonRoot": True,
            "runAsUser": 65532,
            "seccompProfile": {"type": "RuntimeDefault"},
        },
        "topologySpreadConstraints": [
            {
                "maxSkew": 1,
                "topologyKey": "kubernetes.io/hostname",
                "whenUnsatisfiable": "ScheduleAnyway",
                "labelSelector": {"matchLabels": dict(_LABELS)},
            }
        ],
        "containers": [container],
        "volumes": [
            {"name": "config", "configMap": {"name": NAME}},
            {"name": "tls", "secret": {"secretName": SECRET}},
        ],
    }
    return _made(
        "apps/v1",
        "Deployment",
        namespace,
        spec={
            "replicas": 2,
            "selector": {"matchLabels": dict(_LABELS)},
            "template": {"metadata": {"labels": dict(_LABELS)}, "spec": pod},
        },
    )


def _probe(path: str) -> Manifest:
    return {"httpGet": {"path": path, "port": "https", "scheme": "HTTPS"}}


def _service(namespace: str) -> Manifest:
    port = {"name": "https", "port": 443, "targetPort": "https"}
    spec = {"selector": dict(_LABELS), "ports": [port]}
    return _made("v1", "Service", namespace, spec=spec)


def _api_services(
    namespace: str, config: AdapterConfig, bundle: str, *, usage: bool
) -> list[Manifest]:
    groups = [
        (wire.CUSTOM, bool(config.rules)),
        (wire.EXTERNAL, bool(config.external_rules)),
        (wire.RESOURCE, usage and config.resource_rules is not None),
    ]
    return [
        {
            "apiVersion": "apiregistration.k8s.io/v1",
            "kind": "APIService",
            "metadata": {"name": f"{version}.{group}", "labels": dict(_LABELS)},
            "spec": {
                "group": group,
                "version": version,
                "groupPriorityMinimum": 100,
                "versionPriority": 100 + rank,
                "service": {"name": NAME, "namespace": namespace, "port": 443},
                "caBundle": bundle,
            },
        }
        for group, wanted in groups
        if wanted
        for rank, version in enumerate(wire.VERSIONS[group])
    ]


def _rights(namespace: str, config: AdapterConfig) -> list[Manifest]:
    """Grant what the server needs, and what the HPA controller needs of it."""
    own = {"kind": "ServiceAccount", "name": NAME, "namespace": namespace}
    controller = {"kind": "ServiceAccount", "name": _HPA, "namespace": "kube-system"}
    rights = [
        _binding(f"{NAME}-auth-delegator", "system:auth-delegator", own),
        _reader(own),
        _cluster_role(f"{NAME}-objects", _objects(config)),
        _binding(f"{NAME}-objects", f"{NAME}-objects", own),
    ]
    groups = [wire.CUSTOM] if config.rules else []
    groups += [wire.EXTERNAL] if config.external_rules else []
    if groups:
        rule = {"apiGroups": groups, "resources": ["*"], "verbs": ["get", "list"]}
        name = f"{NAME}-{_HPA}"
        rights += [_cluster_role(name, [rule]), _binding(name, name, controller)]
    return rights


def _objects(config: AdapterConfig) -> list[Manifest]:
    """List and watch the resources that the rules' overrides name.

    Which ones a template finds is known in the cluster only; those have to be
    added by hand. Pods are always there: HPAs ask for them with a selector.
    """
    mapper = RESTMapper.builtin()
    named = {("", "pods")}
    for rule in config.rules:
        for override in rule.resources.overrides.values():
            try:
                found = normalise(override, mapper)
                named.add((found.group, found.resource))
            except MapperError:
                # A custom resource: only its cluster knows its plural.
                named.add((override.group, override.resource.lower()))
    by_group: dict[str, list[str]] = {}
    for group, resource in sorted(named):
        by_group.setdefault(group, []).append(resource)
    return [
        {"apiGroups": [group], "resources": resources, "verbs": ["list", "watch"]}
        for group, resources in by_group.items()
    ]


def _reader(subject: Manifest) -> Manifest:
    return {
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": "RoleBinding",
        "metadata": {
            "name": f"{NAME}-auth-reader",
            "namespace": requestheader.NAMESPACE,
            "labels": dict(_LABELS),
        },
        "roleRef": {
            "apiGroup": "rbac.authorization.k8s.io",
            "kind": "Role",
            "name": f"{requestheader.NAME}-reader",
        },
        "subjects": [subject],
    }


def _cluster_role(name: str, rules: list[Manifest]) -> Manifest:
    return {
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": "ClusterRole",
        "metadata": {"name": name, "labels": dict(_LABELS)},
        "rules": rules,
    }


def _binding(name: str, role: str, subject: Manifest) -> Manifest:
    return {
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": "ClusterRoleBinding",
        "metadata": {"name": name, "labels": dict(_LABELS)},
        "roleRef": {
            "apiGroup": "rbac.authorization.k8s.io",
            "kind": "ClusterRole",
            "name": role,
        },
        "subjects": [subject],
    }
