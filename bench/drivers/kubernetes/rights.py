"""The rights that a bench needs on a cluster: as a role, and asked for before it runs.

No more than its calls; the tests run under exactly these. Rights of the metrics
server are its own manifests' business.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bench.drivers.kubernetes.metrics_path import GROUP as METRICS
from bench.drivers.kubernetes.names import MANAGED_BY, TOOL
from octoscale.core.errors import EnvironmentMissingError

if TYPE_CHECKING:
    from bench.plan import Plan
    from octoscale.kube.base import KubePort
    from octoscale.kube.types import Manifest

_FOLLOW = ("list", "watch")
_MAKE = ("create", "delete")


@dataclass(frozen=True, slots=True)
class Right:
    """What may be done with one kind of object."""

    group: str
    plural: str
    verbs: tuple[str, ...]

    def __str__(self) -> str:
        """Write it the way people say it.

        >>> str(Right("apps", "deployments", ("list", "watch")))
        'list, watch deployments.apps'
        """
        suffix = f".{self.group}" if self.group else ""
        return f"{', '.join(self.verbs)} {self.plural}{suffix}"


def rights(plan: Plan) -> tuple[Right, ...]:
    """List the rights that a run of *plan* needs."""
    metric = plan.metric.descriptor.api_name
    return (
        Right("", "namespaces", ("get", "list", *_MAKE)),
        Right("", "nodes", ("list",)),
        Right("", "pods", (*_FOLLOW, *_MAKE)),
        Right("", "services", _MAKE),
        Right("", "endpoints", _FOLLOW),
        Right("", "events", _FOLLOW),
        Right("apps", "deployments", (*_FOLLOW, *_MAKE)),
        Right(
            "autoscaling",
            "horizontalpodautoscalers",
            ("get", *_FOLLOW, *_MAKE, "patch"),  # applied on the server's side
        ),
        Right(METRICS, f"pods/{metric}", ("get",)),
    )


def roles(plan: Plan, *, user: str = "octoscale-bench") -> list[Manifest]:
    """Write the rights as a ClusterRole, bound to a group for the user to rename.

    It is a ClusterRole because the namespace does not exist before the run.
    """
    metadata = {"name": TOOL, "labels": {MANAGED_BY: TOOL}}
    role = {
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": "ClusterRole",
        "metadata": metadata,
        "rules": [
            {"apiGroups": [r.group], "resources": [r.plural], "verbs": list(r.verbs)}
            for r in rights(plan)
        ],
    }
    binding = {
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": "ClusterRoleBinding",
        "metadata": metadata,
        "roleRef": {
            "apiGroup": "rbac.authorization.k8s.io",
            "kind": "ClusterRole",
            "name": TOOL,
        },
        "subjects": [
            {"apiGroup": "rbac.authorization.k8s.io", "kind": "Group", "name": user}
        ],
    }
    return [role, binding]


def require(kube: KubePort, plan: Plan) -> None:
    """Ask the server whether we have all rights.

    Raises ``EnvironmentMissingError`` which lists those that we lack.
    """
    lacking = []
    for right in rights(plan):
        verbs = tuple(verb for verb in right.verbs if not _allowed(kube, right, verb))
        if verbs:
            lacking.append(str(Right(right.group, right.plural, verbs)))
    if lacking:
        raise EnvironmentMissingError(
            f"rights are missing on {kube.address.server}: {'; '.join(lacking)}",
            hint="octoscale bench --print-rbac writes the role",
        )


def _allowed(kube: KubePort, right: Right, verb: str) -> bool:
    plural, _, subresource = right.plural.partition("/")
    asked = {"verb": verb, "group": right.group, "resource": plural}
    if subresource:
        asked["subresource"] = subresource
    review: dict[str, Any] = {
        "apiVersion": "authorization.k8s.io/v1",
        "kind": "SelfSubjectAccessReview",
        "spec": {"resourceAttributes": asked},
    }
    answer = kube.create(review)
    return (answer.get("status") or {}).get("allowed") is True
