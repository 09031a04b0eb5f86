"""HPAs on a cluster: apply them on the server's side, and tell what would change.

Over the port to Kubernetes; which cluster that is was decided by whoever gives
the port. How a server stores an HPA is ``hpa.served``'s business.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from hpa.algorithm.versions import minor_of
from hpa.defaults import with_defaults
from hpa.dry_run import corrected
from hpa.model.codec import encode
from hpa.model.convert import Conversion, convert
from hpa.model.meta import ObjectMeta
from hpa.model.objects import (
    GROUP,
    AnyHorizontalPodAutoscaler,
    Version,
    from_dict,
    to_dict,
    version_of,
)
from hpa.served import FIRST_MINOR_THAT_STORES_V2, as_served
from octoscale.core import yamlio
from octoscale.core.errors import EnvironmentMissingError
from octoscale.kube.errors import ConflictError, NotFoundError
from octoscale.kube.objects import named
from octoscale.kube.types import DryRun, Kind

if TYPE_CHECKING:
    from hpa.model.losses import Loss
    from octoscale.kube.base import KubePort
    from octoscale.kube.errors import Cause
    from octoscale.kube.types import Manifest

WRITABLE: tuple[Version, ...] = ("v2", "v2beta2")
"""The versions that say everything, the first one preferred."""

Outcome = Literal["created", "changed", "unchanged", "not sent"]
"""The last one: nobody knows, because nothing was sent (a dry run of the client)."""

_SERVER_MANAGED = (
    "managedFields",
    "resourceVersion",
    "uid",
    "generation",
    "creationTimestamp",
    "selfLink",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What came of applying one HPA."""

    manifest: Manifest
    """As the server has it now, or would have it."""

    outcome: Outcome
    losses: tuple[Loss, ...]
    """What the version that the server takes cannot say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One HPA as it is on the server, and as it would be after applying."""

    name: str
    namespace: str
    api_version: str
    live: Manifest | None
    """Without what the server manages; ``None`` when there is no such object."""

    wanted: Manifest
    """The same after applying, found by a dry run on the server."""

    conflicts: tuple[Cause, ...] = ()
    """Fields that other managers own and that applying would have to force."""

    @property
    def is_empty(self) -> bool:
        """Whether applying would change nothing."""
        return self.live == self.wanted

    def lines(self) -> list[str]:
        """Give the difference as a unified diff of YAML; empty when there is none."""
        if self.is_empty:
            return []
        title = f"{self.namespace}/{self.name}"
        before = "" if self.live is None else yamlio.dump(self.live)
        found = difflib.unified_diff(
            before.splitlines(),
            yamlio.dump(self.wanted).splitlines(),
            fromfile=f"{title} (live)" if self.live else "/dev/null",
            tofile=f"{title} (applied)",
            lineterm="",
        )
        return list(found)


def apply(
    kube: KubePort,
    hpa: AnyHorizontalPodAutoscaler,
    *,
    namespace: str | None = None,
    force: bool = False,
    dry_run: DryRun = DryRun.NONE,
) -> Applied:
    """Apply *hpa* with our field manager, in a version that the server takes.

    What a server manages itself is left out first, so that a manifest read from
    a cluster can be applied to one. *namespace* is where an object goes that
    names none; without it, the context's. Raises ``KubeError``; a
    ``ConflictError`` unless *force* takes the fields over.
    """
    prepared = _prepared(kube, hpa)
    manifest = to_dict(prepared.result)
    where = _namespace(kube, hpa, namespace)
    live = _live(kube, manifest, where)
    result = kube.apply(manifest, namespace=where, force=force, dry_run=dry_run)
    if dry_run is DryRun.SERVER:
        version = _server_version(kube)
        result = corrected(result, live=live, applied=manifest, server_version=version)
    return Applied(
        manifest=result,
        outcome="not sent"
        if dry_run is DryRun.CLIENT
        else _outcome(kube, live, result),
        losses=prepared.losses,
    )


