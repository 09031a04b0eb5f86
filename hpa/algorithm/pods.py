"""Which pods count in a per-pod metric: ready, unready, missing or ignored.

Upstream's ``groupPods`` and ``calculatePodRequests``. Samples and ratios are put
together in ``hpa.algorithm.replicas``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hpa.algorithm.instants import micros
from hpa.algorithm.observation import Failure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hpa.algorithm.observation import Pod, PodSample
    from hpa.algorithm.types import Config


@dataclass(frozen=True, slots=True)
class PodGroups:
    """The pods of one workload, sorted by how they count; names only."""

    ready_count: int
    unready: tuple[str, ...]
    """Not yet serving: their samples do not count, and on scaling up they
    stand for pods without any load."""

    missing: tuple[str, ...]
    """Should have a sample and have none; filled in against the direction."""

    ignored: tuple[str, ...]
    """Failed, or on their way out: as if they were not there."""


@dataclass(frozen=True, slots=True)
class CpuReadiness:
    """When a cpu sample is trusted: a starting pod burns cpu without serving."""

    initialization_micros: int
    initial_delay_micros: int
    now_micros: int

    @classmethod
    def of(cls, config: Config, now: float) -> CpuReadiness:
        """Take the two flags from *config*, at *now* (seconds)."""
        return cls(
            micros(config.cpu_initialization_period_seconds),
            micros(config.initial_readiness_delay_seconds),
            micros(now),
        )

    def is_unready(self, pod: Pod, sample: PodSample) -> bool:
        """Tell whether *pod*'s cpu sample has to be left out.

        While the pod may still be initializing: if it is not ready, or the
        sample's window began before it last became so. Later: only if it is
        not ready and never was after the initial delay.
        """
        if pod.ready is None or pod.start_time is None:
            return True
        started = micros(pod.start_time)
        transition = micros(pod.ready_transition_time)
        if started + self.initialization_micros > self.now_micros:
            window = micros(sample.window_seconds)
            return pod.ready == "False" or micros(sample.time) < transition + window
        return pod.ready == "False" and started + self.initial_delay_micros > transition


def group_pods(
    pods: tuple[Pod, ...],
    samples: Mapping[str, PodSample],
    readiness: CpuReadiness | None = None,
) -> PodGroups:
    """Sort *pods* into groups; the first rule that fits decides.

    Readiness is looked at for cpu only (*readiness* given): a Pods metric of a
    pod that is not ready counts in full.
    """
    ready_count = 0
    unready: list[str] = []
    missing: list[str] = []
    ignored: list[str] = []
    for pod in pods:
        name = pod.name
        if pod.deleted or pod.phase == "Failed":
            ignored.append(name)
        elif pod.phase == "Pending":
            unready.append(name)
        elif name not in samples:
            missing.append(name)
        elif readiness is not None and readiness.is_unready(pod, samples[name]):
            unready.append(name)
        else:
            ready_count += 1
    return PodGroups(ready_count, tuple(unready), tuple(missing), tuple(ignored))


def pod_requests(
    pods: tuple[Pod, ...], resource: str, container: str = ""
) -> dict[str, int] | Failure:
    """Sum what each pod requests of *resource*, in milli-units.

    One selected container without a request, in any pod of the list (ignored
    and unready ones too), makes utilization impossible to compute.
    """
    requests = {}
    for pod in pods:
        total = 0
        for each in pod.containers:
            if container and each.name != container:
                continue
            request = each.requests_milli.get(resource)
            if request is None:
                return Failure(
                    f"missing request for {resource} in container {each.name} "
                    f"of pod {pod.name}"
                )
            total += request
        requests[pod.name] = total
    return requests


def running_and_ready(pods: tuple[Pod, ...]) -> int:
    """Count the pods that multiply a total ratio; deletion is not looked at."""
    return sum(pod.phase == "Running" and pod.ready == "True" for pod in pods)
