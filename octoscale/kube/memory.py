"""A cluster in memory: the port for unit tests, without a server or a thread.

It keeps objects, versions, namespaces, owners of fields and history. It runs no
controller, defaults nothing and validates no kind's own fields: what needs that
is tested against a real API server. An object is kept once for all versions of
its group and read in the version asked for, its fields unchanged, unless
``convert`` is given.
"""

from __future__ import annotations

import copy
from collections import deque
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from octoscale.kube import objects, ownership, refusals, selectors
from octoscale.kube.base import FIELD_MANAGER
from octoscale.kube.builtin_kinds import SERVER_VERSION, builtin_kinds
from octoscale.kube.ownership import APPLY, UPDATE, Manager
from octoscale.kube.paths import DEFAULT_NAMESPACE
from octoscale.kube.store import Store, StoreKey
from octoscale.kube.types import (
    AccessVerdict,
    Address,
    Discovery,
    DryRun,
    Kind,
    Listing,
    TokenVerdict,
    WatchEvent,
)
from octoscale.kube.watching import Watch, never

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Mapping, Sequence

    from octoscale.kube.errors import KubeError
    from octoscale.kube.types import AccessRequest, Manifest, ServedKind, UserInfo

NAMESPACES = Kind("v1", "Namespace")
"""The kind that all others live in."""

ADMINISTRATORS = "system:masters"
"""The group that may do everything, here as in a real cluster."""


def administrators_only(request: AccessRequest) -> bool:
    """Allow what an untouched cluster allows: all to administrators, else nothing."""
    return ADMINISTRATORS in request.user.groups


def keep_fields(manifest: Manifest, api_version: str) -> Manifest:
    """Read an object in another version of its group without touching its fields."""
    return {**manifest, "apiVersion": api_version}


