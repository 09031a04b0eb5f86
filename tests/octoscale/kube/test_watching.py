"""The endless watch over scripted listings and streams, in virtual time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from octoscale.kube.errors import ForbiddenError, GoneError, UnreachableError
from octoscale.kube.types import EventType, Kind, Listing, WatchEvent
from octoscale.kube.watching import STREAM_SECONDS, Watch

if TYPE_CHECKING:
    from collections.abc import Generator

POD = Kind("v1", "Pod")


def pod(name: str, version: int, uid: str = "1") -> dict[str, Any]:
    metadata = {"name": name, "uid": uid, "resourceVersion": str(version)}
    return {"metadata": metadata}


def event(sort: EventType, name: str, version: int) -> WatchEvent:
    return WatchEvent(type=sort, manifest=pod(name, version))


@dataclass
class Script:
    """A source whose listings and streams are laid out; time passes per stream."""

    listings: list[list[dict[str, Any]] | Exception]
    streams: list[list[WatchEvent | Exception]] = field(default_factory=list)
    now: float = 0.0
    asked: list[tuple[str, float]] = field(default_factory=list)

    def list(
        self, kind: Kind, *, namespace: str | None = None, label_selector: str = ""
    ) -> Listing:
        del kind, namespace, label_selector
        listing = self.listings.pop(0)
        if isinstance(listing, Exception):
            raise listing
        return Listing(items=tuple(listing), resource_version="10")

    def stream(
        self,
        kind: Kind,
        *,
        resource_version: str,
        namespace: str | None = None,
        label_selector: str = "",
        timeout_seconds: float = 30,
    ) -> Generator[WatchEvent]:
        del kind, namespace, label_selector
        self.asked.append((resource_version, timeout_seconds))
        for step in self.streams.pop(0) if self.streams else ():
            if isinstance(step, Exception):
                raise step
            yield step
        self.now += timeout_seconds

    def pause(self, seconds: float) -> None:
        self.now += seconds


def told(script: Script, *, timeout_seconds: float = 3 * STREAM_SECONDS) -> list[str]:
    """Watch until the time is over and write each event as ``TYPE name``."""
    watch = Watch(
        script,
        POD,
        timeout_seconds=timeout_seconds,
        clock=lambda: script.now,
        pause=script.pause,
    )
    return [
        f"{event.type} {event.manifest['metadata']['name']}"
        if event.manifest
        else str(event.type)
        for event in watch.events()
    ]


def test_streams_follow_one_another_from_where_the_last_one_ended() -> None:
    script = Script(
        [[pod("a", 9)]],
        [
            [event(EventType.ADDED, "b", 11)],
            [event(EventType.BOOKMARK, "", 20)],
            [event(EventType.DELETED, "a", 21)],
        ],
    )
    assert told(script) == ["ADDED a", "SYNCED", "ADDED b", "DELETED a"]
    assert [version for version, _ in script.asked] == ["10", "11", "20"]


@pytest.mark.parametrize(
    "lost", [GoneError("too old"), UnreachableError("connection cut")]
)
def test_after_lost_history_only_differences_are_told(lost: Exception) -> None:
    script = Script(
        [
            [pod("kept", 1), pod("changed", 2), pod("gone", 3), pod("new", 4, "old")],
            [pod("kept", 1), pod("changed", 8), pod("new", 9, "young"), pod("b", 7)],
        ],
        [[lost]],
    )
    assert told(script)[5:] == [
        "GAP",
        "DELETED gone",
        "DELETED new",
        "MODIFIED changed",
        "ADDED new",
        "ADDED b",
        "SYNCED",
    ]


def test_what_the_stream_told_is_known_when_listing_again() -> None:
    script = Script(
        [[pod("a", 1)], [pod("b", 11)]],
        [
            [
                event(EventType.ADDED, "b", 11),
                event(EventType.DELETED, "a", 12),
                GoneError("too old"),
            ]
        ],
    )
    assert told(script)[-2:] == ["GAP", "SYNCED"]


def test_a_server_that_stays_away_is_waited_for_until_the_time_is_over() -> None:
    away = UnreachableError("away")
    script = Script([[], *[away] * 100], [[away]])
    assert told(script, timeout_seconds=60) == ["SYNCED", "GAP"]
    assert 60 <= script.now <= 61


def test_the_first_listing_must_succeed() -> None:
    with pytest.raises(UnreachableError):
        told(Script([UnreachableError("away")]))


def test_a_refusal_ends_the_watch() -> None:
    script = Script([[]], [[ForbiddenError("no more")]])
    with pytest.raises(ForbiddenError):
        told(script)


def test_a_server_that_has_just_come_back_may_refuse_for_a_while() -> None:
    refused = ForbiddenError("roles not read yet")
    script = Script([[], *[refused] * 3, []], [[UnreachableError("away")]])
    assert told(script) == ["SYNCED", "GAP", "SYNCED"]


def test_a_server_that_goes_on_refusing_ends_the_watch() -> None:
    refused = ForbiddenError("no more")
    script = Script([[], *[refused] * 100], [[GoneError("history")]])
    with pytest.raises(ForbiddenError):
        told(script, timeout_seconds=600)


def test_no_stream_outlives_the_time() -> None:
    script = Script([[]])
    assert told(script, timeout_seconds=STREAM_SECONDS + 2) == ["SYNCED"]
    assert [seconds for _, seconds in script.asked] == [STREAM_SECONDS, 2]


def test_stop_is_asked_after_each_event() -> None:
    events = [event(EventType.ADDED, name, 11) for name in "abc"]
    seen: list[WatchEvent] = []
    watch = Watch(Script([[]], [[*events]]), POD, stop=lambda: len(seen) >= 2)
    for item in watch.events():
        seen.append(item)  # noqa: PERF402 - stop looks at it while it grows
    assert [item.type for item in seen] == [EventType.SYNCED, EventType.ADDED]
