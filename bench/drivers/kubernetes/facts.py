"""What a watch tells about one object, read out of its manifest: times and states.

Pure look-ups in API objects. When it was told, and what it means for a repeat, is
in ``recording``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from octoscale.kube.types import Manifest

ENDPOINTS_WRITER = "kube-controller-manager"
"""Who writes Endpoints, in their ``managedFields``."""


def name_of(manifest: Manifest) -> str:
    """Give an object's name."""
    return str((manifest.get("metadata") or {}).get("name", ""))


def status_of(manifest: Manifest) -> dict[str, Any]:
    """Give an object's status; empty before anybody wrote one."""
    found = manifest.get("status")
    return found if isinstance(found, dict) else {}


def condition(manifest: Manifest, name: str) -> dict[str, Any] | None:
    """Give a condition that holds (``status: "True"``), else ``None``."""
    for one in status_of(manifest).get("conditions") or ():
        if one.get("type") == name and one.get("status") == "True":
            found: dict[str, Any] = one
            return found
    return None


def held_since(manifest: Manifest, name: str) -> str | None:
    """Give since when a condition holds, as the cluster wrote it."""
    found = condition(manifest, name)
    return None if found is None else found.get("lastTransitionTime") or ""


def started_at(pod: Manifest) -> str | None:
    """Give when the last of a pod's containers started; ``None`` before that.

    >>> running = {"state": {"running": {"startedAt": "1970-01-01T00:00:02Z"}}}
    >>> pod = {"spec": {"containers": [{}]}, "status": {"containerStatuses": [running]}}
    >>> started_at(pod)
    '1970-01-01T00:00:02Z'
    """
    wanted = len((pod.get("spec") or {}).get("containers") or ())
    states = status_of(pod).get("containerStatuses") or ()
    times = [
        one["state"]["running"].get("startedAt") or ""
        for one in states
        if (one.get("state") or {}).get("running") is not None
    ]
    return max(times) if wanted and len(times) == wanted else None


def waiting_reason(pod: Manifest) -> tuple[str, str]:
    """Say what a pod waits for: reason and message; empty texts for nothing.

    >>> waiting_reason({"status": {"conditions": [{"type": "PodScheduled",
    ...     "status": "False", "reason": "Unschedulable", "message": "0/8 nodes"}]}})
    ('Unschedulable', '0/8 nodes')
    """
    for one in status_of(pod).get("containerStatuses") or ():
        waiting = (one.get("state") or {}).get("waiting") or {}
        if waiting.get("reason"):
            return str(waiting["reason"]), str(waiting.get("message", ""))
    for one in status_of(pod).get("conditions") or ():
        if one.get("type") == "PodScheduled" and one.get("status") == "False":
            return str(one.get("reason", "")), str(one.get("message", ""))
    return "", ""


def ready_endpoints(endpoints: Manifest) -> frozenset[str]:
    """Name the pods that a Service sends to."""
    return frozenset(
        str((address.get("targetRef") or {}).get("name", ""))
        for subset in endpoints.get("subsets") or ()
        for address in subset.get("addresses") or ()
    )


def written_at(endpoints: Manifest) -> str | None:
    """Give when Endpoints were last written, by who writes them."""
    entries = (endpoints.get("metadata") or {}).get("managedFields") or ()
    times = [e.get("time") for e in entries if e.get("manager") == ENDPOINTS_WRITER]
    return max((str(time) for time in times if time), default=None)


def metric_value(autoscaler: Manifest) -> str:
    """Give the average that an autoscaler last read, as a quantity; else nothing.

    Read from autoscaling/v2 and v2beta2, whose Pods metrics are written alike.
    """
    for metric in status_of(autoscaler).get("currentMetrics") or ():
        current = (metric.get("pods") or {}).get("current") or {}
        if current.get("averageValue"):
            return str(current["averageValue"])
    return ""
