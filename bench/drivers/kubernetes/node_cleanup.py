"""Remove a repeat's image from the nodes that pulled it: only when asked to.

Kubernetes has no call for it, so a privileged pod on each node runs the node's own
``crictl``; nothing but references of this run is ever named to it. Whether a node
holds an image is judged in ``cold``.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from bench.drivers.kubernetes import facts
from bench.drivers.kubernetes.names import ROLE, Run
from octoscale.kube.types import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from octoscale.kube.base import KubePort
    from octoscale.kube.types import Manifest

POD = Kind("v1", "Pod")

CLEANUP_ROLE = "node-cleanup"

REMOVE_SECONDS = 60.0
"""What the pods of all nodes get, the pull of their own image included."""

PAUSE_SECONDS = 0.5

PROGRAM = (
    "import os, sys; os.chroot('/host'); "
    "os.execvp('crictl', ['crictl', 'rmi', *sys.argv[1:]])"
)
"""What runs in the pod: the node's ``crictl``, on the node's own files."""


def cleanup_pod(
    run: Run, name: str, *, node: str, image: str, references: Sequence[str]
) -> Manifest:
    """Give the pod that removes *references* from *node*; *image* has a Python."""
    container = {
        "name": "remove",
        "image": image,
        "command": ["/usr/bin/python3", "-c", PROGRAM, *references],
        "securityContext": {"privileged": True, "runAsUser": 0},
        "volumeMounts": [{"name": "host", "mountPath": "/host"}],
    }
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name, "labels": {**run.labels, ROLE: CLEANUP_ROLE}},
        "spec": {
            "nodeName": node,
            "restartPolicy": "Never",
            "automountServiceAccountToken": False,
            "terminationGracePeriodSeconds": 1,
            "tolerations": [{"operator": "Exists"}],
            "containers": [container],
            "volumes": [{"name": "host", "hostPath": {"path": "/"}}],
        },
    }


def example(run: Run) -> Manifest:
    """Give the pod as people see it before they let it run."""
    words = "IMAGE-OF-THE-REPEAT"
    return cleanup_pod(
        run, "REPEAT-cleanup-0", node="NODE", image="LOAD-IMAGE", references=[words]
    )


def remove_from_nodes(  # noqa: PLR0913 - one keyword for each part of the work
    kube: KubePort,
    run: Run,
    name: str,
    *,
    nodes: Sequence[str],
    image: str,
    reference: str,
    clock: Callable[[], float] = time.monotonic,
    pause: Callable[[float], None] = time.sleep,
) -> tuple[str, ...]:
    """Remove *reference* from *nodes*; say of each where it stayed, and why.

    Raises ``KubeError``.
    """
    waiting = {f"{name}-cleanup-{index}": node for index, node in enumerate(nodes)}
    for pod, node in waiting.items():
        wanted = cleanup_pod(run, pod, node=node, image=image, references=[reference])
        kube.create(wanted, namespace=run.namespace)
    told: list[str] = []
    names, deadline = set(waiting), clock() + REMOVE_SECONDS
    while waiting and clock() < deadline:
        for manifest in _pods(kube, run):
            phase = facts.status_of(manifest).get("phase")
            if phase in ("Succeeded", "Failed"):
                node = waiting.pop(facts.name_of(manifest), "")
                if node and phase == "Failed":
                    told.append(f"{node}: crictl failed")
        pause(PAUSE_SECONDS)
    told += [f"{node}: not within {REMOVE_SECONDS:.0f} s" for node in waiting.values()]
    for pod in sorted(names):
        kube.delete(POD, pod, namespace=run.namespace)
    return tuple(f"image not removed from {text}" for text in told)


def _pods(kube: KubePort, run: Run) -> tuple[Manifest, ...]:
    selector = f"{ROLE}={CLEANUP_ROLE}"
    return kube.list(POD, namespace=run.namespace, label_selector=selector).items
