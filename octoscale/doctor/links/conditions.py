"""The HPA itself: what its controller says in conditions and events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpa.live.events import SHOWN, event_text
from hpa.live.instants import seconds
from octoscale.doctor.clue import Clue, broken, note, ok, unknown
from octoscale.doctor.diagnosis import SEE_BELOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpa.algorithm.types import Condition
    from octoscale.doctor.scene import Scene

NEW_SECONDS = 60.0
"""So young an HPA may not have been looked at yet: the first look comes one sync
period after it is made."""

_FIXES = {
    "FailedGetScale": "name a workload that exists, and its kind and API version, in "
    "spec.scaleTargetRef",
    "InvalidSelector": "give the workload's scale a selector",
    "AmbiguousSelector": "let only one HPA find these pods",
    "ScalingDisabled": "scale the workload to at least 1: an HPA does nothing at 0",
    "FailedUpdateScale": "see why the workload's scale cannot be written",
}


def examine(scene: Scene) -> Iterator[Clue]:
    """Read the conditions; an inactive HPA is where the walk begins."""
    status = scene.live.status
    by_type = {one.type: one for one in status.conditions}
    if not by_type:
        yield _never_seen(scene)
        return
    wrong = [
        one
        for one in (by_type.get("AbleToScale"), by_type.get("ScalingActive"))
        if one is not None and one.status == "False"
    ]
    if wrong:
        yield _wrong(wrong[0], _told(scene))
        return
    spec = scene.live.spec
    text = (
        f"active: current {status.current_replicas}, desired "
        f"{status.desired_replicas}, bounds {spec.min_replicas} to {spec.max_replicas}"
    )
    limited = by_type.get("ScalingLimited")
    if limited is not None and limited.status == "True":
        yield note(f"{text}; limited: {limited.reason}", limited.message)
    else:
        yield ok(text)


def _never_seen(scene: Scene) -> Clue:
    made = seconds(scene.live.manifest["metadata"].get("creationTimestamp"))
    if made is not None and scene.now - made < NEW_SECONDS:
        return unknown(
            "the controller has not looked at it yet: it is new",
            fix="wait one sync period (15 s by default) and look again",
        )
    return broken(
        "no controller has ever looked at it: it has no conditions",
        fix="see whether kube-controller-manager runs, and what it logs",
    )


def _wrong(condition: Condition, events: tuple[str, ...]) -> Clue:
    return broken(
        f"{condition.type} is False: {condition.reason}",
        condition.message,
        *events,
        fix=_FIXES.get(condition.reason, SEE_BELOW),
    )


def _told(scene: Scene) -> tuple[str, ...]:
    warnings = [one for one in scene.events if one.get("type") == "Warning"]
    return tuple(f"event {event_text(one)}" for one in warnings[-SHOWN:])
