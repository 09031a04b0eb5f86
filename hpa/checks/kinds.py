"""Which kinds there are, in which group, and which of them can be scaled.

The controller finds a kind by its group and name only: the version behind the
slash does not matter to it, and the API server checks none of it.
"""

from __future__ import annotations

from octoscale.kube.builtin_resources import BUILTIN

CORE = ""

SCALABLE = (
    ("apps", "Deployment"),
    ("apps", "StatefulSet"),
    ("apps", "ReplicaSet"),
    (CORE, "ReplicationController"),
)
"""Kubernetes' own kinds with a scale subresource."""

GONE: dict[tuple[str, str], tuple[int, str]] = {
    ("extensions", "DaemonSet"): (16, "apps/v1"),
    ("extensions", "Deployment"): (16, "apps/v1"),
    ("extensions", "ReplicaSet"): (16, "apps/v1"),
    ("extensions", "Ingress"): (22, "networking.k8s.io/v1"),
}
"""Group and kind that Kubernetes moved: first minor without it, and where it is
now (kubernetes.io, deprecated API migration guide)."""

_GROUPS_OF: dict[str, list[str]] = {}
_VERSIONS = {row.group: row.version for row in BUILTIN}
for _row in BUILTIN:
    for _kind, _ in _row.kinds:
        _GROUPS_OF.setdefault(_kind, []).append(_row.group)


def is_gone(group: str, kind: str, minor: int) -> bool:
    """Tell whether Kubernetes 1.*minor* no longer has the kind in this group."""
    since, _ = GONE.get((group, kind), (minor + 1, ""))
    return minor >= since


def home_of(kind: str) -> str:
    """Give the ``apiVersion`` of one of Kubernetes' own kinds; empty if unknown.

    >>> home_of("Deployment"), home_of("Pod"), home_of("Rollout")
    ('apps/v1', 'v1', '')
    """
    groups = _GROUPS_OF.get(kind)
    if not groups:
        return ""
    group = groups[0]
    return f"{group}/{_VERSIONS[group]}" if group else _VERSIONS[group]


def exists(group: str, kind: str) -> bool:
    """Tell whether a cluster can have the kind in this group.

    Groups with a dot may be custom ones, of which nothing is known here; a
    custom group without a dot is refused by the API server.

    >>> exists("apps", "Deployment"), exists("", "Deployment"), exists("a.io", "X")
    (True, False, True)
    """
    if (group, kind) in GONE or group in _GROUPS_OF.get(kind, ()):
        return True
    return "." in group and group not in _VERSIONS


def is_known(group: str, kind: str) -> bool:
    """Tell whether the kind is one of Kubernetes' own in this group."""
    return group in _GROUPS_OF.get(kind, ())
