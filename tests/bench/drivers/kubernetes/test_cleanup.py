"""Removing a run's namespace: until it is gone, or it is known why it is not."""

from __future__ import annotations

from itertools import count

import pytest

from bench.drivers.kubernetes.cleanup import leftovers, remove
from bench.drivers.kubernetes.names import Run
from bench.drivers.kubernetes.objects import namespace
from octoscale.kube.errors import ForbiddenError, UnreachableError
from octoscale.kube.memory import MemoryKube

RUN = Run("abc")


def take(kube: MemoryKube, *, seconds: float) -> str:
    ticks = count()
    return remove(
        kube,
        RUN.namespace,
        seconds=seconds,
        clock=lambda: float(next(ticks)),
        pause=lambda seconds: None,  # noqa: ARG005 - virtual time
    )


@pytest.fixture
def kube() -> MemoryKube:
    made = MemoryKube()
    made.create(namespace(RUN))
    return made


def test_it_is_gone_afterwards(kube: MemoryKube) -> None:
    assert [one.run for one in leftovers(kube)] == ["abc"]
    assert take(kube, seconds=5) == ""
    assert leftovers(kube) == ()


def test_one_that_was_never_made_is_gone_already() -> None:
    assert take(MemoryKube(), seconds=5) == ""


def test_a_server_that_is_away_for_a_moment_is_asked_again(kube: MemoryKube) -> None:
    kube.failures.extend([UnreachableError("away")] * 3)
    assert take(kube, seconds=9) == ""
    assert leftovers(kube) == ()


def test_why_it_stays_is_told(kube: MemoryKube) -> None:
    kube.failures.extend([ForbiddenError("not allowed")] * 99)
    assert take(kube, seconds=5) == "not allowed"


def test_one_that_takes_too_long_is_told(kube: MemoryKube) -> None:
    kube.delete = lambda *given, **named: None  # type: ignore[method-assign]  # noqa: ARG005 - a namespace that is stuck
    assert take(kube, seconds=5) == "still there after 5 s"


def test_only_the_run_that_is_named_is_found(kube: MemoryKube) -> None:
    kube.create(namespace(Run("other")))
    assert [one.run for one in leftovers(kube, run="other")] == ["other"]
    assert len(leftovers(kube)) == 2
