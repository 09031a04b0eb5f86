"""One repeat on a cluster: start, settle, raise the load, look, and take down.

It waits and acts; what was seen is in ``recording``, what it means in ``observing``.
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bench.drivers.kubernetes import objects, watches
from bench.drivers.kubernetes.clocks import ARRIVAL, Zero, epoch
from bench.drivers.kubernetes.metrics_path import crosses
from bench.drivers.kubernetes.names import selector
from bench.drivers.kubernetes.nodes import HOLLOW, Nodes
from bench.drivers.kubernetes.observing import Circumstances, observation
from bench.drivers.kubernetes.patience import Patience
from bench.drivers.kubernetes.recording import Recording
from bench.observation import NotObserved, Stamp
from bench.scenarios import SERVICE
from hpa import cluster as hpas
from octoscale.core.errors import EnvironmentMissingError
from octoscale.core.phases import Milestone
from octoscale.kube.errors import (
    AlreadyExistsError,
    ForbiddenError,
    KubeError,
    NotFoundError,
    UnreachableError,
)
from octoscale.kube.types import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.drivers.kubernetes.metrics_path import MetricPath
    from bench.drivers.kubernetes.names import Run
    from bench.drivers.kubernetes.references import Reference
    from bench.drivers.kubernetes.watches import Watches
    from bench.observation import Moment, Observation
    from bench.plan import Image, Plan
    from bench.progress import Say
    from octoscale.kube.base import KubePort

POLL_SECONDS = 0.5
"""Between two questions for the metric, until it crosses."""

ACCOUNT_SECONDS = 30.0
"""What a new namespace gets to have its service account: pods need it."""

EVENTS_SECONDS = 2.0
"""What the last pods' pull events get to arrive: they come after the pods."""

PASSING = ('serviceaccount "default" not found', '" cannot ')
"""What the API server says of a pod in a namespace that is too new, and of
everything while it has just come back and not read its roles yet."""

GONE_SECONDS = 60.0
"""What a repeat's pods get to disappear."""

REACHED = "reached"
"""What a wait says when what it waited for is there."""

