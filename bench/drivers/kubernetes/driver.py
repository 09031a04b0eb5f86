"""The Kubernetes driver: a run in a namespace of its own, and nothing left behind.

What happens in a repeat is ``repeat``; which cluster it is was decided by whoever
names the context.
"""

from __future__ import annotations

import dataclasses
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from bench.description import DriverDescription
from bench.drivers.base import DriverRow
from bench.drivers.kubernetes import (
    cleanup,
    metrics_path,
    node_cleanup,
    nodes,
    objects,
    rights,
    settings,
)
from bench.drivers.kubernetes.cleanup import Leftover
from bench.drivers.kubernetes.names import Run
from bench.drivers.kubernetes.observing import warm_pods
from bench.drivers.kubernetes.references import References
from bench.drivers.kubernetes.repeat import POLL_SECONDS, Repeat, Setting
from hpa.cluster import WRITABLE
from octoscale.core.errors import EnvironmentMissingError
from octoscale.kube.errors import KubeError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.drivers.base import Settings
    from bench.drivers.kubernetes.references import Reference
    from bench.observation import Observation
    from bench.parameter import Parameter
    from bench.plan import Image, Plan
    from bench.progress import Say
    from octoscale.kube.base import KubePort

NAME = "kubernetes"


class Connect(Protocol):
    """Gives the port to the cluster that was named."""

    def __call__(self, *, kubeconfig: str | None, context: str | None) -> KubePort:
        """Read the kubeconfig; nothing is sent yet."""


def connect(*, kubeconfig: str | None, context: str | None) -> KubePort:
    """Connect with the official client."""
    from octoscale.kube import client  # noqa: PLC0415 - needs the kube extra

    return client.connect(kubeconfig=kubeconfig, context=context)


