"""The port over HTTP, where a healthy server would not show it: pages and cuts.

That it keeps the contract is shown in ``tests/contracts/test_kube_ports.py``.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from octoscale.kube import errors
from octoscale.kube.client import PAGE_ITEMS, KubeClient
from octoscale.kube.types import Address, EventType, Kind
from tests.octoscale.kube.api_stub import Answer, document, serving, transport_to

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.octoscale.kube.api_stub import Stub

POD = Kind("v1", "Pod")
PODS = "/api/v1/pods"
CORE = {
    "groupVersion": "v1",
    "resources": [{"name": "pods", "kind": "Pod", "namespaced": True}],
}
EXPIRED = {"kind": "Status", "code": 410, "reason": "Expired", "message": "too old"}


@contextmanager
def stubbed() -> Iterator[tuple[KubeClient, Stub]]:
    with serving() as stub, transport_to(stub.url) as transport:
        stub.lay("/api/v1", document(CORE))
        yield KubeClient(transport, Address(server=stub.url)), stub


def page(*names: str, proceed: str = "") -> dict[str, Any]:
    return {
        "metadata": {"resourceVersion": "7", "continue": proceed},
        "items": [{"metadata": {"name": name}} for name in names],
    }


def queries(stub: Stub, path: str) -> list[dict[str, str]]:
    return [asked.query for asked in stub.asked if asked.path == path]


def test_all_pages_are_read() -> None:
    with stubbed() as (client, stub):
        stub.lay(PODS, document(page("a", proceed="next")), document(page("b")))
        listing = client.list(POD)
    assert [item["metadata"]["name"] for item in listing.items] == ["a", "b"]
    limit = str(PAGE_ITEMS)
    assert queries(stub, PODS) == [
        {"limit": limit},
        {"limit": limit, "continue": "next"},
    ]


def test_pages_that_expire_are_read_again_all_at_once() -> None:
    with stubbed() as (client, stub):
        stub.lay(
            PODS,
            document(page("a", proceed="next")),
            document(EXPIRED, status=410),
            document(page("a", "b")),
        )
        listing = client.list(POD)
    assert [item["metadata"]["name"] for item in listing.items] == ["a", "b"]
    assert queries(stub, PODS)[-1] == {}


def test_an_error_in_a_stream_is_raised() -> None:
    with stubbed() as (client, stub):
        stub.lay(PODS, document({"type": "ERROR", "object": EXPIRED}))
        with pytest.raises(errors.GoneError, match="too old"):
            list(client.stream(POD, resource_version="3"))


def test_a_stream_asks_for_whole_seconds_and_bookmarks() -> None:
    with stubbed() as (client, stub):
        stub.lay(PODS, Answer(body=b""))
        assert list(client.stream(POD, resource_version="3", timeout_seconds=0.2)) == []
    [query] = queries(stub, PODS)
    assert query["timeoutSeconds"] == "1"
    assert query["allowWatchBookmarks"] == "true"
    assert query["resourceVersion"] == "3"


def test_a_cut_watch_tells_a_gap_and_lists_again() -> None:
    pod = {"metadata": {"name": "a", "uid": "1", "resourceVersion": "5"}}
    with stubbed() as (client, stub):
        stub.lay(
            PODS,
            document({**page(), "items": [pod]}),
            Answer(body=b"", missing_bytes=1),
            document(page()),
        )
        events = client.watch(POD, timeout_seconds=30)
        types = [next(events).type for _ in range(5)]
        events.close()
    assert types == [
        EventType.ADDED,
        EventType.SYNCED,
        EventType.GAP,
        EventType.DELETED,
        EventType.SYNCED,
    ]


def test_names_are_escaped_in_paths() -> None:
    with stubbed() as (client, stub):
        with pytest.raises(errors.NotFoundError):
            client.get(POD, "../nodes", namespace="a/b")
        [*_, asked] = stub.asked
    assert asked.path == "/api/v1/namespaces/a%2Fb/pods/..%2Fnodes"


def test_a_server_that_is_away_is_an_environment_that_is_missing() -> None:
    with serving() as gone:
        url = gone.url
    with transport_to(url) as transport:
        client = KubeClient(transport, Address(server=url))
        with pytest.raises(errors.UnreachableError):
            client.server_version()
