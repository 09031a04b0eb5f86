"""What a plain Kubernetes 1.23 serves, as far as the in-memory cluster needs it.

Kinds come from ``builtin_resources``; here are their verbs, their subresources
and the versions of the HPA's group. A real server is asked, never guessed.
"""

from __future__ import annotations

from octoscale.kube.builtin_resources import BUILTIN
from octoscale.kube.types import Kind, ServedKind

SERVER_VERSION = "v1.23.0"
"""The version that this table is of."""

AUTOSCALING_VERSIONS = ("v2", "v1", "v2beta1", "v2beta2")
"""In the server's order, its favourite first."""

_VERBS = frozenset(
    ("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch")
)
_STATUS_ONLY = frozenset(("status",))
_SCALABLE = frozenset(("scale", "status"))
_WITH_SCALE = frozenset(
    ("deployments", "replicasets", "replicationcontrollers", "statefulsets")
)


def builtin_kinds() -> tuple[ServedKind, ...]:
    """Give every kind of a plain cluster.

    >>> {k.kind.version for k in builtin_kinds() if k.kind.group == "autoscaling"} == {
    ...     *AUTOSCALING_VERSIONS
    ... }
    True
    """
    return tuple(
        ServedKind(
            kind=Kind(f"{row.group}/{version}" if row.group else version, kind),
            plural=plural,
            singular=kind.lower(),
            namespaced=row.scope == "Namespaced",
            verbs=_VERBS,
            subresources=_SCALABLE if plural in _WITH_SCALE else _STATUS_ONLY,
        )
        for row in BUILTIN
        for version in _versions(row.group, row.version)
        for kind, plural in row.kinds
    )


def _versions(group: str, version: str) -> tuple[str, ...]:
    return AUTOSCALING_VERSIONS if group == "autoscaling" else (version,)
