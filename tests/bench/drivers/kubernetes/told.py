"""Things that watches tell, made by hand."""

from __future__ import annotations

from typing import Any

from bench.drivers.kubernetes.clocks import Zero
from bench.drivers.kubernetes.names import REPEAT, ROLE, SERVICE_ROLE
from bench.drivers.kubernetes.recording import Recording, Seen
from octoscale.kube.types import EventType

NAME = "httpgo-small-1"
ZERO = Zero(arrival=100.0, server=0.0)


def recording() -> Recording:
    """Make a recording whose repeat began at 100 s."""
    return Recording(NAME, "httpgo", ZERO)


def seen(
    manifest: dict[str, Any],
    arrival: float,
    *,
    late: bool = False,
    sort: EventType = EventType.MODIFIED,
) -> Seen:
    """Tell of an object, *arrival* seconds after the beginning."""
    return Seen(type=sort, manifest=manifest, arrival=100.0 + arrival, late=late)


def when(seconds: float) -> str:
    """Write a server's timestamp."""
    return f"1970-01-01T00:00:{int(seconds):02d}Z"


def pod(name: str, *, role: str = SERVICE_ROLE, **held: float) -> dict[str, Any]:
    """Make a pod with conditions that hold since some seconds."""
    conditions = [
        {"type": sort, "status": "True", "lastTransitionTime": when(since)}
        for sort, since in held.items()
        if sort != "started"
    ]
    status: dict[str, Any] = {"conditions": conditions}
    if "started" in held:
        running = {"running": {"startedAt": when(held["started"])}}
        status["containerStatuses"] = [{"state": running}]
    return {
        "kind": "Pod",
        "metadata": {
            "name": f"{NAME}-{name}",
            "labels": {REPEAT: NAME, ROLE: role},
            "creationTimestamp": when(1),
        },
        "spec": {"nodeName": f"node-{name}", "containers": [{}]},
        "status": status,
    }


def target(desired: int, *, current: int = 0, ready: int = 0) -> dict[str, Any]:
    """Make a state of the scale target."""
    return {
        "kind": "Deployment",
        "metadata": {"name": NAME},
        "spec": {"replicas": desired},
        "status": {"replicas": current, "readyReplicas": ready},
    }


def event(
    name: str,
    reason: str,
    message: str,
    at: float,
    *,
    kind: str = "Pod",
    path: str = "",
) -> dict[str, Any]:
    """Make an event about an object."""
    about = {"kind": kind, "name": name}
    if path:
        about["fieldPath"] = path
    return {
        "kind": "Event",
        "metadata": {"name": f"{name}.{reason}"},
        "involvedObject": about,
        "reason": reason,
        "message": message,
        "firstTimestamp": when(at),
    }


def rescale(size: int, at: float) -> dict[str, Any]:
    """Make the controller's event about a rescale."""
    words = f"New size: {size}; reason: pods metric x above target"
    return event(NAME, "SuccessfulRescale", words, at, kind="HorizontalPodAutoscaler")


def endpoints(*names: str, at: float) -> dict[str, Any]:
    """Make the Service's Endpoints."""
    addresses = [{"targetRef": {"name": f"{NAME}-{name}"}} for name in names]
    writer = {"manager": "kube-controller-manager", "time": when(at)}
    return {
        "kind": "Endpoints",
        "metadata": {"name": NAME, "managedFields": [writer]},
        "subsets": [{"addresses": addresses}],
    }