NO_LOAD = NotObserved("the load was never raised")
NEVER = NotObserved("it never crossed")
TOO_LATE = NotObserved("the autoscaler decided before we read a value that crosses")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What all repeats of a run share."""

    kube: KubePort
    run: Run
    plan: Plan
    path: MetricPath
    nodes: Nodes
    load_image: str
    autoscaling: str
    """The API version in which autoscalers are watched."""

    probe: str
    link_wait: float
    lost_after: float
    give_up_after: float
    poll_seconds: float = POLL_SECONDS


class Repeat:
    """One attempt at one repeat."""

    def __init__(
        self, shared: Setting, image: Image, repeat: int, *, attempt: int, say: Say
    ) -> None:
        """Prepare; nothing is made yet."""
        self._shared, self._kube, self._plan = shared, shared.kube, shared.plan
        self._image, self._repeat, self._say = image, repeat, say
        self._space = shared.run.namespace
        self._name = shared.run.repeat(image.name, repeat, attempt)
        self._labels = objects.pod_labels(shared.run, self._name)
        self._patience = Patience(shared.give_up_after)
        self._initial: frozenset[str] = frozenset()
        self._raised: Moment = NO_LOAD
        self._crossed: Moment = NO_LOAD

    def go(self, reference: Reference) -> Observation:
        """Run it; raises ``EnvironmentMissingError`` and ``KubeError``."""
        kinds = (
            *(watches.POD, watches.DEPLOYMENT, watches.ENDPOINTS, watches.EVENT),
            Kind(self._shared.autoscaling, "HorizontalPodAutoscaler"),
        )
        with watches.Watches(
            self._kube, self._space, kinds, lost_seconds=self._shared.lost_after
        ) as told:
            recording = self._start(told, reference)
            try:
                missed = self._look(told, recording)
                ended = recording.zero.arrived(time.monotonic())
                with suppress(EnvironmentMissingError):  # what was seen is kept
                    told.wait_for(recording.pulls_are_told, EVENTS_SECONDS)
                seen = self._observation(recording, reference, ended, missed)
            finally:
                self._take_down()
            return self._after(told, recording, seen)

    def _start(self, told: Watches, reference: Reference) -> Recording:
        """Make the scale target and its Service; the repeat begins here."""
        self._say(f"starting {self._plan.goal.start} of {reference.text}")
        run, plan = self._shared.run, self._plan
        wanted = objects.deployment(
            run,
            self._name,
            plan=plan,
            reference=reference.text,
            probe=self._shared.probe,
        )
        made = self._kube.create(wanted, namespace=self._space)
        now = time.monotonic()
        server = epoch(made["metadata"].get("creationTimestamp")) or 0.0
        recording = Recording(self._name, SERVICE, Zero(arrival=now, server=server))
        told.tell(recording)
        self._kube.create(objects.service(run, self._name), namespace=self._space)
        self._make_load(told, objects.WARM)
        return recording

    def _look(self, told: Watches, recording: Recording) -> str:
        """Go through the repeat; say why it missed its goal, if it is known."""
        goal, limit = self._plan.goal, self._plan.goal.time_limit_seconds

        def begun() -> bool:
            warm = recording.helpers.get(objects.WARM)
            ran = warm is not None and Milestone.CONTAINERS_STARTED in warm.stamps
            return ran and recording.ready_pods() >= goal.start

        why = self._await(told, recording, begun, limit)
        if why != REACHED:
            why = why or f"not within {limit:.0f} s{_waits(recording)}"
            return f"the start replicas did not become Ready: {why}"
        self._say("waiting for the metric")
        self._await_metric(told)
        scaler = objects.autoscaler(self._shared.run, self._name, plan=self._plan)
        self._insist(
            told, lambda: hpas.apply(self._kube, scaler, namespace=self._space)
        )
        self._say(f"settling for {self._plan.load.settle_seconds:.0f} s")
        told.wait_for(lambda: False, self._plan.load.settle_seconds)
        self._initial = frozenset(n for n, pod in recording.pods.items() if pod.ready)
        if recording.targets[-1].desired > goal.start:
            return "the autoscaler asked for more before the load was raised"
        self._raise_load(told, recording)
        return self._await_goal(told, recording)

    def _await(
        self,
        told: Watches,
        recording: Recording,
        done: Callable[[], bool],
        seconds: float,
    ) -> str:
        """Wait; say ``REACHED``, what is in the way, or nothing when time is over."""
        found = ""

        def over() -> bool:
            nonlocal found
            found = self._patience.lost(recording, time.monotonic())
            return bool(found) or done()

        if not told.wait_for(over, seconds):
            return ""
        return found or REACHED

    def _await_metric(self, told: Watches) -> None:
        """Wait until the metrics API serves the start replicas' metric."""
        deadline = time.monotonic() + self._shared.link_wait
        while True:
            error: KubeError | None = None
            try:
                if self._shared.path.values(selector(self._labels)):
                    return
            except KubeError as caught:
                error = caught
            if time.monotonic() > deadline:
                raise EnvironmentMissingError(self._shared.path.missing_link(error))
            told.wait_for(lambda: False, self._shared.poll_seconds)

    def _raise_load(self, told: Watches, recording: Recording) -> None:
        """Start the load where its image lies already, and note when it began."""
        node = recording.helpers[objects.WARM].node
        self._say(f"raising {self._plan.load.connections} connections")
        self._make_load(told, objects.LOAD, node=node)

        def begun() -> bool:
            load = recording.helpers.get(objects.LOAD)
            return load is not None and Milestone.CONTAINERS_STARTED in load.stamps

        why = self._await(told, recording, begun, self._shared.link_wait)
        if why != REACHED:
            why = why or f"not within {self._shared.link_wait:.0f} s"
            raise EnvironmentMissingError(f"the load generator did not start: {why}")
        started = recording.helpers[objects.LOAD].stamps[Milestone.CONTAINERS_STARTED]
        self._raised, self._crossed = started, NEVER

    def _await_goal(self, told: Watches, recording: Recording) -> str:
        """Look until the goal is reached, hopeless, or out of time."""
        goal = self._plan.goal
        deadline = time.monotonic() + goal.time_limit_seconds

        def reached() -> bool:
            return (
                recording.ready_pods() >= goal.replicas
                and recording.targets[-1].ready >= goal.replicas
            )

        while time.monotonic() < deadline:
            why = self._await(told, recording, reached, self._shared.poll_seconds)
            if why:
                return "" if why == REACHED else why
            if self._crossed is NEVER:
                self._crossed = self._look_at_metric(recording)
        return ""

    def _look_at_metric(self, recording: Recording) -> Moment:
        target = self._plan.metric.target.average_value_milli
        try:
            values = self._shared.path.values(selector(self._labels))
        except KubeError:  # a scrape or an API server that is away for a moment
            values = {}
        now = recording.zero.arrived(time.monotonic())
        decided = recording.targets[-1].desired > self._plan.goal.start
        if decided:
            return TOO_LATE
        if crosses(values, target):
            return Stamp(seconds=now, clock=ARRIVAL.name)
        return NEVER

    def _insist(self, told: Watches, action: Callable[[], object]) -> None:
        """Do it; again, as long as a server that is away is not lost."""
        deadline = time.monotonic() + ACCOUNT_SECONDS
        while True:
            try:
                action()
            except UnreachableError:
                told.wait_for(lambda: False, self._shared.poll_seconds)
            except ForbiddenError as error:
                passing = any(words in str(error) for words in PASSING)
                if not passing or time.monotonic() > deadline:
                    raise
                told.wait_for(lambda: False, self._shared.poll_seconds)
            except AlreadyExistsError:  # the answer to an earlier try got lost
                return
            else:
                return

    def _make_load(self, told: Watches, pod: str, *, node: str = "") -> None:
        wanted = objects.load_pod(
            self._shared.run,
            pod,
            self._name,
            plan=self._plan,
            image=self._shared.load_image,
            node=node,
        )
        self._insist(told, lambda: self._kube.create(wanted, namespace=self._space))

    def _take_down(self) -> None:
        """Delete what was made; what cannot be is left to the namespace's removal."""
        made = (
            (watches.POD, f"{objects.LOAD}-{self._name}"),
            (watches.POD, f"{objects.WARM}-{self._name}"),
            (
                Kind(self._shared.autoscaling, "HorizontalPodAutoscaler"),
                self._name,
            ),
            (watches.DEPLOYMENT, self._name),
            (Kind("v1", "Service"), self._name),
        )
        for kind, name in made:
            # What a server keeps that is away, or back and still without its
            # roles, goes with the namespace.
            with suppress(NotFoundError, UnreachableError, ForbiddenError):
                self._kube.delete(kind, name, namespace=self._space)

    def _after(
        self, told: Watches, recording: Recording, seen: Observation
    ) -> Observation:
        """Wait until the repeat's pods are gone; what was measured is kept anyhow."""
        self._say("waiting until its pods are gone")
        try:
            if told.wait_for(lambda: not recording.alive(), GONE_SECONDS):
                return seen
            why = f"{recording.alive()} pods still there {GONE_SECONDS:.0f} s later"
        except EnvironmentMissingError as error:
            why = str(error)
        return replace(seen, notes=(*seen.notes, f"after it: {why}"))

    def _observation(
        self, recording: Recording, reference: Reference, ended: float, missed: str
    ) -> Observation:
        nodes = self._shared.nodes
        return observation(
            recording,
            Circumstances(
                plan=self._plan,
                image=self._image,
                repeat=self._repeat,
                reference=reference.text,
                new_reference=reference.new,
                pulled_bytes=reference.pulled_bytes,
                listed=nodes.images,
                hidden=nodes.cannot_observe,
                initial=self._initial,
                load_raised=self._raised,
                metric_crosses=self._crossed,
                ended=ended,
                missed_because=missed,
                notes=(f"image {reference.text}",),
                hollow=HOLLOW if nodes.hollow else "",
            ),
        )


def _waits(recording: Recording) -> str:
    """Say what pods wait for, as far as they tell."""
    known = (*recording.pods.values(), *recording.helpers.values())
    told = {" ".join(": ".join(filter(None, pod.waits_for)).split()) for pod in known}
    words = "; ".join(sorted(told - {""}))
    return f" ({words})" if words else ""
