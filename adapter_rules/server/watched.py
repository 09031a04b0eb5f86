"""Objects from watches: one list and one stream a kind, begun when first needed.

The adapter lists the API server on every request and is throttled for it. Only
names and labels are kept. Threads, because the port to Kubernetes blocks.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from contextlib import closing
from typing import TYPE_CHECKING, Protocol

from adapter_rules.selector import Operator
from adapter_rules.server.objects import FoundObject, ObjectsError, picks
from octoscale.kube.errors import GoneError, KubeError
from octoscale.kube.types import EventType, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping, Sequence

    from adapter_rules.selector import Selector
    from octoscale.kube.restmapper import ApiResource
    from octoscale.kube.types import Listing, Manifest, WatchEvent

LOG = logging.getLogger("adapter_rules.server")

STREAM_SECONDS = 30.0
"""Longest single stream; a new one is cheap."""

PAUSE_SECONDS = 1.0
"""Before a cluster that did not answer is asked again."""

STALE_SECONDS = 60.0
"""Without news from the cluster for so long, its objects are not known any more."""

REMEMBERED_LABELS = 16
"""Labels by which the objects of a namespace are indexed."""


class Watches(Protocol):
    """The part of ``KubePort`` that is needed."""

    def list(self, kind: Kind) -> Listing:
        """Read all objects of a kind."""
        ...

    def stream(
        self, kind: Kind, *, resource_version: str, timeout_seconds: float = 30
    ) -> Generator[WatchEvent]:
        """Tell what happens after a listing."""
        ...


class WatchedObjects:
    """``ObjectsPort`` over a cluster's watches."""

    def __init__(
        self,
        kube: Watches,
        *,
        wait_seconds: float = 10.0,
        stream_seconds: float = STREAM_SECONDS,
        pause_seconds: float = PAUSE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Watch through *kube*; a first listing may take *wait_seconds*."""
        self._kube = kube
        self._wait_seconds = wait_seconds
        self._stream_seconds = stream_seconds
        self._pause_seconds = pause_seconds
        self._clock = clock
        self._kinds: dict[Kind, _Watched] = {}
        self._lock = threading.Lock()
        self._stop = threading.Event()

    async def list(
        self, resource: ApiResource, *, namespace: str, selector: Selector
    ) -> Sequence[FoundObject]:
        """Give the objects known now, by namespace and name, as etcd orders them."""
        watched = self._watched(resource)
        if not watched.told.is_set():
            await asyncio.to_thread(watched.told.wait, self._wait_seconds)
        watched.check(self._clock())
        return watched.found(namespace, selector)

    def close(self) -> None:
        """Let the threads end; they do not keep the process alive."""
        self._stop.set()

    def _watched(self, resource: ApiResource) -> _Watched:
        group, version = resource.group, resource.version
        kind = Kind(f"{group}/{version}" if group else version, resource.kind)
        with self._lock:
            if kind not in self._kinds:
                watched = self._kinds[kind] = _Watched(str(resource.group_resource))
                thread = threading.Thread(
                    target=self._follow, args=(kind, watched), daemon=True
                )
                thread.start()
            return self._kinds[kind]

    def _follow(self, kind: Kind, watched: _Watched) -> None:
        """List and stream, again and again: the life of one thread."""
        while not self._stop.is_set():
            try:
                listing = self._kube.list(kind)
                watched.replace(listing.items, self._clock())
                version = listing.resource_version
                while not self._stop.is_set():
                    version = self._stream(kind, watched, version)
            except GoneError:
                self._stop.wait(self._pause_seconds / 10)
            except KubeError as error:
                LOG.warning("cannot watch %s: %s", kind, error)
                watched.fail(str(error))
                self._stop.wait(self._pause_seconds)

    def _stream(self, kind: Kind, watched: _Watched, version: str) -> str:
        events = self._kube.stream(
            kind, resource_version=version, timeout_seconds=self._stream_seconds
        )
        with closing(events):
            for event in events:
                if event.manifest is None:
                    continue
                metadata = event.manifest.get("metadata") or {}
                version = str(metadata.get("resourceVersion") or version)
                watched.note(event.type, event.manifest, self._clock())
                if self._stop.is_set():
                    break
        watched.alive(self._clock())
        return version


class _Watched:
    """What is known about one kind; shared by its thread and the requests."""

    def __init__(self, name: str) -> None:
        self.told = threading.Event()
        """Set once the cluster has answered, with objects or an error."""

        self._name = name
        self._lock = threading.Lock()
        self._objects: dict[str, dict[str, Mapping[str, str]]] = {}
        self._snapshots: dict[str, _Snapshot] = {}
        self._listed = False
        self._error = ""
        self._heard = 0.0

    def check(self, now: float) -> None:
        """Raise ``ObjectsError`` unless the objects are known."""
        if self._listed and (not self._error or now - self._heard < STALE_SECONDS):
            return
        reason = self._error or "the cluster has not answered yet"
        raise ObjectsError(f"cannot list {self._name}: {reason}")

    def found(self, namespace: str, selector: Selector) -> list[FoundObject]:
        """Pick objects, in order."""
        with self._lock:
            spaces = [namespace] if namespace else sorted(self._objects)
            snapshots = [self._snapshot(space) for space in spaces]
        return [
            one
            for snapshot in snapshots
            for one in snapshot.candidates(selector)
            if picks(selector, one.labels)
        ]

    def replace(self, manifests: Sequence[Manifest], now: float) -> None:
        """Know exactly *manifests*."""
        objects: dict[str, dict[str, Mapping[str, str]]] = {}
        for manifest in manifests:
            namespace, name, labels = _trimmed(manifest)
            objects.setdefault(namespace, {})[name] = labels
        with self._lock:
            self._objects = objects
            self._snapshots.clear()
        self._listed = True
        self.alive(now)
        self.told.set()

    def note(self, kind: EventType, manifest: Manifest, now: float) -> None:
        """Follow one event."""
        namespace, name, labels = _trimmed(manifest)
        with self._lock:
            self._snapshots.pop(namespace, None)
            if kind is EventType.DELETED:
                self._objects.get(namespace, {}).pop(name, None)
            elif kind in (EventType.ADDED, EventType.MODIFIED):
                self._objects.setdefault(namespace, {})[name] = labels
        self.alive(now)

    def alive(self, now: float) -> None:
        """Note that the cluster answers."""
        self._error, self._heard = "", now

    def fail(self, reason: str) -> None:
        """Note that it does not."""
        self._error = reason
        self.told.set()

    def _snapshot(self, namespace: str) -> _Snapshot:
        """Give the objects of a namespace as they are; the lock is held."""
        snapshot = self._snapshots.get(namespace)
        if snapshot is None:
            found = self._objects.get(namespace, {})
            snapshot = _Snapshot(
                [FoundObject(namespace, name, found[name]) for name in sorted(found)]
            )
            self._snapshots[namespace] = snapshot
        return snapshot


class _Snapshot:
    """The objects of one namespace, in order, found by label without a search."""

    def __init__(self, objects: list[FoundObject]) -> None:
        self._objects = objects
        self._by_label: dict[str, dict[str, list[FoundObject]]] = {}

    def candidates(self, selector: Selector) -> list[FoundObject]:
        """Give all that *selector* may pick: an HPA's asks for one label's value."""
        for one in selector.requirements:
            if one.operator in (Operator.EQUALS, Operator.DOUBLE_EQUALS):
                return self._with(one.key).get(one.values[0], [])
        return self._objects

    def _with(self, key: str) -> dict[str, list[FoundObject]]:
        known = self._by_label.get(key)
        if known is None:
            known = {}
            for one in self._objects:
                if key in one.labels:
                    known.setdefault(one.labels[key], []).append(one)
            if len(self._by_label) >= REMEMBERED_LABELS:
                # Callers choose the labels.
                self._by_label.clear()
            self._by_label[key] = known
        return known


def _trimmed(manifest: Manifest) -> tuple[str, str, Mapping[str, str]]:
    metadata = manifest.get("metadata") or {}
    labels = metadata.get("labels") or {}
    return str(metadata.get("namespace", "")), str(metadata.get("name", "")), labels
