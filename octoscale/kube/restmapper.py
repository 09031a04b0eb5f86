"""From any spelling of a Kubernetes resource to the one that the API uses.

Follows the mapper that Go clients build from a cluster's discovery documents
(``restmapper.NewDiscoveryRESTMapper``): singular or plural in any case, a group
left out or given by its beginning, earlier groups before later ones. Short
names (``po``) are ``kubectl``'s and not known here, nor is the cluster asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from octoscale.core.errors import OctoscaleError
from octoscale.kube.builtin_resources import BUILTIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from octoscale.kube.builtin_resources import ResourceRow


class MapperError(OctoscaleError):
    """A name stands for no resource, or for several."""


class NoMatchError(MapperError):
    """No resource is called so."""


class AmbiguousError(MapperError):
    """Several resources of one group answer to the name."""


@dataclass(frozen=True, slots=True, order=True)
class GroupResource:
    """A resource and its API group; the core group is the empty text.

    >>> GroupResource.parse("deployments.apps")
    GroupResource(group='apps', resource='deployments')
    >>> str(GroupResource("", "pods"))
    'pods'
    """

    group: str
    resource: str

    @classmethod
    def parse(cls, text: str) -> GroupResource:
        """Split at the first dot, as ``schema.ParseGroupResource`` does."""
        resource, _, group = text.partition(".")
        return cls(group, resource)

    def __str__(self) -> str:
        """Write it as the API does: the group, if any, behind a dot."""
        return f"{self.resource}.{self.group}" if self.group else self.resource


PODS = GroupResource("", "pods")
NAMESPACES = GroupResource("", "namespaces")
NODES = GroupResource("", "nodes")
PERSISTENT_VOLUMES = GroupResource("", "persistentvolumes")


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiResource:
    """One resource as a cluster's discovery document lists it."""

    group: str
    version: str
    plural: str
    singular: str
    kind: str
    namespaced: bool

    @property
    def group_resource(self) -> GroupResource:
        """Its group and plural name."""
        return GroupResource(self.group, self.plural)


class RESTMapper:
    """Finds the resource behind a name; immutable.

    >>> mapper = RESTMapper.builtin()
    >>> str(mapper.resource_for(GroupResource("", "Deployment")).group_resource)
    'deployments.apps'
    >>> str(mapper.resource_for(GroupResource("networking", "ingress")).group_resource)
    'ingresses.networking.k8s.io'
    """

    def __init__(self, resources: Iterable[ApiResource]) -> None:
        """Know *resources*; earlier groups win, and each group's first version."""
        self._groups: dict[tuple[str, str], list[ApiResource]] = {}
        self._ranks: dict[str, int] = {}
        self._preferred: dict[str, str] = {}
        for resource in resources:
            group, version = resource.group, resource.version
            self._ranks.setdefault(group, len(self._ranks))
            self._preferred.setdefault(group, version)
            self._groups.setdefault((group, version), []).append(resource)
        for key, known in self._groups.items():
            known.extend(list(_lists(*key, known)))

    @classmethod
    def builtin(cls, *more: ApiResource) -> RESTMapper:
        """Know Kubernetes' own resources, and *more* (custom ones) after them."""
        return cls([*_builtin(), *more])

    def resource_for(self, name: GroupResource) -> ApiResource:
        """Find the one resource that *name* stands for.

        Raises ``NoMatchError`` and ``AmbiguousError``.
        """
        found = self._candidates(name)
        best = min(map(self._rank, found))
        first = [resource for resource in found if self._rank(resource) == best]
        if len({resource.plural for resource in first}) > 1:
            several = ", ".join(str(resource.group_resource) for resource in first)
            raise AmbiguousError(f"{str(name)!r} stands for several: {several}")
        return first[0]

    def singular_for(self, resource: str) -> str:
        """Give the singular of a resource's name, whatever its group.

        Raises ``NoMatchError`` and ``AmbiguousError``.

        >>> RESTMapper.builtin().singular_for("ingresses")
        'ingress'
        """
        for found in self._by_version(GroupResource("", resource)):
            singulars = {candidate.singular for candidate in found}
            if len(singulars) == 1:
                return singulars.pop()
        raise NoMatchError(f"no singular is known of {resource!r}")

    def _candidates(self, name: GroupResource) -> list[ApiResource]:
        if not name.resource:
            raise NoMatchError(f"a resource's name is missing (group {name.group!r})")
        found = [match for matches in self._by_version(name) for match in matches]
        if not found:
            raise NoMatchError(f"the cluster has no resource {str(name)!r}")
        return found

    def _by_version(self, name: GroupResource) -> Iterator[list[ApiResource]]:
        """Give the matches of each group and version that has any.

        With a group, equal groups are looked at first, then groups that start
        with it: ``storage`` finds ``storage.k8s.io``.
        """
        wanted = name.resource.lower()
        for (group, _), known in self._groups.items():
            if name.group and not group.startswith(name.group):
                continue
            matches = [r for r in known if wanted in (r.plural, r.singular)]
            if matches:
                yield matches

    def _rank(self, resource: ApiResource) -> tuple[bool, int]:
        """Order candidates: preferred versions first, then by group."""
        other = self._preferred[resource.group] != resource.version
        return other, self._ranks[resource.group]


def _builtin() -> Iterator[ApiResource]:
    for row in BUILTIN:
        for kind, plural in row.kinds:
            yield _resource(row, kind, plural)


def _resource(row: ResourceRow, kind: str, plural: str) -> ApiResource:
    return ApiResource(
        group=row.group,
        version=row.version,
        plural=plural,
        singular=kind.lower(),
        kind=kind,
        namespaced=row.scope == "Namespaced",
    )


def _lists(group: str, version: str, known: list[ApiResource]) -> Iterator[ApiResource]:
    """Give the list kinds, which Go's mapper takes for resources, too.

    So a label called ``podlist`` associates with ``podlists``, and one called
    ``list`` with ``lists``, like upstream.
    """
    scopes = {f"{resource.kind}List": resource.namespaced for resource in known}
    for kind, namespaced in {**scopes, "List": False}.items():
        singular = kind.lower()
        yield ApiResource(
            group=group,
            version=version,
            plural=f"{singular}s",
            singular=singular,
            kind=kind,
            namespaced=namespaced,
        )
