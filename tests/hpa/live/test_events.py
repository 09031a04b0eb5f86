"""An HPA's events, as evidence."""

from __future__ import annotations

from typing import Any

from hpa.live.events import event_text, events_of
from octoscale.kube.errors import ForbiddenError
from tests.hpa.live.clusters import cluster


def event(name: str, at: str, *, kind: str = "HorizontalPodAutoscaler") -> Any:
    return {
        "apiVersion": "v1",
        "kind": "Event",
        "metadata": {"name": f"e{at}", "namespace": "shop"},
        "involvedObject": {"kind": kind, "name": name},
        "reason": f"At{at}",
        "message": "said so",
        "count": 2,
        "lastTimestamp": at,
    }


def test_only_the_hpa_s_own_come_in_their_order() -> None:
    kube = cluster()
    for one in (
        event("web", "2"),
        event("web", "1"),
        event("other", "3"),
        event("web", "4", kind="Deployment"),
    ):
        kube.create(one)
    found = events_of(kube, "shop", "web")
    assert [one["reason"] for one in found] == ["At1", "At2"]
    assert event_text(found[-1]) == "At2 (2 times, last 2): said so"


def test_events_that_cannot_be_listed_are_none() -> None:
    kube = cluster()
    kube.failures.append(ForbiddenError("no", status=403))
    assert events_of(kube, "shop", "web") == ()
