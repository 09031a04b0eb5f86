"""Grades of evidence that a node lacked an image."""

from __future__ import annotations

import pytest

from bench.drivers.kubernetes.cold import (
    LISTED_IMAGES,
    NodeImages,
    grade,
    node_images,
)
from bench.drivers.kubernetes.pulls import pull_of
from bench.observation import ImageEvidence

IMAGE = "r/a:1"
PULLED = f'Successfully pulled image "{IMAGE}" in 1.5s'
UNTIMED = f'Successfully pulled image "{IMAGE}"'
PRESENT = f'Container image "{IMAGE}" already present on machine'
OTHER = 'Successfully pulled image "r/b:1" in 1.5s'
SHORT = NodeImages(names=frozenset({"r/b:1"}), whole=True)
CUT = NodeImages(names=frozenset({"r/b:1"}), whole=False)
HOLDS = NodeImages(names=frozenset({IMAGE}), whole=False)


@pytest.mark.parametrize(
    ("messages", "listed", "new", "expected"),
    [
        pytest.param([PULLED], None, False, "PROVED", id="a pull with its duration"),
        pytest.param([PULLED], HOLDS, False, "PROVED", id="the pull beats the list"),
        pytest.param([UNTIMED], None, False, "UNKNOWN", id="a pull without duration"),
        pytest.param([PRESENT], SHORT, True, "PRESENT", id="the kubelet had it"),
        pytest.param([], HOLDS, True, "PRESENT", id="the node listed it"),
        pytest.param([], None, True, "LIKELY", id="a new reference"),
        pytest.param([], SHORT, False, "LIKELY", id="a whole list without it"),
        pytest.param([], CUT, False, "UNKNOWN", id="a list that is cut short"),
        pytest.param([OTHER], None, False, "UNKNOWN", id="a pull of another image"),
        pytest.param([], None, False, "UNKNOWN", id="nothing"),
    ],
)
def test_evidence_is_graded(
    messages: list[str], listed: NodeImages | None, new: bool, expected: str
) -> None:
    pulls = tuple(filter(None, map(pull_of, messages)))
    found = grade(IMAGE, pulls=pulls, listed=listed, new_reference=new)
    assert found is ImageEvidence[expected]


def test_a_list_as_long_as_kubelets_make_it_is_not_whole() -> None:
    images = [{"names": [f"r/{n}:1"]} for n in range(LISTED_IMAGES)]
    assert not node_images({"status": {"images": images}}).whole
    assert node_images({"status": {"images": images[1:]}}).whole
    assert node_images({"status": {"images": [{"names": None}]}}).names == frozenset()
