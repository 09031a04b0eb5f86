"""The workload of a test: pods as the scale asks, ready after a while."""

from __future__ import annotations

from simulator.testing.workload import SELECTOR, Watch
from simulator.testing.workload import TestedWorkload as Workload


def workload(watch: Watch, *, ready_after: float = 0.0) -> Workload:
    return Workload(
        watch,
        name="web",
        replicas=2,
        names=("b", "a", "c"),
        ready_after=ready_after,
        requests_milli={},
    )


def test_the_first_pods_are_old_and_ready() -> None:
    tested = workload(Watch(), ready_after=60.0)
    assert (tested.names, tested.ready) == (("b", "a"), 2)


def test_the_youngest_go_first_and_names_are_used_again() -> None:
    tested, seen = workload(Watch()), []
    for replicas in (4, 1, 3):
        tested.write(replicas)
        seen.append(list(tested.names))
    assert seen == [["b", "a", "c", "web-1"], ["b"], ["b", "a", "c"]]


def test_new_pods_are_pending_until_they_are_ready() -> None:
    watch = Watch(now=100.0)
    tested = workload(watch, ready_after=30.0)
    tested.write(3)
    assert [pod.phase for pod in tested.list(SELECTOR)] == [
        *("Running", "Running", "Pending")
    ]
    watch.now = 130.0
    assert tested.ready == 3
    assert tested.list(SELECTOR)[-1].ready_transition_time == 130.0


def test_there_are_no_other_pods() -> None:
    assert workload(Watch()).list("app=other") == ()


def test_the_scale_follows_at_once() -> None:
    tested = workload(Watch())
    tested.write(5)
    view = tested.read()
    assert (view.spec_replicas, view.status_replicas) == (5, 5)
    assert view.selector == SELECTOR


def test_the_watch_has_whole_milliseconds() -> None:
    assert Watch(now=1.2345).now_ms == 1234
