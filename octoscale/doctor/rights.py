"""The rights that a diagnosis needs, as RBAC objects, for each depth.

No right to write anything, none to read Secrets. Reading ConfigMaps is asked for in
the adapter's namespace only; ``pods/proxy``, which reaches into every pod, only for
the deep look.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from octoscale.kube.types import Manifest

NAME = "octoscale-doctor"

_RULES: tuple[dict[str, Any], ...] = (
    {
        "apiGroups": ["autoscaling"],
        "resources": ["horizontalpodautoscalers"],
        "verbs": ["get", "list"],
    },
    {"apiGroups": [""], "resources": ["pods", "events"], "verbs": ["get", "list"]},
    {
        "apiGroups": ["apps"],
        "resources": [
            "deployments/scale",
            "replicasets/scale",
            "statefulsets/scale",
        ],
        "verbs": ["get"],
    },
    {
        "apiGroups": [""],
        "resources": ["replicationcontrollers/scale"],
        "verbs": ["get"],
    },
    {
        "apiGroups": ["apiregistration.k8s.io"],
        "resources": ["apiservices"],
        "verbs": ["get", "list"],
    },
    {
        "apiGroups": [
            "custom.metrics.k8s.io",
            "external.metrics.k8s.io",
            "metrics.k8s.io",
        ],
        "resources": ["*"],
        "verbs": ["get", "list"],
    },
    {
        "apiGroups": ["authorization.k8s.io"],
        "resources": ["subjectaccessreviews"],
        "verbs": ["create"],
    },
)
_ADAPTER_RULES: tuple[dict[str, Any], ...] = (
    {
        "apiGroups": [""],
        "resources": ["configmaps", "services"],
        "verbs": ["get", "list"],
    },
    {"apiGroups": ["apps"], "resources": ["deployments"], "verbs": ["get", "list"]},
)
_DEEP_RULES: tuple[dict[str, Any], ...] = (
    {"apiGroups": [""], "resources": ["pods/proxy"], "verbs": ["get"]},
)


def roles(*, deep: bool) -> list[Manifest]:
    """Give the roles: one for the cluster, one to bind in the adapter's namespace.

    Without the second, ``--config FILE`` names the rules. A described object of an
    Object metric needs ``get`` on its kind as well. The access reviews are a
    question and change nothing, although their verb is ``create``.

    >>> [role["metadata"]["name"] for role in roles(deep=False)]
    ['octoscale-doctor', 'octoscale-doctor-adapter']
    """
    made = [_role(NAME, _RULES), _role(f"{NAME}-adapter", _ADAPTER_RULES)]
    if deep:
        made.append(_role(f"{NAME}-deep", _DEEP_RULES))
    return made


def _role(name: str, rules: tuple[dict[str, Any], ...]) -> Manifest:
    return {
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": "ClusterRole",
        "metadata": {"name": name},
        "rules": [dict(rule) for rule in rules],
    }
