"""Tests of ``hpa.algorithm.observation``."""

from __future__ import annotations

from typing import get_args

from hpa.algorithm.observation import Failure, Observation, Pod, PodSample, Reading


def test_the_default_pod_is_running_and_ready() -> None:
    pod = Pod(name="a")
    assert (pod.phase, pod.ready, pod.deleted) == ("Running", "True", False)


def test_a_sample_without_a_window_covers_a_minute() -> None:
    assert PodSample(pod="a", value_milli=1).window_seconds == 60.0


def test_what_could_not_be_had_is_a_reading_of_its_own() -> None:
    assert Failure in get_args(Reading)


def test_an_unread_scale_needs_nothing_else() -> None:
    unread = Observation(scale=Failure("not found"))
    assert (unread.pods, unread.readings, unread.rivals) == ((), (), ())
