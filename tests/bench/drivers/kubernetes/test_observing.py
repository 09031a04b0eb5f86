"""From a recording to an observation: decisions, trail and pods, as they were told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bench.drivers.kubernetes.observing import Circumstances, observation
from bench.observation import ImageEvidence, NotObserved, Stamp
from bench.plan import load_plan
from octoscale.core.phases import Milestone
from octoscale.kube.types import EventType
from tests.bench.drivers.kubernetes.told import (
    NAME,
    event,
    pod,
    recording,
    rescale,
    seen,
    target,
)

if TYPE_CHECKING:
    from bench.drivers.kubernetes.recording import Recording
    from bench.observation import Observation

REFERENCE = "r/a:1"
NOT_YET = NotObserved("not yet")


def observed(kept: Recording, **changes: Any) -> Observation:
    plan = load_plan()
    known: dict[str, Any] = {
        "plan": plan,
        "image": plan.images[0],
        "repeat": 1,
        "reference": REFERENCE,
        "new_reference": True,
        "pulled_bytes": 1000,
        "listed": {},
        "hidden": {Milestone.FIRST_REQUEST: "nobody tells"},
        "initial": frozenset({f"{NAME}-a"}),
        "load_raised": NOT_YET,
        "metric_crosses": NOT_YET,
        "ended": 60.0,
    }
    return observation(kept, Circumstances(**{**known, **changes}))


def test_a_rescale_is_dated_by_its_arrival_and_told_in_the_controllers_words() -> None:
    kept = recording()
    kept.take(seen(target(1, current=1, ready=1), 1))
    kept.take(seen(target(4, current=1, ready=1), 15.5))
    kept.take(seen(rescale(4, 15), 15.6))
    (step,) = observed(kept).decisions
    assert (step.seconds, step.before, step.after) == (15.5, 1, 4)
    assert step.reason.startswith("New size: 4;")


def test_rescales_that_a_gap_hid_are_dated_by_the_cluster() -> None:
    kept = recording()
    kept.take(seen(target(1, current=1, ready=1), 1))
    kept.take(seen(target(8, current=8, ready=8), 40, late=True))
    kept.take(seen(rescale(4, 15), 40, late=True))
    kept.take(seen(rescale(8, 30), 40, late=True))
    found = observed(kept)
    steps = [(one.seconds, one.before, one.after) for one in found.decisions]
    assert steps == [(15.0, 1, 4), (30.0, 4, 8)]
    assert sum("fell into a gap" in note for note in found.notes) == 2


def test_the_trail_begins_when_the_start_replicas_are_ready() -> None:
    kept = recording()
    for state, at in (
        (target(1), 0),
        (target(1, current=1), 1),
        (target(1, current=1, ready=1), 2),
        (target(1, current=1, ready=1), 3),
        (target(4, current=1, ready=1), 15),
    ):
        kept.take(seen(state, at))
    trail = [(p.seconds, p.desired, p.current, p.ready) for p in observed(kept).trail]
    assert trail == [(2, 1, 1, 1), (15, 4, 1, 1)]


def test_pods_that_ran_before_come_first_and_hidden_moments_have_reasons() -> None:
    kept = recording()
    kept.take(seen(pod("b", Ready=9), 0.5))
    kept.take(seen(pod("a", Ready=2), 2))
    first, second = observed(kept).pods
    assert (first.name, first.initial) == (f"{NAME}-a", True)
    assert (second.name, second.initial) == (f"{NAME}-b", False)
    hidden = second.stamps[Milestone.FIRST_REQUEST]
    assert hidden == NotObserved("nobody tells")


def test_what_was_never_seen_is_no_key_but_ready_says_why() -> None:
    kept = recording()
    waiting = pod("b", PodScheduled=2)
    state = {"waiting": {"reason": "ImagePullBackOff", "message": "no such\nimage"}}
    waiting["status"]["containerStatuses"] = [{"state": state}]
    kept.take(seen(waiting, 2))
    (one,) = observed(kept).pods
    assert Milestone.PULLED not in one.stamps
    why = one.stamps[Milestone.READY]
    assert why == NotObserved("ImagePullBackOff: no such image")
    assert isinstance(one.stamps[Milestone.SCHEDULED], Stamp)


def test_bytes_are_those_of_the_image_that_was_pulled_whole() -> None:
    kept = recording()
    kept.take(seen(pod("b"), 1))
    text = f'Successfully pulled image "{REFERENCE}" in 2s'
    kept.take(seen(event(f"{NAME}-b", "Pulled", text, 4), 4))
    (one,) = observed(kept).pods
    assert (one.evidence, one.bytes_pulled) == (ImageEvidence.PROVED, 1000)
    (own,) = observed(kept, new_reference=False).pods
    assert isinstance(own.bytes_pulled, NotObserved)
    (untold,) = observed(kept, pulled_bytes=None).pods
    assert isinstance(untold.bytes_pulled, NotObserved)


def test_a_present_image_cost_nothing() -> None:
    kept = recording()
    kept.take(seen(pod("b"), 1))
    text = f'Container image "{REFERENCE}" already present on machine'
    kept.take(seen(event(f"{NAME}-b", "Pulled", text, 4), 4))
    (one,) = observed(kept).pods
    assert (one.evidence, one.bytes_pulled) == (ImageEvidence.PRESENT, 0)


def test_without_any_word_about_the_pull_its_size_is_not_observed() -> None:
    kept = recording()
    kept.take(seen(pod("b"), 1))
    (one,) = observed(kept).pods
    assert one.bytes_pulled == NotObserved("its node told of no pull")
    (hollow,) = observed(kept, hollow="hollow nodes pull no image").pods
    assert hollow.bytes_pulled == NotObserved("hollow nodes pull no image")


def test_a_pod_that_was_evicted_is_told() -> None:
    kept = recording()
    kept.take(seen(pod("b", Ready=2), 2))
    kept.take(seen(pod("b", Ready=2), 3, sort=EventType.DELETED))
    kept.take(seen(pod("c"), 4))
    kept.take(seen(pod("c"), 5, sort=EventType.DELETED))
    found = observed(kept)
    assert found.notes == (
        f"{NAME}-b went away before the end",
        f"{NAME}-c went away before the end",
    )
    reasons = [one.stamps[Milestone.READY] for one in found.pods]
    assert reasons == [
        NotObserved("the pod was Ready 2.0 s in and deleted"),
        NotObserved("the pod was deleted"),
    ]
