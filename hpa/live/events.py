"""What the controller said of an HPA in events: evidence, best effort.

Events come late, are counted together and expire after an hour by default: nothing is
decided by them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpa.model.objects import KIND
from octoscale.kube.errors import KubeError
from octoscale.kube.types import Kind

if TYPE_CHECKING:
    from octoscale.kube.base import KubePort
    from octoscale.kube.types import Manifest

EVENT = Kind("v1", "Event")
SHOWN = 3
"""Events that a person looks at."""


def events_of(kube: KubePort, namespace: str, name: str) -> tuple[Manifest, ...]:
    """Give an HPA's events, the latest last; none when they cannot be listed."""
    try:
        found = kube.list(EVENT, namespace=namespace).items
    except KubeError:
        return ()
    mine = [
        one
        for one in found
        if (one.get("involvedObject") or {}).get("kind") == KIND
        and one["involvedObject"].get("name") == name
    ]
    return tuple(sorted(mine, key=lambda one: str(one.get("lastTimestamp") or "")))


def event_text(event: Manifest) -> str:
    """Write one event as a line.

    >>> event_text({"reason": "SuccessfulRescale", "message": "New size: 4"})
    'SuccessfulRescale (1 times, last unknown): New size: 4'
    """
    count = event.get("count") or 1
    last = event.get("lastTimestamp") or "unknown"
    text = f"({count} times, last {last}): {event.get('message', '')}"
    return f"{event.get('reason')} {text}"
