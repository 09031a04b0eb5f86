"""List, follow, and list again: one endless watch out of many short ones.

Written once, over the two calls of a port that it needs (``WatchSource``), so
that a real server and the in-memory one lose and find history alike.
"""

from __future__ import annotations

import time
from contextlib import closing
from typing import TYPE_CHECKING, Protocol

from octoscale.kube.errors import ForbiddenError, GoneError, UnreachableError
from octoscale.kube.types import EventType, WatchEvent

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from octoscale.kube.types import Kind, Listing, Manifest

STREAM_SECONDS = 5.0
"""Longest single stream: after each, ``stop`` is asked. A new one is cheap."""

PAUSE_SECONDS = 1.0
"""Before asking a server again that did not answer."""

REFUSALS_AFTER_A_GAP = 10
"""So often a server that has just come back may refuse what it allowed before."""

ObjectKey = tuple[str, str]
"""Namespace and name; the namespace is empty for kinds of the whole cluster."""


class WatchSource(Protocol):
    """What a watch needs of a port (see ``KubePort``)."""

    def list(
        self, kind: Kind, *, namespace: str | None = None, label_selector: str = ""
    ) -> Listing:
        """Read all objects at one moment."""

    def stream(
        self,
        kind: Kind,
        *,
        resource_version: str,
        namespace: str | None = None,
        label_selector: str = "",
        timeout_seconds: float = 30,
    ) -> Generator[WatchEvent]:
        """Tell what happens after that moment."""


def never() -> bool:
    """Say that a watch goes on: the default of ``stop``."""
    return False


class Watch:
    """One watch over a source: what it knows, and where it stands."""

    def __init__(  # noqa: PLR0913 - one knob each, all named
        self,
        source: WatchSource,
        kind: Kind,
        *,
        namespace: str | None = None,
        label_selector: str = "",
        timeout_seconds: float | None = None,
        stop: Callable[[], bool] = never,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        """Watch *kind*; see ``KubePort.watch`` for what is told and when it ends."""
        self._source = source
        self._kind = kind
        self._namespace = namespace
        self._label_selector = label_selector
        self._stop = stop
        self._clock = clock
        self._pause = pause
        self._deadline = None if timeout_seconds is None else clock() + timeout_seconds
        self._known: dict[ObjectKey, Manifest] = {}

    def events(self) -> Generator[WatchEvent]:
        """Tell everything, in order."""
        version = yield from self._list()
        while not self._over():
            try:
                version = yield from self._stream(version)
            except (GoneError, UnreachableError):
                yield WatchEvent(type=EventType.GAP)
                version = yield from self._list_again()

    def _list(self) -> Generator[WatchEvent, None, str]:
        """Tell what differs from what is known; return where to go on."""
        listing = self._source.list(
            self._kind, namespace=self._namespace, label_selector=self._label_selector
        )
        now = {object_key(item): item for item in listing.items}
        before, self._known = self._known, now
        for key, manifest in before.items():
            if key not in now or _identity(now[key]) != _identity(manifest):
                yield WatchEvent(type=EventType.DELETED, manifest=manifest)
        for key, manifest in now.items():
            known = before.get(key)
            if known is None or _identity(known) != _identity(manifest):
                yield WatchEvent(type=EventType.ADDED, manifest=manifest)
            elif _version(known) != _version(manifest):
                yield WatchEvent(type=EventType.MODIFIED, manifest=manifest)
        yield WatchEvent(type=EventType.SYNCED)
        return listing.resource_version

    def _list_again(self) -> Generator[WatchEvent, None, str]:
        """List as soon as the server answers again; return "" if that is too late.

        One that has just come back may not know its roles yet: what it refuses
        then is asked for again, for a while.
        """
        refusals = 0
        while not self._over():
            try:
                return (yield from self._list())
            except (GoneError, UnreachableError):
                self._pause(PAUSE_SECONDS)
            except ForbiddenError:
                refusals += 1
                if refusals > REFUSALS_AFTER_A_GAP:
                    raise
                self._pause(PAUSE_SECONDS)
        return ""

    def _stream(self, version: str) -> Generator[WatchEvent, None, str]:
        """Tell one stream after *version*; return where the next one goes on."""
        stream = self._source.stream(
            self._kind,
            resource_version=version,
            namespace=self._namespace,
            label_selector=self._label_selector,
            timeout_seconds=self._stream_seconds(),
        )
        with closing(stream) as events:
            for event in events:
                if event.manifest is None:
                    continue
                version = _version(event.manifest)
                if event.type is EventType.BOOKMARK:
                    continue
                self._note(event.type, event.manifest)
                yield event
                if self._over():
                    break
        return version

    def _note(self, kind: EventType, manifest: Manifest) -> None:
        if kind is EventType.DELETED:
            self._known.pop(object_key(manifest), None)
        else:
            self._known[object_key(manifest)] = manifest

    def _stream_seconds(self) -> float:
        if self._deadline is None:
            return STREAM_SECONDS
        return min(STREAM_SECONDS, max(0.0, self._deadline - self._clock()))

    def _over(self) -> bool:
        late = self._deadline is not None and self._clock() >= self._deadline
        return late or self._stop()


def object_key(manifest: Manifest) -> ObjectKey:
    """Give the namespace and name of an object.

    >>> object_key({"metadata": {"name": "web-1", "namespace": "shop"}})
    ('shop', 'web-1')
    """
    metadata = manifest.get("metadata") or {}
    return str(metadata.get("namespace", "")), str(metadata.get("name", ""))


def _identity(manifest: Manifest) -> str:
    """Tell an object from a later one of the same name."""
    return str((manifest.get("metadata") or {}).get("uid", ""))


def _version(manifest: Manifest) -> str:
    return str((manifest.get("metadata") or {}).get("resourceVersion", ""))