class KubernetesDriver:
    """Runs repeats on a cluster; everything that it makes is in one namespace."""

    def __init__(
        self,
        given: Settings,
        *,
        connect: Connect = connect,
        references: References | None = None,
        run: Run | None = None,
        poll_seconds: float = POLL_SECONDS,
    ) -> None:
        """Take settings (``bench.drivers.kubernetes.settings``); touch nothing yet."""
        self._poll_seconds = poll_seconds
        self._given = dict(given)
        self._settings = settings.read(given)
        self._connect = connect
        self._references = references or References(self._settings)
        self.run = run or Run.new()
        self._kube: KubePort | None = None
        self._made = False
        self._shared: Setting | None = None
        self._cluster = ""
        self._say: Say = _silent
        self.leftover: Leftover | None = None
        """What could not be removed; ``None`` when nothing is left."""

        self.why_left = ""
        """Why not."""

    def describe(self) -> DriverDescription:
        """Say which cluster it is, as far as that is known yet."""
        known = self._shared.nodes if self._shared else None
        return DriverDescription(
            name=NAME,
            simulated=False,
            cluster=self._cluster or f"Kubernetes, context {self._context}",
            cannot_observe=known.cannot_observe if known else {},
            parameters=settings.described(self._given),
        )

    def prepare(self, plan: Plan, images: tuple[Image, ...]) -> None:
        """Check every link, then make the namespace."""
        if not (self._settings.context or self._settings.current):
            raise EnvironmentMissingError(
                "no cluster was named",
                hint="--context NAME, or --yes for the current one",
            )
        self._references.check(images)
        with _translated():
            kube = self.kube
            rights.require(kube, plan)
            self._shared = self._setting(kube, plan)
            load = self._references.load(run=self.run.id, say=lambda _: None)
            self._shared = dataclasses.replace(self._shared, load_image=load)
            self._made = True  # before it is: an interrupt may come in between
            allowed = self._settings.node_cleanup
            kube.create(objects.namespace(self.run, privileged=allowed))

    def run_repeat(
        self, plan: Plan, image: Image, repeat: int, *, seed: int, progress: Say
    ) -> Observation:
        """Run a repeat; again, with another image, where a node had it already."""
        del seed  # chance is the world's
        self._say = progress
        if self._shared is None or self._kube is None:
            raise EnvironmentMissingError("the cluster was not prepared")
        invalid: list[str] = []
        with _translated():
            for attempt in range(1, self._settings.attempts + 1):
                listed = nodes.read(self._kube)
                shared = dataclasses.replace(self._shared, plan=plan, nodes=listed)
                salt = self.run.salt(image.name, repeat, attempt)
                reference = self._references.service(image, salt=salt, say=progress)
                one = Repeat(shared, image, repeat, attempt=attempt, say=progress)
                seen = self._cleaned(one.go(reference), reference, image, progress)
                warm = warm_pods(seen) if plan.placement.image_absent else ()
                if not warm or not reference.new:
                    break
                invalid.append(
                    f"attempt {attempt} did not count: the image was present before on "
                    f"{', '.join(warm)}"
                )
        return dataclasses.replace(seen, notes=(*seen.notes, *invalid))

    def _cleaned(
        self, seen: Observation, reference: Reference, image: Image, say: Say
    ) -> Observation:
        """Remove the repeat's image from the nodes, where that is wanted and ours."""
        shared = self._shared
        if not (self._settings.node_cleanup and reference.new and shared):
            return seen
        say("removing the image from the nodes")
        used = sorted({pod.node for pod in seen.pods if pod.node})
        try:
            told = node_cleanup.remove_from_nodes(
                shared.kube,
                self.run,
                self.run.repeat(image.name, seen.repeat),
                nodes=used,
                image=shared.load_image,
                reference=reference.text,
            )
        except KubeError as error:
            told = (f"image not removed from its nodes: {error}",)
        return dataclasses.replace(seen, notes=(*seen.notes, *told))

    def close(self) -> None:
        """Remove the namespace and all in it; say in ``leftover`` what stays."""
        kube, made = self._kube, self._made
        self._kube, self._made = None, False
        self._references.close()
        if kube is None:
            return
        if made:
            name = self.run.namespace
            self._say(f"removing namespace {name}")
            self.why_left = cleanup.remove(
                kube, name, seconds=self._settings.remove_within
            )
            if self.why_left:
                self.leftover = Leftover(name=name, run=self.run.id, created="")
        kube.close()

    @property
    def kube(self) -> KubePort:
        """The port to the cluster; nothing is sent by asking for it."""
        if self._kube is None:
            self._kube = self._connect(
                kubeconfig=self._settings.kubeconfig or None,
                context=self._settings.context or None,
            )
        return self._kube

    @property
    def _context(self) -> str:
        return self._settings.context or "of the kubeconfig"

    def _setting(self, kube: KubePort, plan: Plan) -> Setting:
        """Find out what repeats need to know; change nothing."""
        path = metrics_path.find(
            kube,
            plan.metric.descriptor.api_name,
            namespace=self.run.namespace,
        )
        found = nodes.read(kube)
        if plan.placement.one_pod_per_node and len(found.images) < plan.goal.replicas:
            raise EnvironmentMissingError(
                f"one pod a node and {plan.goal.replicas} replicas need as many nodes "
                f"that take pods; the cluster has {len(found.images)}"
            )
        served = kube.served_versions("autoscaling")
        version = next((one for one in WRITABLE if one in served), WRITABLE[-1])
        self._cluster = (
            f"Kubernetes {kube.server_version()} at {kube.address.server}, context "
            f"{kube.address.context or self._context}: {found}; metrics of the "
            f"{path.version} custom metrics API that was there"
        )
        return Setting(
            kube=kube,
            run=self.run,
            plan=plan,
            path=path,
            nodes=found,
            load_image="",
            autoscaling=f"autoscaling/{version}",
            probe=self._settings.probe,
            link_wait=self._settings.link_wait,
            lost_after=self._settings.lost_after,
            give_up_after=self._settings.give_up_after,
            poll_seconds=self._poll_seconds,
        )


def _silent(_: str) -> None:
    """Tell nobody: nothing runs yet."""


def _defaults() -> tuple[Parameter, ...]:
    return settings.PARAMETERS


@contextmanager
def _translated() -> Iterator[None]:
    """Turn what the API server says into what a bench understands."""
    try:
        yield
    except EnvironmentMissingError:
        raise
    except KubeError as error:
        raise EnvironmentMissingError(str(error), hint=error.hint) from error


ROW = DriverRow(
    name=NAME,
    summary="a real cluster, in a namespace of the run's own",
    make=KubernetesDriver,
    settings=_defaults,
)
"""The driver's row in the table."""
