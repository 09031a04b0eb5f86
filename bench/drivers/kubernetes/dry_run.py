"""What a run would do to a cluster, said before it does: objects, time, load, rights.

Nothing is changed here, and no repeat is run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.drivers.kubernetes import objects
from bench.drivers.kubernetes.rights import rights
from bench.units import seconds
from hpa.cluster import version_to_write
from hpa.model.convert import convert
from hpa.model.objects import to_dict

if TYPE_CHECKING:
    from bench.drivers.kubernetes.names import Run
    from bench.plan import Plan
    from octoscale.kube.base import KubePort
    from octoscale.kube.types import Manifest

UNBUILT = "built-and-pushed-before-each-repeat"
"""Stands for an image that a dry run does not make."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intention:
    """What a run would do."""

    objects: tuple[Manifest, ...]
    """In the order in which they are made; of the first repeat only."""

    words: tuple[str, ...]
    """How long, how much load, which rights: a line each."""


def intention(kube: KubePort, run: Run, plan: Plan) -> Intention:
    """Say what a run of *plan* would do; asks the server only for versions."""
    image = plan.images[0]
    name = run.repeat(image.name, 1)
    scaler = objects.autoscaler(run, name, plan=plan)
    served = convert(scaler, version_to_write(kube, scaler)).result
    wanted = (
        objects.namespace(run),
        objects.deployment(run, name, plan=plan, reference=UNBUILT),
        objects.service(run, name),
        objects.load_pod(run, objects.WARM, name, plan=plan, image=UNBUILT),
        to_dict(served),
        objects.load_pod(run, objects.LOAD, name, plan=plan, image=UNBUILT),
    )
    made = tuple(_placed(one, run.namespace) for one in wanted)
    return Intention(objects=made, words=tuple(_words(plan)))


def _placed(manifest: Manifest, namespace: str) -> Manifest:
    if manifest["kind"] == "Namespace":
        return manifest
    metadata = {**manifest["metadata"], "namespace": namespace}
    return {**manifest, "metadata": metadata}


def _words(plan: Plan) -> list[str]:
    repeats = plan.repeats * len(plan.images)
    settle = seconds(repeats * plan.load.settle_seconds)
    limit, reopen = plan.goal.time_limit_seconds, plan.load.reopen_every_seconds
    words = {
        "repeats": f"{repeats} ({plan.repeats} of each of {len(plan.images)} images), "
        "one after the other, each with objects of its own name",
        "duration": f"at least {settle} of settling; each repeat at most "
        f"{seconds(limit)} until its start replicas are Ready and as long again "
        "after the load was raised",
        "load": f"{plan.load.connections} connections to the Service in the run's "
        f"namespace, each re-opened every {seconds(reopen)}, from one pod",
        "removed at the end": "the namespace and all in it",
    }
    told = [f"{name}: {text}" for name, text in words.items()]
    return [*told, *(f"right: {right}" for right in rights(plan))]
