"""Kubelets' texts about images, of several versions."""

from __future__ import annotations

import pytest

from bench.drivers.kubernetes.pulls import Pull, PullKind, event_time, pull_of

IMAGE = "r.example/a:1"


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        pytest.param(
            f'Successfully pulled image "{IMAGE}"',
            Pull(kind=PullKind.PULLED, image=IMAGE),
            id="before 1.20",
        ),
        pytest.param(
            f'Successfully pulled image "{IMAGE}" in 2.013s',
            Pull(kind=PullKind.PULLED, image=IMAGE, took="2.013s"),
            id="1.20",
        ),
        pytest.param(
            f'Successfully pulled image "{IMAGE}" in 2s (5.1s including waiting)',
            Pull(kind=PullKind.PULLED, image=IMAGE, took="2s"),
            id="1.27",
        ),
        pytest.param(
            f'Successfully pulled image "{IMAGE}" in 2s (5.1s including waiting). '
            "Image size: 4711 bytes.",
            Pull(kind=PullKind.PULLED, image=IMAGE, took="2s", size_bytes=4711),
            id="1.30",
        ),
        pytest.param(
            f'Container image "{IMAGE}" already present on machine',
            Pull(kind=PullKind.PRESENT, image=IMAGE),
            id="present",
        ),
        pytest.param(f'Pulling image "{IMAGE}"', None, id="pulling"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_the_kubelets_words_are_read(message: str, expected: Pull | None) -> None:
    assert pull_of(message) == expected


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        pytest.param({"firstTimestamp": "a", "eventTime": "b"}, "a", id="core"),
        pytest.param({"firstTimestamp": None, "eventTime": "b"}, "b", id="newer"),
        pytest.param({"metadata": {"creationTimestamp": "c"}}, "c", id="neither"),
        pytest.param({}, None, id="nothing"),
    ],
)
def test_an_events_time_is_its_first(
    event: dict[str, object], expected: str | None
) -> None:
    assert event_time(event) == expected
