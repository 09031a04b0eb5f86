"""MF301: a name that no object or container can have.

Names of ports are MF302's business, labels MF303's; an HPA's own name is told by
the API server's rules (HP004).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hpa.model.objects import KIND as HPA
from hpa.validation.names import dns_label, dns_subdomain, path_segment
from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpa.checks.manifest import Manifest
    from octoscale.check.context import Context
    from octoscale.core.yamlio import DocumentPath

_SEGMENTS = ("ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding")


def check(context: Context) -> Iterator[Finding]:
    """Find names that the API server refuses.

    An object is called by small letters, digits, ``-`` and ``.``; a Service, a
    namespace and a container have no ``.``, and a Service begins with a letter. An
    underscore is nowhere allowed but in the names of roles.
    """
    for manifest in context.manifests:
        known = context.schemas.of(manifest.api_version, manifest.kind) is not None
        if manifest.kind != HPA and (known or manifest.at("metadata") is not None):
            yield from _finding(manifest, ("metadata", "name"), _rules(manifest))
        namespace = manifest.namespace
        if namespace:
            yield from _finding(
                manifest, ("metadata", "namespace"), dns_label(namespace)
            )
    for pods in context.pods:
        containers = pods.manifest.at(*pods.containers)
        for index in range(len(containers) if isinstance(containers, list) else 0):
            path = (*pods.containers, index, "name")
            name = pods.manifest.text(*path)
            if name:
                yield from _finding(pods.manifest, path, dns_label(name))


def _rules(manifest: Manifest) -> list[str]:
    name = manifest.name
    if not name:
        given = manifest.at("metadata", "generateName") or manifest.at(
            "metadata", "name"
        )
        return [] if given else ["is missing"]
    if manifest.kind in _SEGMENTS:
        return path_segment(name)
    if manifest.kind == "Namespace":
        return dns_label(name)
    if manifest.kind == "Service" and manifest.group == "":
        starts = [] if re.match("[a-z]", name) else ["must start with a letter"]
        return dns_label(name) or starts
    return dns_subdomain(name)


def _finding(
    manifest: Manifest, path: DocumentPath, problems: list[str]
) -> Iterator[Finding]:
    if problems:
        name = manifest.text(*path)
        what = "namespace" if path[-1] == "namespace" else "name"
        yield Finding(
            code="MF301",
            severity=Severity.ERROR,
            place=manifest.place(*path),
            message=f"{manifest.kind}: the {what} {name!r} {problems[0]}",
            hint=f"call it {_better(name)!r}" if name else "give it a metadata.name",
        )


def _better(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:63] or "a name"
