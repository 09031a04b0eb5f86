"""The objects and the history of the in-memory cluster, as etcd would keep them.

Every change gets a revision; streams read the log of changes. What a change
must look like is decided in ``memory``.
"""

from __future__ import annotations

import copy
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from octoscale.kube import objects
from octoscale.kube.errors import GoneError
from octoscale.kube.types import EventType, WatchEvent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from octoscale.kube.selectors import Selector
    from octoscale.kube.types import Manifest


@dataclass(frozen=True, slots=True, order=True)
class StoreKey:
    """Where an object is kept, whatever API version it is read in."""

    group: str
    plural: str
    namespace: str
    """Empty for kinds of the whole cluster."""

    name: str

    def within(self, group: str, plural: str, namespace: str | None) -> bool:
        """Tell whether it belongs to a collection; ``None`` is all namespaces."""
        same = (self.group, self.plural) == (group, plural)
        return same and namespace in (None, self.namespace)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One entry of the log."""

    revision: int
    key: StoreKey
    before: Manifest | None
    after: Manifest | None

    def event(self, selector: Selector) -> WatchEvent | None:
        """Tell it to somebody who sees only what *selector* picks.

        An object that leaves the selection is deleted for them, one that enters
        it is added; the manifest of a deletion carries the deletion's revision.
        """
        old, new = self.before, self.after
        seen = old is not None and selector(objects.labels(old))
        if new is not None and selector(objects.labels(new)):
            sort = EventType.MODIFIED if seen else EventType.ADDED
            return WatchEvent(type=sort, manifest=copy.deepcopy(new))
        if not seen or old is None:
            return None
        gone = copy.deepcopy(old)
        gone["metadata"]["resourceVersion"] = str(self.revision)
        return WatchEvent(type=EventType.DELETED, manifest=gone)


class Store:
    """Objects by key, a log of changes, and a bell that rings at each."""

    def __init__(self) -> None:
        self._objects: dict[StoreKey, Manifest] = {}
        self._log: list[Change] = []
        self._dropped = 0
        self._bell = threading.Condition()
        self.revision = 0

    def read(self, key: StoreKey) -> Manifest | None:
        """Give a copy of one object."""
        with self._bell:
            return copy.deepcopy(self._objects.get(key))

    def keys(self, picks: Callable[[StoreKey], bool]) -> list[StoreKey]:
        """Give the keys that *picks* wants, in order."""
        with self._bell:
            return sorted(key for key in self._objects if picks(key))

    def write(self, key: StoreKey, manifest: Manifest | None) -> Manifest | None:
        """Put *manifest* at *key* (``None`` removes) and return it as stored."""
        with self._bell:
            self.revision += 1
            before = self._objects.pop(key, None)
            after = copy.deepcopy(manifest)
            if after is not None:
                after["metadata"]["resourceVersion"] = str(self.revision)
                self._objects[key] = after
            self._log.append(
                Change(revision=self.revision, key=key, before=before, after=after)
            )
            self._bell.notify_all()
            return copy.deepcopy(after)

    def compact(self) -> None:
        """Drop all history: who has not read it gets ``GoneError``."""
        with self._bell:
            self.revision += 1  # as if something else had happened meanwhile
            self._dropped = self.revision
            self._log.clear()
            self._bell.notify_all()

    def changes(
        self, since: int, picks: Callable[[StoreKey], bool], *, seconds: float
    ) -> Iterator[Change]:
        """Tell the changes after revision *since*, and those of the next *seconds*."""
        deadline = time.monotonic() + seconds
        while fresh := self._fresh(since, deadline):
            since = fresh[-1].revision
            yield from (change for change in fresh if picks(change.key))

    def _fresh(self, since: int, deadline: float) -> list[Change]:
        with self._bell:
            wait = max(0.0, deadline - time.monotonic())
            self._bell.wait_for(lambda: self.revision > since, wait)
            self._require(since)
            return [change for change in self._log if change.revision > since]

    def _require(self, since: int) -> None:
        if since < self._dropped:
            raise GoneError(
                f"too old resource version: {since} ({self._dropped})",
                status=410,
                reason="Expired",
            )
