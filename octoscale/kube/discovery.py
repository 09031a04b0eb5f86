"""What an API server serves: its discovery documents, read and remembered.

Names are matched exactly as they are served; guessing plurals or short names is
the business of ``restmapper``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from octoscale.kube import paths
from octoscale.kube.errors import KubeError, NotFoundError, UnreachableError
from octoscale.kube.refusals import not_served
from octoscale.kube.restmapper import ApiResource
from octoscale.kube.types import Discovery, Kind, ServedKind

if TYPE_CHECKING:
    from collections.abc import Callable

CORE = "v1"
"""The only version of the core group."""


def served_kinds(document: Any) -> tuple[ServedKind, ...]:
    """Read one ``APIResourceList``; subresources go to the kind they belong to.

    >>> [kind] = served_kinds(
    ...     {
    ...         "groupVersion": "apps/v1",
    ...         "resources": [
    ...             {"name": "deployments", "kind": "Deployment", "namespaced": True},
    ...             {"name": "deployments/scale", "kind": "Scale", "namespaced": True},
    ...         ],
    ...     }
    ... )
    >>> kind.plural, sorted(kind.subresources)
    ('deployments', ['scale'])
    """
    api_version = str(document.get("groupVersion", ""))
    entries = document.get("resources") or ()
    subresources: dict[str, set[str]] = {}
    for entry in entries:
        plural, slash, subresource = str(entry["name"]).partition("/")
        if slash:
            subresources.setdefault(plural, set()).add(subresource)
    return tuple(
        ServedKind(
            kind=Kind(api_version, str(entry["kind"])),
            plural=str(entry["name"]),
            singular=str(entry.get("singularName", "")),
            namespaced=bool(entry.get("namespaced", False)),
            verbs=frozenset(entry.get("verbs") or ()),
            short_names=tuple(entry.get("shortNames") or ()),
            subresources=frozenset(subresources.get(str(entry["name"]), ())),
        )
        for entry in entries
        if "/" not in str(entry["name"])
    )


class Catalogue:
    """Asks for discovery documents when needed and keeps them.

    A kind that is not in a kept document is looked for once more: custom kinds
    appear while we run.
    """

    def __init__(self, fetch: Callable[[str], Any]) -> None:
        """Read documents with *fetch*, which takes a path and raises ``KubeError``."""
        self._fetch = fetch
        self._kept: dict[str, tuple[ServedKind, ...]] = {}

    def kind(self, kind: Kind) -> ServedKind:
        """Tell what is known about *kind*; ``NotFoundError`` if it is not served."""
        for known in (self._kept.get(kind.api_version), None):
            for served in known or self._read(kind.api_version):
                if served.kind == kind:
                    return served
        raise not_served(kind)

    def versions(self, group: str) -> tuple[str, ...]:
        """Give the versions of *group*, the server's favourite first."""
        if not group:
            return (CORE,)
        try:
            document = self._fetch(f"/apis/{group}")
        except NotFoundError:
            return ()
        return _favourite_first(document)

    def everything(self) -> Discovery:
        """Read the documents of all API versions, newly."""
        groups = self._fetch("/apis").get("groups") or ()
        api_versions = [CORE]
        for group in groups:
            name = group["name"]
            api_versions += [f"{name}/{version}" for version in _favourite_first(group)]
        kinds: list[ServedKind] = []
        failed: list[tuple[str, str]] = []
        for api_version in api_versions:
            try:
                kinds += self._read(api_version)
            except UnreachableError:
                raise
            except KubeError as error:
                failed.append((api_version, str(error)))
        return Discovery(kinds=tuple(kinds), failed=tuple(failed))

    def _read(self, api_version: str) -> tuple[ServedKind, ...]:
        document = self._fetch(paths.group_version(api_version))
        found = served_kinds(document)
        self._kept[api_version] = found
        return found


def _favourite_first(group: Any) -> tuple[str, ...]:
    versions = [str(entry["version"]) for entry in group.get("versions") or ()]
    favourite = (group.get("preferredVersion") or {}).get("version")
    return tuple(sorted(versions, key=lambda version: version != favourite))


def mapper_entries(discovery: Discovery) -> tuple[ApiResource, ...]:
    """Give what a ``RESTMapper`` of this very cluster is built from.

    >>> pods = ServedKind(kind=Kind("v1", "Pod"), plural="pods")
    >>> [entry.singular for entry in mapper_entries(Discovery(kinds=(pods,)))]
    ['pod']
    """
    return tuple(
        ApiResource(
            group=served.kind.group,
            version=served.kind.version,
            plural=served.plural,
            singular=served.singular or served.kind.name.lower(),
            kind=served.kind.name,
            namespaced=served.namespaced,
        )
        for served in discovery.kinds
    )
