"""Objects and history: revisions, selections, and history that is dropped."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest

from octoscale.kube.errors import GoneError
from octoscale.kube.selectors import parse
from octoscale.kube.store import Change, Store, StoreKey

if TYPE_CHECKING:
    from octoscale.kube.types import WatchEvent

KEY = StoreKey("", "pods", "shop", "a")
WEB = parse("app=web")


def pod(app: str = "web") -> dict[str, Any]:
    return {"metadata": {"name": "a", "labels": {"app": app}}}


def changes(store: Store, since: int) -> list[int]:
    found = store.changes(since, lambda _: True, seconds=0)
    return [change.revision for change in found]


def event(before: str | None, after: str | None) -> WatchEvent | None:
    change = Change(
        revision=9,
        key=KEY,
        before=pod(before) if before else None,
        after=pod(after) if after else None,
    )
    return change.event(WEB)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(None, "web", "ADDED", id="made"),
        pytest.param("web", "web", "MODIFIED", id="changed"),
        pytest.param("web", None, "DELETED", id="deleted"),
        pytest.param("db", "web", "ADDED", id="enters the selection"),
        pytest.param("web", "db", "DELETED", id="leaves the selection"),
        pytest.param("db", "db", None, id="never seen"),
        pytest.param("db", None, None, id="never seen and deleted"),
        pytest.param(None, "db", None, id="made elsewhere"),
    ],
)
def test_a_change_is_told_as_the_watcher_sees_it(
    before: str | None, after: str | None, expected: str | None
) -> None:
    told = event(before, after)
    assert (told.type.value if told else None) == expected


def test_a_deletion_carries_its_own_revision() -> None:
    told = event("web", None)
    assert told is not None
    assert told.manifest is not None
    assert told.manifest["metadata"]["resourceVersion"] == "9"


def test_every_write_has_the_next_revision() -> None:
    store = Store()
    first = store.write(KEY, pod())
    second = store.write(KEY, pod("db"))
    assert first is not None
    assert second is not None
    assert first["metadata"]["resourceVersion"] == "1"
    assert second["metadata"]["resourceVersion"] == "2"
    assert changes(store, 0) == [1, 2]
    assert changes(store, 1) == [2]
    assert changes(store, 2) == []


def test_what_is_read_cannot_change_what_is_kept() -> None:
    store = Store()
    store.write(KEY, pod())
    read = store.read(KEY)
    assert read is not None
    read["metadata"]["labels"]["app"] = "db"
    assert store.read(KEY) != read


def test_dropped_history_is_gone_and_the_present_is_not() -> None:
    store = Store()
    store.write(KEY, pod())
    store.compact()
    with pytest.raises(GoneError):
        changes(store, 0)
    assert changes(store, store.revision) == []
    assert store.read(KEY) is not None


def test_a_change_wakes_who_waits() -> None:
    store = Store()
    waiting = threading.Event()
    woken: list[int] = []

    def wait() -> None:
        waiting.set()
        woken.append(next(store.changes(0, lambda _: True, seconds=30)).revision)

    thread = threading.Thread(target=wait)
    thread.start()
    waiting.wait()
    store.write(KEY, pod())
    thread.join(30)
    assert woken == [1]


@pytest.mark.parametrize(
    ("key", "namespace", "inside"),
    [
        pytest.param(KEY, "shop", True, id="its namespace"),
        pytest.param(KEY, None, True, id="all namespaces"),
        pytest.param(KEY, "bank", False, id="another namespace"),
        pytest.param(StoreKey("x", "pods", "shop", "a"), None, False, id="other group"),
    ],
)
def test_a_collection_holds_its_own(
    key: StoreKey, namespace: str | None, inside: bool
) -> None:
    assert key.within("", "pods", namespace) is inside
