"""The Deployment: as many pods as its scale asks for, made and deleted.

It implements the autoscaler's scale and pods ports. Which node a pod gets, and
what happens there, is up to the scheduler and the kubelet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

from hpa.algorithm.types import Container, ScaleView
from hpa.algorithm.types import Pod as PodView
from hpa.errors import PortError
from octoscale.core.phases import Milestone
from octoscale.core.quantity import Quantity
from simulator.world.pods import Pod

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.clock import Clock
    from simulator.sections.service import ServiceSection


class PodTaker(Protocol):
    """Who takes new pods, and forgets those deleted before they got a node."""

    def submit(self, pod: Pod) -> None:
        """Take a new pod, to find a node for it."""

    def withdraw(self, pod: Pod) -> None:
        """Forget a pod that has no node yet."""


class PodStopper(Protocol):
    """Who takes pods down."""

    def stop(self, pod: Pod) -> None:
        """Take a deleted pod off its node."""


class Deployment:
    """The workload that is scaled; ScalePort and PodsPort of ``hpa.ports``."""

    def __init__(
        self,
        clock: Clock,
        service: ServiceSection,
        *,
        delay_seconds: float,
        scale_target: tuple[str, str],
    ) -> None:
        """Build the workload; *scale_target* is the kind and name asked for."""
        self._clock = clock
        self._service = service
        self._delay = delay_seconds
        self._scale_target = scale_target
        self.on_change: Callable[[], None] = lambda: None
        """Told when the scale changes, and when pods were made or deleted."""

        self.replicas = service.replicas
        """What its scale asks for."""

        self.pods: list[Pod] = []
        """All that there ever were, in the order of their creation."""

        self._left: list[Pod] = []
        """Those of them that were not gone when they were last asked for."""

        self._views: dict[Pod, PodView] = {}
        """What the autoscaler saw of each last."""

        requests = {
            "cpu": Quantity.parse(service.cpu).milli_value,
            "memory": Quantity.parse(service.memory).milli_value,
        }
        self._container = Container(name=service.name, requests_milli=requests)
        self._selector = ",".join(
            f"{name}={value}" for name, value in service.pod_labels.items()
        )
        self._scheduler: PodTaker | None = None
        self._kubelet: PodStopper | None = None

    def connect(self, scheduler: PodTaker, kubelet: PodStopper) -> None:
        """Hand over those who take new pods, and take old ones down."""
        self._scheduler, self._kubelet = scheduler, kubelet

    @property
    def present(self) -> list[Pod]:
        """Give the pods that exist now, terminating ones too."""
        self._left = [pod for pod in self._left if pod.gone_at is None]
        return list(self._left)

    @property
    def active(self) -> list[Pod]:
        """Give the pods that count as replicas."""
        return [pod for pod in self._left if pod.deleted_at is None]

    @property
    def selector(self) -> str:
        """The scale's selector, as text."""
        return self._selector

    def names(self, selector: str) -> list[str]:
        """Name the pods that *selector* finds, as ``list`` has them."""
        if selector != self.selector:
            return []
        return [pod.name for pod in self.present]

    def new_pod(self) -> Pod:
        """Make one pod object."""
        number = len(self.pods) + 1
        pod = Pod(number, f"{self._service.name}-{number}")
        pod.milestones[Milestone.CREATED] = self._clock.now
        self.pods.append(pod)
        self._left.append(pod)
        return pod

    # The scale port.

    def read(self) -> ScaleView:
        """Read the scale; another kind or name than ours does not exist."""
        if self._scale_target != ("Deployment", self._service.name):
            kind, name = self._scale_target
            resource = f"{kind.lower()}s"
            raise PortError(f'{resource} "{name}" not found')
        return ScaleView(
            spec_replicas=self.replicas,
            status_replicas=len(self.active),
            selector=self.selector,
        )

    def write(self, replicas: int) -> None:
        """Ask for *replicas*; the pods follow a little later."""
        self.replicas = replicas
        self.on_change()
        self._clock.after(self._delay, self._reconcile)

    # The pods port.

    def list(self, selector: str) -> tuple[PodView, ...]:
        """List the pods, if *selector* is the scale's: there are no others."""
        if selector != self.selector:
            return ()
        last, container = self._views, self._container
        self._views = {
            pod: _view(pod, container, last.get(pod)) for pod in self.present
        }
        return tuple(self._views.values())

    def evict(self, pod: Pod) -> None:
        """Give up a pod on a node that does not answer; another one follows."""
        pod.deleted_at = self._clock.now
        self.on_change()
        self._clock.after(self._delay, self._reconcile)

    def _reconcile(self) -> None:
        """Make or delete pods until there are as many as asked for."""
        if self._scheduler is None or self._kubelet is None:
            raise ValueError("connect the scheduler and the kubelet first")
        active = self.active
        for _ in range(self.replicas - len(active)):
            self._scheduler.submit(self.new_pod())
        excess = max(0, len(active) - self.replicas)
        for pod in sorted(active, key=_deletion_rank)[:excess]:
            self._delete(pod, self._scheduler, self._kubelet)
        self.on_change()

    def _delete(self, pod: Pod, scheduler: PodTaker, kubelet: PodStopper) -> None:
        pod.deleted_at = self._clock.now
        if pod.node is None:
            scheduler.withdraw(pod)
            pod.gone_at = self._clock.now
        else:
            kubelet.stop(pod)


def _deletion_rank(pod: Pod) -> tuple[bool, bool, bool, float, int]:
    """Order pods for deletion as a ReplicaSet does: the least use goes first.

    Unscheduled, then not running, then not ready, then ready for the shortest
    time, then the youngest.
    """
    ready_at = pod.milestones.get(Milestone.READY, 0.0)
    return (pod.node is not None, pod.runs, pod.ready, -ready_at, -pod.number)


def _view(pod: Pod, container: Container, last: PodView | None) -> PodView:
    """Show a pod as the autoscaler's algorithm reads one; *last* while it is so."""
    milestones = pod.milestones
    started = milestones.get(Milestone.SCHEDULED)
    changed = milestones.get(Milestone.READY, started or 0.0)
    phase: Literal["Running", "Pending"] = "Running" if pod.runs else "Pending"
    ready: Literal["True", "False"] = "True" if pod.ready else "False"
    deleted = pod.deleted_at is not None
    if (
        last is not None
        and last.phase == phase
        and last.ready == ready
        and last.deleted == deleted
        and last.ready_transition_time == changed
        and last.start_time == started
    ):
        return last
    return PodView(
        name=pod.name,
        phase=phase,
        deleted=deleted,
        ready=ready,
        ready_transition_time=changed,
        start_time=started,
        containers=(container,),
    )
