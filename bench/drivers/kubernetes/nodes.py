"""The cluster's nodes: which may take pods, what they hold, whether they are hollow.

Read once before each repeat; nodes are never changed here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.drivers.kubernetes import facts
from bench.drivers.kubernetes.cold import NodeImages, node_images
from octoscale.core.phases import Milestone
from octoscale.kube.types import Kind

if TYPE_CHECKING:
    from octoscale.kube.base import KubePort
    from octoscale.kube.types import Manifest

NODE = Kind("v1", "Node")

HOLLOW = "hollow nodes pull no image"
"""Why a kubemark node shows no pull."""

UNTOLD = "the service does not tell the API server of its requests"
"""Why no Kubernetes shows a first request."""

_FAKE_RUNTIME = "fakeRuntime:"
_KEEPS_OFF = ("NoSchedule", "NoExecute")


@dataclass(frozen=True, slots=True, kw_only=True)
class Nodes:
    """The nodes at one moment."""

    images: dict[str, NodeImages]
    """What each node that may take pods says it holds."""

    hollow: bool
    """Whether they only pretend to run pods (kubemark)."""

    versions: tuple[str, ...]
    """Their kubelets' versions."""

    @property
    def cannot_observe(self) -> dict[Milestone, str]:
        """Say which moments these nodes never show."""
        pulls = (Milestone.PULLING, Milestone.PULLED) if self.hollow else ()
        return {**dict.fromkeys(pulls, HOLLOW), Milestone.FIRST_REQUEST: UNTOLD}

    def __str__(self) -> str:
        """Say it in a few words."""
        sort = "hollow nodes (they run no containers)" if self.hollow else "nodes"
        return f"{len(self.images)} {sort}, kubelet {', '.join(self.versions)}"


def read(kube: KubePort) -> Nodes:
    """Read the nodes that may take pods; raises ``KubeError``."""
    able = [node for node in kube.list(NODE).items if takes_pods(node)]
    infos = [facts.status_of(node).get("nodeInfo") or {} for node in able]
    runtimes = [str(info.get("containerRuntimeVersion", "")) for info in infos]
    return Nodes(
        images={facts.name_of(node): node_images(node) for node in able},
        hollow=any(runtime.startswith(_FAKE_RUNTIME) for runtime in runtimes),
        versions=tuple(
            sorted({str(info.get("kubeletVersion", "?")) for info in infos})
        ),
    )


def takes_pods(node: Manifest) -> bool:
    """Tell whether the scheduler gives it pods that tolerate nothing.

    >>> takes_pods({"status": {"conditions": [{"type": "Ready", "status": "True"}]}})
    True
    """
    spec = node.get("spec") or {}
    taints = [taint.get("effect") for taint in spec.get("taints") or ()]
    kept_off = spec.get("unschedulable") or any(t in _KEEPS_OFF for t in taints)
    return facts.condition(node, "Ready") is not None and not kept_off
