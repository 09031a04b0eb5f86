"""Removing an image from nodes: one pod a node, this run's references only."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

import pytest

from bench.drivers.kubernetes.names import Run
from bench.drivers.kubernetes.node_cleanup import POD, cleanup_pod, remove_from_nodes
from octoscale.kube.memory import MemoryKube

if TYPE_CHECKING:
    from octoscale.kube.types import Manifest

RUN = Run("abc")
SPACE = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": RUN.namespace}}
REFERENCE = "r.example/httpgo-small:abc-1"


class Nodes(MemoryKube):
    """Ends each pod as its node does: *phases* by node."""

    def __init__(self, phases: dict[str, str]) -> None:
        self.phases = phases
        super().__init__()
        self.apply(SPACE)

    def create(self, manifest: Manifest, **options: Any) -> Manifest:
        node = (manifest.get("spec") or {}).get("nodeName", "")
        status = {"status": {"phase": self.phases[node]}} if node else {}
        return super().create({**manifest, **status}, **options)


def take(phases: dict[str, str]) -> tuple[tuple[str, ...], Nodes]:
    kube, ticks = Nodes(phases), count(0, 20)
    told = remove_from_nodes(
        kube,
        RUN,
        "httpgo-small-1",
        nodes=list(phases),
        image="r.example/load:1",
        reference=REFERENCE,
        clock=lambda: float(next(ticks)),
        pause=lambda seconds: None,  # noqa: ARG005 - virtual time
    )
    return told, kube


@pytest.mark.parametrize(
    ("phases", "expected"),
    [
        pytest.param({"a": "Succeeded", "b": "Succeeded"}, (), id="removed"),
        pytest.param(
            {"a": "Failed", "b": "Succeeded"},
            ("image not removed from a: crictl failed",),
            id="refused",
        ),
        pytest.param(
            {"a": "Pending"}, ("image not removed from a: not within 60 s",), id="stuck"
        ),
    ],
)
def test_what_stays_is_told_and_no_pod_is_left(
    phases: dict[str, str], expected: tuple[str, ...]
) -> None:
    told, kube = take(phases)
    assert told == expected
    assert kube.list(POD).items == ()


def test_the_pod_names_this_runs_reference_only_and_runs_on_its_node() -> None:
    pod = cleanup_pod(
        RUN, "x", node="node-3", image="r.example/load:1", references=[REFERENCE]
    )
    (container,) = pod["spec"]["containers"]
    assert pod["spec"]["nodeName"] == "node-3"
    assert container["command"][3:] == [REFERENCE]
    assert pod["spec"]["restartPolicy"] == "Never"