class MemoryKube:
    """``KubePort`` over a dictionary.

    >>> kube = MemoryKube()
    >>> made = kube.create(
    ...     {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}}
    ... )
    >>> kube.get(Kind("v1", "ConfigMap"), "a")["metadata"]["namespace"]
    'default'
    """

    def __init__(
        self,
        *,
        custom_kinds: Iterable[ServedKind] = (),
        tokens: Mapping[str, UserInfo] | None = None,
        allows: Callable[[AccessRequest], bool] = administrators_only,
        convert: Callable[[Manifest, str], Manifest] = keep_fields,
        clock: Callable[[], float] = lambda: 0.0,
    ) -> None:
        """Begin empty but for the namespace ``default``.

        *tokens* are known bearers, *allows* answers access reviews, *convert*
        turns an object into an API version, *clock* (seconds since 1970) stamps.
        """
        self.address = Address(server="memory:")
        self.documents: dict[str, Any] = {}
        """What ``fetch`` answers, by path."""
        self.failures: deque[KubeError] = deque()
        """Raised one by one by the next calls: a server that is away."""
        self._served = {served.kind: served for served in builtin_kinds()}
        self._served.update({served.kind: served for served in custom_kinds})
        self._tokens = dict(tokens or {})
        self._allows = allows
        self._convert = convert
        self._clock = clock
        self._store = Store()
        default = {"apiVersion": "v1", "kind": "Namespace"}
        self.create({**default, "metadata": {"name": DEFAULT_NAMESPACE}})

    def drop_history(self) -> None:
        """Forget all changes: running streams end in a ``GoneError`` (410)."""
        self._store.compact()

    def get(
        self,
        kind: Kind,
        name: str,
        *,
        namespace: str | None = None,
        subresource: str = "",
    ) -> Manifest:
        """Read one object (see ``KubePort.get``)."""
        self._reach()
        served = self.served_kind(kind)
        found = self._read(served, name, namespace)
        if subresource == "scale" and "scale" in served.subresources:
            return objects.scale_of(found)
        if subresource not in {"", "status"}:
            raise refusals.no_such_path()
        return found

    def list(
        self, kind: Kind, *, namespace: str | None = None, label_selector: str = ""
    ) -> Listing:
        """Read all objects (see ``KubePort.list``)."""
        self._reach()
        selected = selectors.parse(label_selector)
        picks = self._collection(kind, namespace)
        found = [self._store.read(key) for key in self._store.keys(picks)]
        return Listing(
            items=tuple(
                self._convert(item, kind.api_version)
                for item in found
                if item is not None and selected(objects.labels(item))
            ),
            resource_version=str(self._store.revision),
        )

    def stream(
        self,
        kind: Kind,
        *,
        resource_version: str,
        namespace: str | None = None,
        label_selector: str = "",
        timeout_seconds: float = 30,
    ) -> Generator[WatchEvent]:
        """Tell what happens (see ``KubePort.stream``); 0 seconds never waits."""
        self._reach()
        selected = selectors.parse(label_selector)
        picks = self._collection(kind, namespace)
        since = int(resource_version)
        for change in self._store.changes(since, picks, seconds=timeout_seconds):
            event = change.event(selected)
            if event is not None and event.manifest is not None:
                manifest = self._convert(event.manifest, kind.api_version)
                yield WatchEvent(type=event.type, manifest=manifest)

    def watch(
        self,
        kind: Kind,
        *,
        namespace: str | None = None,
        label_selector: str = "",
        timeout_seconds: float | None = None,
        stop: Callable[[], bool] = never,
    ) -> Generator[WatchEvent]:
        """List, follow, and list again (see ``KubePort.watch``)."""
        return Watch(
            self,
            kind,
            namespace=namespace,
            label_selector=label_selector,
            timeout_seconds=timeout_seconds,
            stop=stop,
        ).events()

    def create(
        self,
        manifest: Manifest,
        *,
        namespace: str | None = None,
        field_manager: str = FIELD_MANAGER,
        dry_run: DryRun = DryRun.NONE,
    ) -> Manifest:
        """Make a new object (see ``KubePort.create``)."""
        self._reach()
        served = self.served_kind(Kind.of(manifest))
        wanted = objects.placed(manifest, served, namespace)
        if dry_run is DryRun.CLIENT:
            return wanted
        objects.fill_name(wanted, suffix=f"{self._store.revision + 1:05x}")
        key = self._key(served, objects.named(wanted), objects.namespace_of(wanted))
        if self._store.read(key) is not None:
            raise refusals.already_exists(served, key.name)
        made = self._born(served, wanted)
        manager = Manager(field_manager, UPDATE)
        made = ownership.updated(None, made, manager, time=self._now())
        return self._keep(key, None, made, dry_run)

    def apply(
        self,
        manifest: Manifest,
        *,
        namespace: str | None = None,
        field_manager: str = FIELD_MANAGER,
        force: bool = False,
        dry_run: DryRun = DryRun.NONE,
    ) -> Manifest:
        """Apply as a server would (see ``KubePort.apply``)."""
        self._reach()
        served = self.served_kind(Kind.of(manifest))
        wanted = objects.placed(manifest, served, namespace)
        name = objects.named(wanted)
        if dry_run is DryRun.CLIENT:
            return wanted
        key = self._key(served, name, objects.namespace_of(wanted))
        live = self._store.read(key)
        manager = Manager(field_manager, APPLY)
        base = self._born(served, objects.bare(wanted)) if live is None else live
        merged = ownership.applied(
            self._convert(base, served.kind.api_version),
            wanted,
            manager,
            force=force,
            time=self._now(),
        )
        return self._keep(key, live, merged, dry_run)

    def delete(self, kind: Kind, name: str, *, namespace: str | None = None) -> None:
        """Delete one object and what it owns (see ``KubePort.delete``)."""
        self._reach()
        served = self.served_kind(kind)
        gone = self._read(served, name, namespace)
        self._store.write(self._key(served, name, namespace), None)
        uid = objects.metadata(gone)["uid"]
        for key in self._store.keys(lambda _: True):
            kept = self._store.read(key)
            inside = kind == NAMESPACES and key.namespace == name
            if kept is not None and (inside or objects.is_owned(kept, uid)):
                self._store.write(key, None)

    def scale(
        self,
        kind: Kind,
        name: str,
        replicas: int,
        *,
        namespace: str | None = None,
        field_manager: str = FIELD_MANAGER,
    ) -> Manifest:
        """Set ``spec.replicas`` (see ``KubePort.scale``)."""
        self._reach()
        served = self.served_kind(kind)
        if "scale" not in served.subresources:
            raise refusals.no_such_path()
        before = self._read(served, name, namespace)
        after = copy.deepcopy(before)
        after.setdefault("spec", {})["replicas"] = replicas
        manager = Manager(field_manager, UPDATE, "scale")
        after = ownership.updated(before, after, manager, time=self._now())
        key = self._key(served, name, namespace)
        return objects.scale_of(self._keep(key, before, after, DryRun.NONE))

    def review_token(
        self, token: str, *, audiences: Sequence[str] = ()
    ) -> TokenVerdict:
        """Look the bearer up (see ``KubePort.review_token``)."""
        del audiences  # every known token is good for all
        self._reach()
        user = self._tokens.get(token)
        if user is None:
            return TokenVerdict(authenticated=False, error="invalid bearer token")
        return TokenVerdict(authenticated=True, user=user)

    def review_access(self, request: AccessRequest) -> AccessVerdict:
        """Ask ``allows`` (see ``KubePort.review_access``)."""
        self._reach()
        return AccessVerdict(allowed=self._allows(request))

    def server_version(self) -> str:
        """Give the version whose kinds are known here."""
        self._reach()
        return SERVER_VERSION

    def served_versions(self, group: str) -> tuple[str, ...]:
        """Give the versions of a group (see ``KubePort.served_versions``)."""
        self._reach()
        known = (kind.version for kind in self._served if kind.group == group)
        return tuple(dict.fromkeys(known))

    def served_kind(self, kind: Kind) -> ServedKind:
        """Tell what is known about *kind* (see ``KubePort.served_kind``)."""
        if kind not in self._served:
            raise refusals.not_served(kind)
        return self._served[kind]

    def discover(self) -> Discovery:
        """Tell all kinds (see ``KubePort.discover``)."""
        self._reach()
        return Discovery(kinds=tuple(self._served.values()))

    def fetch(self, path: str, *, query: Mapping[str, str] | None = None) -> Any:
        """Give what ``documents`` holds at *path*, whatever the *query*."""
        del query
        self._reach()
        if path not in self.documents:
            raise refusals.no_such_path()
        return copy.deepcopy(self.documents[path])

    def fetch_text(self, path: str) -> str:
        """Give the text that ``documents`` holds at *path*."""
        return str(self.fetch(path))

    def close(self) -> None:
        """Do nothing: there is no connection."""

    def _reach(self) -> None:
        if self.failures:
            raise self.failures.popleft()

    def _now(self) -> str:
        moment = datetime.fromtimestamp(self._clock(), UTC)
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ")

    def _key(self, served: ServedKind, name: str, namespace: str | None) -> StoreKey:
        inside = (namespace or DEFAULT_NAMESPACE) if served.namespaced else ""
        return StoreKey(served.kind.group, served.plural, inside, name)

    def _collection(
        self, kind: Kind, namespace: str | None
    ) -> Callable[[StoreKey], bool]:
        served = self.served_kind(kind)
        within = (namespace or None) if served.namespaced else None
        return lambda key: key.within(kind.group, served.plural, within)

    def _read(self, served: ServedKind, name: str, namespace: str | None) -> Manifest:
        found = self._store.read(self._key(served, name, namespace))
        if found is None:
            raise refusals.not_found(served, name)
        return self._convert(found, served.kind.api_version)

    def _born(self, served: ServedKind, manifest: Manifest) -> Manifest:
        """Give a copy of a new object what the server gives it."""
        objects.check_name(objects.named(manifest))
        namespace = objects.namespace_of(manifest)
        if namespace and served.namespaced:
            self._read(self._served[NAMESPACES], namespace, None)
        number = self._store.revision + 1
        grown = copy.deepcopy(manifest)
        grown["metadata"]["uid"] = f"00000000-0000-4000-8000-{number:012x}"
        grown["metadata"]["creationTimestamp"] = self._now()
        return grown

    def _keep(
        self, key: StoreKey, before: Manifest | None, after: Manifest, dry_run: DryRun
    ) -> Manifest:
        """Store *after* unless that changes nothing, or is only tried."""
        if before is not None and objects.same_content(before, after):
            return before
        old = before or {}
        if "spec" in after and after["spec"] != old.get("spec"):
            generation = objects.metadata(old).get("generation", 0) + 1
            after["metadata"]["generation"] = generation
        if dry_run is DryRun.SERVER:
            return after
        stored = self._store.write(key, after)
        return after if stored is None else stored
