"""How sure it is that a new pod's node did not hold the image: graded evidence.

Pure. What a repeat with a warm node is worth is decided in ``bench.shortfall``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.drivers.kubernetes.pulls import PullKind
from bench.observation import ImageEvidence

if TYPE_CHECKING:
    from bench.drivers.kubernetes.pulls import Pull
    from octoscale.kube.types import Manifest

LISTED_IMAGES = 50
"""So many images a kubelet lists at most (``nodeStatusMaxImages``), largest first:
what is missing in a list of that length may be there all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeImages:
    """The images that a node said it has, before a repeat."""

    names: frozenset[str]
    whole: bool
    """Whether the list is shorter than where kubelets cut it."""


def node_images(node: Manifest) -> NodeImages:
    """Read ``status.images`` of a node.

    >>> node_images({"status": {"images": [{"names": ["r/a:1"]}]}})
    NodeImages(names=frozenset({'r/a:1'}), whole=True)
    """
    listed = (node.get("status") or {}).get("images") or ()
    names = (name for image in listed for name in image.get("names") or ())
    return NodeImages(names=frozenset(names), whole=len(listed) < LISTED_IMAGES)


def grade(
    reference: str,
    *,
    pulls: tuple[Pull, ...],
    listed: NodeImages | None,
    new_reference: bool,
) -> ImageEvidence:
    """Grade the evidence that a node lacked *reference* before a pod came.

    *pulls* are the kubelet's own words about that pod. Pods are asked for with
    ``IfNotPresent``, so a pull with a duration means that the image was not there.
    *listed* is the node's list from before, *new_reference* whether nobody can have
    pulled that reference before this repeat.

    >>> grade("r/a:1", pulls=(), listed=None, new_reference=False)
    <ImageEvidence.UNKNOWN: 'unknown'>
    """
    own = [pull for pull in pulls if pull.image == reference]
    if any(pull.kind is PullKind.PULLED and pull.took for pull in own):
        return ImageEvidence.PROVED
    if any(pull.kind is PullKind.PRESENT for pull in own):
        return ImageEvidence.PRESENT
    if listed is not None and reference in listed.names:
        return ImageEvidence.PRESENT
    if new_reference or (listed is not None and listed.whole):
        return ImageEvidence.LIKELY
    return ImageEvidence.UNKNOWN
