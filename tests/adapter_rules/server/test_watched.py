"""Objects from watches: known at once, followed, and never too old."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any

import pytest

from adapter_rules.selector import EVERYTHING, Selector
from adapter_rules.server.objects import ObjectsError
from adapter_rules.server.watched import STALE_SECONDS, WatchedObjects
from octoscale.kube.errors import ForbiddenError, GoneError, KubeError
from octoscale.kube.restmapper import PODS, RESTMapper
from octoscale.kube.types import EventType, Kind, Listing, WatchEvent

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

PODS_RESOURCE = RESTMapper.builtin().resource_for(PODS)


def pod(name: str, namespace: str = "shop", **labels: str) -> dict[str, Any]:
    metadata = {"name": name, "namespace": namespace, "labels": labels}
    return {"metadata": {**metadata, "resourceVersion": "1"}}


class FakeCluster:
    """Lists what it holds; streams what a test tells it to."""

    def __init__(self, *pods: dict[str, Any]) -> None:
        self.pods = list(pods)
        self.refusal: KubeError | None = None
        self.lists = 0
        self._told: list[WatchEvent | KubeError] = []
        self._news = threading.Condition()
        self.streams = 0

    def tell(self, event: WatchEvent | KubeError) -> None:
        with self._news:
            self._told.append(event)
            self._news.notify_all()

    def list(self, kind: Kind) -> Listing:
        assert kind == Kind("v1", "Pod")
        self.lists += 1
        if self.refusal is not None:
            raise self.refusal
        return Listing(items=tuple(self.pods), resource_version="1")

    def stream(
        self, kind: Kind, *, resource_version: str, timeout_seconds: float = 30
    ) -> Generator[WatchEvent]:
        del kind, resource_version
        self.streams += 1
        with self._news:
            self._news.wait_for(lambda: bool(self._told), timeout_seconds)
            told, self._told = self._told, []
        for one in told:
            if isinstance(one, KubeError):
                raise one
            yield one


class Clock:
    """Tells the time that a test sets."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Watching:
    """Objects over a cluster, asked synchronously."""

    def __init__(self, cluster: FakeCluster) -> None:
        self.cluster, self.clock = cluster, Clock()
        self.objects = WatchedObjects(
            cluster,
            wait_seconds=5,
            stream_seconds=0.05,
            pause_seconds=0.01,
            clock=self.clock,
        )

    def names(self, namespace: str = "shop", selector: str = "") -> list[str]:
        wanted = Selector.parse(selector) if selector else EVERYTHING
        found = asyncio.run(
            self.objects.list(PODS_RESOURCE, namespace=namespace, selector=wanted)
        )
        return [one.name for one in found]

    def until(self, ready: Callable[[], bool]) -> None:
        pause = threading.Event()
        for _ in range(500):
            if ready():
                return
            pause.wait(0.01)
        pytest.fail("it did not come to that")


@pytest.fixture
def watching() -> Iterator[Watching]:
    cluster = FakeCluster(
        pod("web-1", app="web"), pod("web-0", app="web"), pod("api", app="api")
    )
    cluster.pods.append(pod("web-0", "default", app="web"))
    made = Watching(cluster)
    yield made
    made.objects.close()


def test_objects_come_in_the_api_s_order_and_as_selected(watching: Watching) -> None:
    assert watching.names() == ["api", "web-0", "web-1"]
    assert watching.names(selector="app=web") == ["web-0", "web-1"]
    assert watching.names(selector="app=web,app!=web") == []
    assert watching.names(selector="app notin (web)") == ["api"]
    assert watching.names(namespace="") == ["web-0", "api", "web-0", "web-1"]
    assert watching.names(namespace="nowhere") == []
    assert watching.cluster.lists == 1


def test_changes_are_followed_without_another_list(watching: Watching) -> None:
    watching.names(selector="app=web")
    new = WatchEvent(type=EventType.ADDED, manifest=pod("web-2", app="web"))
    watching.cluster.tell(new)
    watching.until(lambda: "web-2" in watching.names(selector="app=web"))
    moved = WatchEvent(type=EventType.MODIFIED, manifest=pod("web-2", app="api"))
    watching.cluster.tell(moved)
    watching.until(lambda: "web-2" in watching.names(selector="app=api"))
    assert "web-2" not in watching.names(selector="app=web")
    gone = WatchEvent(type=EventType.DELETED, manifest=pod("web-2", app="api"))
    watching.cluster.tell(gone)
    watching.until(lambda: "web-2" not in watching.names())
    assert watching.cluster.lists == 1


def test_lost_history_is_listed_again(watching: Watching) -> None:
    watching.names()
    watching.cluster.pods = [pod("other", app="web")]
    watching.cluster.tell(GoneError("too old", status=410))
    watching.until(lambda: watching.names() == ["other"])


def test_a_refusal_is_an_error_and_may_end() -> None:
    cluster = FakeCluster(pod("web-0"))
    cluster.refusal = ForbiddenError("no", status=403)
    watching = Watching(cluster)
    with pytest.raises(ObjectsError, match="pods: no"):
        watching.names()
    cluster.refusal = None

    def listed() -> bool:
        try:
            return watching.names() == ["web-0"]
        except ObjectsError:
            return False

    watching.until(listed)
    watching.objects.close()


def test_objects_are_not_known_for_ever_without_the_cluster(
    watching: Watching,
) -> None:
    watching.names()
    watching.cluster.refusal = ForbiddenError("no", status=403)
    watching.cluster.tell(GoneError("too old", status=410))
    watching.until(lambda: watching.cluster.lists > 2)
    assert watching.names()
    watching.clock.now = STALE_SECONDS + 1
    with pytest.raises(ObjectsError):
        watching.names()
