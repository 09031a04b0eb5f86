"""Group-versions that Kubernetes removed, and what came after them.

Data only (kubernetes.io, deprecated API migration guide). Which fields the
successor has is ``schemas``' business.
"""

from __future__ import annotations

from typing import NamedTuple


class RemovedRow(NamedTuple):
    """Kinds of one group-version that left together."""

    api_version: str
    kinds: tuple[str, ...]
    since: int
    """The first minor version that no longer serves them."""

    successor: str
    """The ``apiVersion`` to write instead; empty where nothing came after."""


_REVIEWS = (
    "LocalSubjectAccessReview",
    "SelfSubjectAccessReview",
    "SelfSubjectRulesReview",
    "SubjectAccessReview",
)
_ROLES = ("ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding")
_WEBHOOKS = ("MutatingWebhookConfiguration", "ValidatingWebhookConfiguration")
_FLOWS = ("FlowSchema", "PriorityLevelConfiguration")
_STORAGE = ("CSIDriver", "CSINode", "StorageClass", "VolumeAttachment")
_FLOW = "flowcontrol.apiserver.k8s.io"
_RBAC = "rbac.authorization.k8s.io"

REMOVED: tuple[RemovedRow, ...] = (
    RemovedRow(
        "extensions/v1beta1", ("DaemonSet", "Deployment", "ReplicaSet"), 16, "apps/v1"
    ),
    RemovedRow("extensions/v1beta1", ("NetworkPolicy",), 16, "networking.k8s.io/v1"),
    RemovedRow("extensions/v1beta1", ("PodSecurityPolicy",), 16, ""),
    RemovedRow("apps/v1beta1", ("Deployment", "StatefulSet"), 16, "apps/v1"),
    RemovedRow(
        "apps/v1beta2",
        ("DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"),
        16,
        "apps/v1",
    ),
    RemovedRow("extensions/v1beta1", ("Ingress",), 22, "networking.k8s.io/v1"),
    RemovedRow(
        "networking.k8s.io/v1beta1",
        ("Ingress", "IngressClass"),
        22,
        "networking.k8s.io/v1",
    ),
    RemovedRow(
        "admissionregistration.k8s.io/v1beta1",
        _WEBHOOKS,
        22,
        "admissionregistration.k8s.io/v1",
    ),
    RemovedRow(
        "apiextensions.k8s.io/v1beta1",
        ("CustomResourceDefinition",),
        22,
        "apiextensions.k8s.io/v1",
    ),
    RemovedRow(
        "apiregistration.k8s.io/v1beta1",
        ("APIService",),
        22,
        "apiregistration.k8s.io/v1",
    ),
    RemovedRow(
        "authentication.k8s.io/v1beta1",
        ("TokenReview",),
        22,
        "authentication.k8s.io/v1",
    ),
    RemovedRow("authorization.k8s.io/v1beta1", _REVIEWS, 22, "authorization.k8s.io/v1"),
    RemovedRow(
        "certificates.k8s.io/v1beta1",
        ("CertificateSigningRequest",),
        22,
        "certificates.k8s.io/v1",
    ),
    RemovedRow("coordination.k8s.io/v1beta1", ("Lease",), 22, "coordination.k8s.io/v1"),
    RemovedRow(f"{_RBAC}/v1alpha1", _ROLES, 22, f"{_RBAC}/v1"),
    RemovedRow(f"{_RBAC}/v1beta1", _ROLES, 22, f"{_RBAC}/v1"),
    RemovedRow(
        "scheduling.k8s.io/v1beta1", ("PriorityClass",), 22, "scheduling.k8s.io/v1"
    ),
    RemovedRow("storage.k8s.io/v1beta1", _STORAGE, 22, "storage.k8s.io/v1"),
    RemovedRow("batch/v1beta1", ("CronJob",), 25, "batch/v1"),
    RemovedRow(
        "discovery.k8s.io/v1beta1", ("EndpointSlice",), 25, "discovery.k8s.io/v1"
    ),
    RemovedRow("events.k8s.io/v1beta1", ("Event",), 25, "events.k8s.io/v1"),
    RemovedRow("node.k8s.io/v1beta1", ("RuntimeClass",), 25, "node.k8s.io/v1"),
    RemovedRow("policy/v1beta1", ("PodDisruptionBudget",), 25, "policy/v1"),
    RemovedRow("policy/v1beta1", ("PodSecurityPolicy",), 25, ""),
    RemovedRow(f"{_FLOW}/v1beta1", _FLOWS, 26, f"{_FLOW}/v1"),
    RemovedRow(
        "storage.k8s.io/v1beta1", ("CSIStorageCapacity",), 27, "storage.k8s.io/v1"
    ),
    RemovedRow(f"{_FLOW}/v1beta2", _FLOWS, 29, f"{_FLOW}/v1"),
    RemovedRow(f"{_FLOW}/v1beta3", _FLOWS, 32, f"{_FLOW}/v1"),
)
"""In the order of their going. HPAs are ``hpa.checks``' business (HP101)."""

_BY_KIND = {(row.api_version, kind): row for row in REMOVED for kind in row.kinds}


def removed(api_version: str, kind: str) -> RemovedRow | None:
    """Find what became of a kind; ``None`` for one that is still there.

    >>> removed("apps/v1beta1", "Deployment").successor
    'apps/v1'
    >>> removed("apps/v1", "Deployment") is None
    True
    """
    return _BY_KIND.get((api_version, kind))
