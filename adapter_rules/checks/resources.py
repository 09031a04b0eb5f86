"""Overrides that name a resource which the cluster is not known to have (AR001).

The adapter does not start with one. Without a cluster only Kubernetes' own
resources are known, and what the caller adds: a custom one is told mildly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_rules.rule import UNKNOWN_RESOURCE
from adapter_rules.stages.association import normalise
from octoscale.core.finding import Finding, Severity
from octoscale.kube.restmapper import (
    ApiResource,
    GroupResource,
    MapperError,
    RESTMapper,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from adapter_rules.checks.context import Context
    from adapter_rules.model import ResourceOverride

_EXTENSIONS = (
    ("ingresses", "ingress", "Ingress", 22),
    ("deployments", "deployment", "Deployment", 16),
    ("daemonsets", "daemonset", "DaemonSet", 16),
    ("replicasets", "replicaset", "ReplicaSet", 16),
)
"""What the group ``extensions`` had, until which minor version of Kubernetes."""


def mapper_for(
    minor: int | None = None,
    *,
    namespaced: Iterable[str] = (),
    cluster: Iterable[str] = (),
) -> RESTMapper:
    """Build the mapper of a cluster: its version, and its custom resources.

    >>> old = mapper_for(15)
    >>> str(old.resource_for(GroupResource("extensions", "ingress")).group_resource)
    'ingresses.extensions'
    """
    legacy = [
        _resource("extensions", plural, singular, kind)
        for plural, singular, kind, end in _EXTENSIONS
        if minor is not None and minor < end
    ]
    return RESTMapper.builtin(
        *legacy,
        *(_custom(name, namespaced=True) for name in namespaced),
        *(_custom(name, namespaced=False) for name in cluster),
    )


def unknown_resources(context: Context) -> Iterator[Finding]:
    """Find overrides that name no known resource."""
    for subject in context.subjects:
        for label, override in subject.rule.resources.overrides.items():
            try:
                normalise(override, context.mapper)
            except MapperError as error:
                custom = _may_be_custom(override)
                yield subject.finding(
                    UNKNOWN_RESOURCE,
                    Severity.WARNING if custom else Severity.ERROR,
                    f"the override of label {label!r}: {error}; the adapter does not "
                    "start with it",
                    at=("resources", "overrides", label),
                    hint=f"if it is a custom one: --resource {_written(override)}"
                    if custom
                    else "name it as 'kubectl api-resources' does, group apart",
                )


def _may_be_custom(override: ResourceOverride) -> bool:
    return "." in override.group and not override.group.endswith(".k8s.io")


def _written(override: ResourceOverride) -> GroupResource:
    return GroupResource(override.group, override.resource)


def _custom(name: str, *, namespaced: bool) -> ApiResource:
    wanted = GroupResource.parse(name)
    singular = wanted.resource.removesuffix("s")
    return _resource(
        wanted.group,
        wanted.resource,
        singular,
        singular.capitalize(),
        namespaced=namespaced,
    )


def _resource(
    group: str, plural: str, singular: str, kind: str, *, namespaced: bool = True
) -> ApiResource:
    return ApiResource(
        group=group,
        version="v1",
        plural=plural,
        singular=singular,
        kind=kind,
        namespaced=namespaced,
    )