def difference(
    kube: KubePort, hpa: AnyHorizontalPodAutoscaler, *, namespace: str | None = None
) -> Difference:
    """Compare what is on the server with what applying *hpa* would leave there.

    Raises ``KubeError`` for an object that the server refuses.
    """
    prepared = _prepared(kube, hpa).result
    manifest = to_dict(prepared)
    where = _namespace(kube, hpa, namespace)
    live = _live(kube, manifest, where)
    conflicts: tuple[Cause, ...] = ()
    try:
        wanted = kube.apply(manifest, namespace=where, dry_run=DryRun.SERVER)
    except ConflictError as error:
        conflicts = error.causes
        wanted = kube.apply(
            manifest, namespace=where, force=True, dry_run=DryRun.SERVER
        )
    server = _server_version(kube)
    wanted = corrected(wanted, live=live, applied=manifest, server_version=server)
    return Difference(
        name=prepared.metadata.name,
        namespace=where,
        api_version=prepared.api_version,
        live=None if live is None else comparable(live, server),
        wanted=comparable(wanted, server),
        conflicts=conflicts,
    )


def version_to_write(kube: KubePort, hpa: AnyHorizontalPodAutoscaler) -> Version:
    """Choose the API version: the object's own if the server takes it.

    Only v2 and v2beta2 are written, since v1 hides metrics in annotations.
    Raises ``EnvironmentMissingError`` for a server that has neither.
    """
    served = kube.served_versions(GROUP)
    own = version_of(hpa)
    for version in (own, *WRITABLE):
        if version in WRITABLE and version in served:
            return version
    known = ", ".join(served) or "none"
    raise EnvironmentMissingError(
        f"the server has neither {GROUP}/v2 nor {GROUP}/v2beta2 (it has: {known})"
    )


def comparable(manifest: Manifest, server_version: str) -> Manifest:
    """Leave out what the server manages, and what its storage rewrites.

    Servers below 1.28 store autoscaling/v1, so that metrics come back in another
    order than a dry run shows; both are brought into the stored form.
    """
    value: dict[str, Any] = dict(manifest)
    value.pop("status", None)
    metadata = dict(value.get("metadata") or {})
    for field in _SERVER_MANAGED:
        metadata.pop(field, None)
    value["metadata"] = metadata
    if minor_of(server_version) >= FIRST_MINOR_THAT_STORES_V2:
        return value
    return to_dict(as_served(from_dict(value), kubernetes=server_version))


def _prepared(
    kube: KubePort, hpa: AnyHorizontalPodAutoscaler
) -> Conversion[AnyHorizontalPodAutoscaler]:
    converted = convert(_declared(hpa), version_to_write(kube, hpa))
    return Conversion(_explicit(_declared(converted.result)), converted.losses)


def _declared(hpa: AnyHorizontalPodAutoscaler) -> AnyHorizontalPodAutoscaler:
    """Keep what an author declares: no status, no metadata of the server's."""
    old = hpa.metadata
    metadata = ObjectMeta(
        name=old.name,
        namespace=old.namespace,
        labels=old.labels,
        annotations=old.annotations,
        owner_references=old.owner_references,
        finalizers=old.finalizers,
    )
    return replace(hpa, metadata=metadata, status=None)


def _explicit(hpa: AnyHorizontalPodAutoscaler) -> AnyHorizontalPodAutoscaler:
    """Write an empty ``behavior`` out.

    It means the API's defaults. But server-side apply takes the object away when
    it removes all that we set in it before, and then there is no behavior at all.
    """
    behavior = getattr(hpa.spec, "behavior", None)
    if behavior is None or _says_something(encode(behavior)):
        return hpa
    filled: Any = getattr(with_defaults(hpa).spec, "behavior", None)
    spec: Any = hpa.spec
    changed: Any = replace(hpa, spec=replace(spec, behavior=filled))
    result: AnyHorizontalPodAutoscaler = changed
    return result


def _says_something(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_says_something, value.values()))
    return True


def _namespace(
    kube: KubePort, hpa: AnyHorizontalPodAutoscaler, given: str | None
) -> str:
    return given or hpa.metadata.namespace or kube.address.namespace


def _live(kube: KubePort, manifest: Manifest, namespace: str) -> Manifest | None:
    """Read what is there; raises ``InvalidError`` for an object without a name."""
    try:
        return kube.get(Kind.of(manifest), named(manifest), namespace=namespace)
    except NotFoundError:
        return None


def _outcome(kube: KubePort, live: Manifest | None, result: Manifest) -> Outcome:
    if live is None:
        return "created"
    server = _server_version(kube)
    same = comparable(live, server) == comparable(result, server)
    return "unchanged" if same else "changed"


def _server_version(kube: KubePort) -> str:
    """Give the server's version; one that is none is taken for a new one."""
    version = kube.server_version()
    try:
        minor_of(version)
    except ValueError:
        return f"1.{FIRST_MINOR_THAT_STORES_V2}"
    return version
