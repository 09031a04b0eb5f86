"""Watches, and lost history: both ports to Kubernetes tell the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from octoscale.kube import errors
from octoscale.kube.memory import MemoryKube
from octoscale.kube.types import EventType, WatchEvent
from tests.contracts.kube_ground import (
    CONFIG_MAP,
    EVENT,
    PORTS,
    WAIT_SECONDS,
    Ground,
    make_ground,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from tests.controlplane.cluster import ControlPlane


@pytest.fixture(params=PORTS)
def ground(request: pytest.FixtureRequest) -> Ground:
    return make_ground(request)


@pytest.fixture
def drop_history(ground: Ground, request: pytest.FixtureRequest) -> Callable[[], None]:
    if isinstance(ground.port, MemoryKube):
        return ground.port.drop_history
    plane: ControlPlane = request.getfixturevalue("control_plane")
    return plane.drop_history


def told(events: Generator[WatchEvent], count: int) -> list[tuple[str, str]]:
    """Take the next *count* events as (type, name)."""
    taken = [next(events) for _ in range(count)]
    return [
        (event.type.value, event.manifest["metadata"]["name"] if event.manifest else "")
        for event in taken
    ]


class TestWatching:
    def test_it_lists_and_then_follows(self, ground: Ground) -> None:
        ground.port.create(ground.config_map("a"))
        events = ground.watch()
        assert told(events, 2) == [("ADDED", "a"), ("SYNCED", "")]
        ground.port.create(ground.config_map("b"))
        ground.apply("b", manager="b", key="1")
        ground.port.delete(CONFIG_MAP, "a", namespace=ground.namespace)
        assert told(events, 3) == [("ADDED", "b"), ("MODIFIED", "b"), ("DELETED", "a")]
        events.close()

    def test_a_label_decides_who_comes_and_goes(self, ground: Ground) -> None:
        ground.port.create(ground.config_map("a", app="db"), field_manager="a")
        events = ground.watch()
        assert told(events, 1) == [("SYNCED", "")]
        for app in ("web", "db"):
            moved = ground.config_map("a", app=app)
            ground.port.apply(moved, field_manager="a", force=True)
        assert told(events, 2) == [("ADDED", "a"), ("DELETED", "a")]
        events.close()

    def test_a_deletion_moves_the_resource_version_on(self, ground: Ground) -> None:
        made = ground.port.create(ground.config_map("a"))
        events = ground.watch()
        told(events, 2)
        ground.port.delete(CONFIG_MAP, "a", namespace=ground.namespace)
        gone = next(events).manifest
        assert gone is not None
        before = int(made["metadata"]["resourceVersion"])
        assert int(gone["metadata"]["resourceVersion"]) > before
        events.close()

    def test_it_ends_when_told_to(self, ground: Ground) -> None:
        stopped = [False]
        ground.port.create(ground.config_map("a"))
        events = ground.port.watch(
            CONFIG_MAP,
            namespace=ground.namespace,
            label_selector="app=web",
            stop=lambda: stopped[0],
        )
        assert told(events, 2) == [("ADDED", "a"), ("SYNCED", "")]
        stopped[0] = True
        assert list(events) == []

    def test_it_ends_when_the_time_is_over(self, ground: Ground) -> None:
        events = ground.port.watch(
            CONFIG_MAP,
            namespace=ground.namespace,
            label_selector="app=web",
            timeout_seconds=0,
        )
        assert [event.type for event in events] == [EventType.SYNCED]

    def test_dropped_history_is_gone(
        self, ground: Ground, drop_history: Callable[[], None]
    ) -> None:
        listing = ground.port.list(EVENT, namespace=ground.namespace)
        ground.port.create(happening(ground, "a"))
        drop_history()
        with pytest.raises(errors.GoneError) as caught:
            list(follow(ground, listing.resource_version))
        assert caught.value.status == 410

    def test_a_watch_says_that_there_is_a_gap_and_lists_again(
        self, ground: Ground, drop_history: Callable[[], None]
    ) -> None:
        ground.port.create(happening(ground, "a"))
        events = ground.port.watch(
            EVENT, namespace=ground.namespace, timeout_seconds=WAIT_SECONDS
        )
        assert told(events, 2) == [("ADDED", "a"), ("SYNCED", "")]
        # The stream is opened by the next event asked for: too late by then.
        ground.port.create(happening(ground, "b"))
        ground.port.delete(EVENT, "a", namespace=ground.namespace)
        drop_history()
        assert told(events, 4) == [
            ("GAP", ""),
            ("DELETED", "a"),
            ("ADDED", "b"),
            ("SYNCED", ""),
        ]
        ground.port.delete(EVENT, "b", namespace=ground.namespace)
        assert told(events, 1) == [("DELETED", "b")]
        events.close()


def follow(ground: Ground, resource_version: str) -> Generator[WatchEvent]:
    return ground.port.stream(
        EVENT,
        resource_version=resource_version,
        namespace=ground.namespace,
        timeout_seconds=1,
    )


def happening(ground: Ground, name: str) -> dict[str, Any]:
    """Write an Event: the kind of which an API server caches no history."""
    about = {"kind": "Namespace", "name": ground.namespace}
    return {
        "apiVersion": "v1",
        "kind": "Event",
        "metadata": {"name": name, "namespace": ground.namespace},
        "involvedObject": {**about, "namespace": ground.namespace},
        "reason": "Tested",
        "message": "made by a test",
        "type": "Normal",
    }
