"""The kubelets: take a bound pod from its node's work to its endpoint, and down.

Every step's length is a parameter of ``simulator.sections.start``; the image is
the puller's business, the load the service's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import simpy

from octoscale.core.phases import Milestone

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from simulator.clock import Clock
    from simulator.sections.start import StartSection
    from simulator.streams import Streams
    from simulator.world.pods import Pod
    from simulator.world.pull import Puller
    from simulator.world.requests import RequestService
    from simulator.world.service import Service


class Kubelet:
    """All nodes' kubelets in one: they do not depend on each other."""

    def __init__(
        self,
        clock: Clock,
        streams: Streams,
        *,
        puller: Puller,
        service: Service | RequestService,
        options: StartSection,
    ) -> None:
        self._clock = clock
        self._streams = streams
        self._puller = puller
        self._service = service
        self._options = options
        self._lives: dict[Pod, simpy.Process] = {}
        self.on_started: Callable[[Pod], None] = lambda _: None
        """Told when a pod's containers run, and it has an address."""

        self.on_ready: Callable[[Pod], None] = lambda _: None
        """Told when a pod is Ready."""

        self.on_gone: Callable[[Pod], None] = lambda _: None
        """Told when nothing of a pod is left on its node."""

    def start(self, pod: Pod) -> None:
        """Begin to start a pod that has just got its node."""
        self._lives[pod] = self._clock.start(self._life(pod))

    def stop(self, pod: Pod) -> None:
        """Take a deleted pod down: out of the endpoints, then off its node."""
        life = self._lives.pop(pod, None)
        if life is not None and life.is_alive:
            life.interrupt()
        self._puller.abort(pod)
        self._service.leave(pod)
        self._clock.after(
            self._options.termination_seconds.value, lambda: self._remove(pod)
        )

    def lose(self, pod: Pod) -> None:
        """Let a pod stop working without a word: its node is out of reach."""
        life = self._lives.pop(pod, None)
        if life is not None and life.is_alive:
            life.interrupt()
        self._puller.abort(pod)
        self._service.silent(pod)

    def give_up(self, pod: Pod) -> None:
        """Take a pod out of the endpoints: the control plane has noticed."""
        pod.down = True
        self._service.leave(pod)
        self.on_ready(pod)

    def kill(self, pod: Pod, pause_seconds: float) -> None:
        """Kill a pod's container, which used too much memory, and restart it.

        It starts up anew after *pause_seconds*, with the same address.
        """
        self._service.silent(pod)
        self.give_up(pod)
        seconds = pause_seconds + self._options.containers_seconds.value
        seconds += self._options.program_seconds.value
        self._clock.after(seconds, lambda: self._revive(pod))

    def _revive(self, pod: Pod) -> None:
        if not pod.active:
            return
        pod.down = False
        self._service.answering(pod)
        self._service.join(pod)
        self.on_ready(pod)

    def come_back(self, pod: Pod) -> None:
        """Let a lost pod work again, or end it when it was given up."""
        if pod.active and pod.reached(Milestone.ENDPOINT_READY):
            self._revive(pod)
        elif pod.gone_at is None:
            self._remove(pod)

    def _remove(self, pod: Pod) -> None:
        pod.answers = False
        pod.gone_at = self._clock.now
        if pod.node is not None:
            pod.node.pods.remove(pod)
        self.on_gone(pod)

    def _life(self, pod: Pod) -> Generator[simpy.Event, Any, None]:
        """Go through a pod's start, unless it is stopped on the way."""
        try:
            yield from self._start(pod)
        except simpy.Interrupt:
            return

    def _start(self, pod: Pod) -> Generator[simpy.Event, Any, None]:
        options, sleep = self._options, self._clock.sleep
        pace = self._streams.spread(options.jitter_ratio.value, "start", pod.name)
        yield sleep(options.prepare_seconds.value * pace)
        self._stamp(pod, Milestone.PULLING)
        yield from self._puller.pull(pod)
        self._stamp(pod, Milestone.PULLED)
        yield sleep(options.containers_seconds.value * pace)
        self._stamp(pod, Milestone.CONTAINERS_STARTED)
        self.on_started(pod)
        program = options.program_seconds.value * pace
        self._clock.after(program, lambda: self._answer(pod))
        yield sleep(self._probed(program))
        self._stamp(pod, Milestone.READY)
        self.on_ready(pod)
        longest = options.endpoints_seconds.value
        stream = self._streams.stream("endpoints", pod.name)
        yield sleep(stream.uniform(0.0, longest))
        self._stamp(pod, Milestone.ENDPOINT_READY)
        self._service.join(pod)

    def _probed(self, program: float) -> float:
        """Tell how long after its containers' start a pod is found ready.

        At the first probe at which its program answers; without a probe at once.
        """
        delay = self._options.probe_initial_delay_seconds.value
        period = self._options.probe_period_seconds.value
        if period == 0:
            return 0.0
        missed = max(0, -int(-(program - delay) // period))
        return delay + missed * period

    def _answer(self, pod: Pod) -> None:
        if pod.active:
            self._service.answering(pod)

    def _stamp(self, pod: Pod, milestone: Milestone) -> None:
        pod.milestones[milestone] = self._clock.now
